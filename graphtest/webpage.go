package graphtest

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"sync"
	"time"
)

//go:embed page.html
var pageHTML string

// The page is parsed when it is first asked for.
var pageTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageHTML)) })

const (
	pageSessions  = 25
	pageArtifacts = 100
	pageRequests  = 40
)

type pageView struct {
	BaseURL                  string
	Now                      string
	Drives, Sites, Mailboxes int
	Sessions                 []pageSession
	Artifacts                []Restored
	MoreArtifacts            bool
	Requests                 []LoggedRequest
}

type pageSession struct {
	ID, Workload, Kind, Status, Bulk string
	Total, Done, Failed, Ended, Max  int
	Bad                              bool
}

// webPage serves the page at / if the server has one.
func (s *Server) webPage(x *exchange, req *request) (answer, bool) {
	if !s.page || req.method != http.MethodGet || len(req.segments) != 1 || req.segments[0] != "" {
		return answer{}, false
	}
	var b bytes.Buffer
	if err := pageTemplate().Execute(&b, s.view(req.origin)); err != nil {
		return x.refused(refuse(http.StatusInternalServerError, "InternalServerError", "The page could not be written.")), true
	}
	return x.send(http.StatusOK, b.Bytes(), "text/html; charset=utf-8"), true
}

func (s *Server) view(origin string) pageView {
	v := pageView{
		BaseURL: origin + "/v1.0", Now: s.Now().Format(time.DateTime),
		Drives: s.tenant.count(driveWorkload), Sites: s.tenant.count(siteWorkload), Mailboxes: s.tenant.count(mailboxWorkload),
	}
	v.Requests = s.Requests()
	v.Requests = v.Requests[max(0, len(v.Requests)-pageRequests):]
	slices.Reverse(v.Requests)
	v.Sessions = s.viewSessions()
	for _, r := range s.Restores() {
		if len(v.Sessions) > 0 && r.SessionID == v.Sessions[0].ID {
			v.Artifacts = append(v.Artifacts, r)
		}
	}
	if v.MoreArtifacts = len(v.Artifacts) > pageArtifacts; v.MoreArtifacts {
		v.Artifacts = v.Artifacts[:pageArtifacts]
	}
	return v
}

// viewSessions are the newest sessions, the newest first.
func (s *Server) viewSessions() []pageSession {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	s.state.settle(now)
	var shown []pageSession
	for _, id := range slices.Backward(s.state.sessions.order) {
		ss, ok := s.state.sessions.get(id)
		if !ok || len(shown) == pageSessions {
			continue
		}
		status, _ := ss.status(now)
		total, done, failed, _ := ss.progress(now)
		one := pageSession{
			ID: ss.id, Workload: ss.w.product, Kind: string(ss.job), Status: string(status), Total: total, Done: done, Failed: failed,
			Ended: done + failed, Max: max(1, len(ss.artifacts)), Bad: status == sessionFailed || status == sessionErrors,
		}
		if ss.bulk != nil {
			one.Bulk = string(ss.bulk.status(now))
		}
		shown = append(shown, one)
	}
	return shown
}
