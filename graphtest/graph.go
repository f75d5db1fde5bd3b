package graphtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// answer takes one request off the wire and works out everything about its answer.
func (s *Server) answer(r *http.Request) answer {
	escaped := r.URL.EscapedPath()
	segments, readable := parseSegments(escaped)
	body, f := readBody(r)
	req := &request{
		method: r.Method, origin: requestOrigin(r), segments: segments, rawQuery: r.URL.RawQuery, header: r.Header, body: body,
	}
	if !readable {
		f = badRequest("BadRequest", "The path could not be read.")
	}
	version := strings.ToLower(segments[0])
	switch {
	case f == nil && (version == "v1.0" || version == "beta"):
		req.version, req.segments = version, segments[1:]
		if strings.EqualFold(strings.Join(req.segments, "/"), "$batch") {
			return s.batch(req)
		}
		return s.graph(req)
	case f == nil && len(segments) > 2:
		return s.signInAnswer(r, req)
	}
	return s.openAnswer(req, f)
}

// requestOrigin is the origin that the client used, so that links lead back to where it came from.
func requestOrigin(r *http.Request) string {
	if r.TLS == nil {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}

// exchange is one request on its way to the log.
type exchange struct {
	s      *Server
	entry  LoggedRequest
	hits   []Fault
	header http.Header // of the answer
}

func (s *Server) open(req *request, operation string, row int) *exchange {
	now := s.clock.base()
	x := &exchange{s: s, header: http.Header{}}
	x.entry = LoggedRequest{
		Time: now, Method: req.method, Path: "/" + strings.Join(req.segments, "/"), Query: req.rawQuery,
		Operation: operation, Row: row, Header: loggable(req.header), RequestID: s.newRequestID(),
		ClientRequestID: req.header.Get("client-request-id"),
	}
	x.entry.Attempt = s.log.attempt(x.entry.ClientRequestID)
	x.hits = s.faults.match(operation, now)
	for _, hit := range x.hits {
		x.entry.Faults = append(x.entry.Faults, hit.Kind)
	}
	if x.entry.ClientRequestID == "" {
		x.entry.ClientRequestID = x.entry.RequestID
	}
	x.header.Set("request-id", x.entry.RequestID)
	x.header.Set("client-request-id", x.entry.ClientRequestID)
	x.header.Set("Date", now.UTC().Format(http.TimeFormat))
	return x
}

func (s *Server) newRequestID() string {
	return s.tenant.ids.guid(kindRequest, s.requests.Add(1), 1, 0)
}

// close writes the log and lets the faults have their way with the answer.
func (x *exchange) close(a answer) answer {
	for _, hit := range x.hits {
		a = x.s.spoil(hit, a, &x.entry)
	}
	x.entry.Status = a.status
	if a.cut == cutBeforeHeaders {
		x.entry.Status = 0
	}
	x.s.log.add(x.entry)
	return a
}

func (x *exchange) refused(f *refusal) answer {
	for name, values := range f.header {
		x.header[name] = values
	}
	date := x.entry.Time.UTC().Format("2006-01-02T15:04:05")
	text, _ := json.Marshal(f.body(date, x.entry.RequestID, x.entry.ClientRequestID)) // strings only: always marshals
	return x.send(f.status, text, "application/json")
}

func (x *exchange) send(status int, body []byte, mime string) answer {
	if body != nil {
		x.header.Set("Content-Type", mime)
	}
	return answer{status: status, header: x.header, body: body}
}

// graph answers one request to the API.
func (s *Server) graph(req *request) answer {
	found, params, f := s.match(req)
	operation, row := "", 0
	if found != nil {
		operation, row = found.operation(), found.row
	}
	x := s.open(req, operation, row)
	x.entry.Body = req.body
	if early, done := s.spoilEarly(x); done {
		return x.close(early)
	}
	if f != nil && f.status == http.StatusNotFound || found == nil || !found.open {
		who, denied := s.admit(x, req, found)
		if denied != nil {
			return x.close(x.refused(denied))
		}
		if f == nil {
			return x.close(s.run(x, req, found, params, who))
		}
	} else if f == nil {
		return x.close(s.run(x, req, found, params, principal{}))
	}
	return x.close(x.refused(f))
}

// admit checks the token and what it permits.
func (s *Server) admit(x *exchange, req *request, found *route) (principal, *refusal) {
	for _, hit := range x.hits {
		if hit.Kind == FaultExpired {
			return principal{}, s.sign.unauthorized("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", "")
		}
	}
	who, f := s.sign.authenticate(req.header)
	if f == nil && found != nil {
		f = found.permit(who)
	}
	return who, f
}

// run calls the handler.
func (s *Server) run(x *exchange, req *request, found *route, params []string, who principal) answer {
	q, f := parseQuery(req.rawQuery)
	if f != nil {
		return x.refused(f)
	}
	c := &call{request: req, s: s, route: found, params: params, who: who, query: q}
	if applied := c.prefer(req.header.Values("Prefer")); applied != "" {
		x.header.Set("Preference-Applied", applied)
	}
	if q.expand != "" && found.row != 56 && !strings.EqualFold(q.expand, "restorePoint") {
		return x.refused(badRequest("BadRequest", "The navigation property '%s' cannot be expanded here.", q.expand))
	}
	rep, f := c.handle(x)
	if f != nil {
		return x.refused(f)
	}
	if s.odd {
		rep = oddly(found.row, rep)
	}
	body, err := rep.encode()
	if err != nil {
		return x.refused(refuse(http.StatusInternalServerError, "InternalServerError", "The answer could not be written."))
	}
	if rep.location != "" {
		x.header.Set("Content-Location", rep.location)
	}
	mime := rep.mime
	if mime == "" {
		mime = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
	}
	return x.send(rep.status, body, mime)
}

// prefer applies the preferences that the service knows, and tells which they are.
func (c *call) prefer(headers []string) string {
	var applied []string
	for preference := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(preference)), "=")
		size, err := strconv.Atoi(strings.TrimSpace(value))
		switch {
		case name == "include-unknown-enum-members":
			c.optedIn = true
			applied = append(applied, name)
		case name == "odata.maxpagesize" && err == nil && size > 0 && size < 1000:
			c.pageSize = size
			applied = append(applied, fmt.Sprintf("%s=%d", name, size))
		}
	}
	return strings.Join(applied, ", ")
}

// handle runs the handler with the state locked.
func (c *call) handle(x *exchange) (reply, *refusal) {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now, c.st = s.clock.now(), s.state
	c.st.settle(c.now)
	if f := c.controls(); f != nil {
		return reply{}, f
	}
	lost := false
	var before *state
	for i, hit := range x.hits {
		switch hit.Kind {
		case FaultLostWrite:
			lost, before = true, s.state.clone()
		case FaultArtifacts, FaultStuck:
			c.fault = &x.hits[i]
		}
	}
	rep, f := c.route.handle(c)
	if f != nil || c.method == http.MethodGet {
		return rep, f
	}
	s.log.effect(Effect{Time: c.now, Operation: c.route.operation(), ID: c.touched(rep), RequestID: x.entry.RequestID, Lost: lost})
	if lost {
		before.counter = s.state.counter // the id that the client was told is not given out again
		s.state = before
	}
	return rep, nil
}

// touched names the resource that a successful write is about.
func (c *call) touched(rep reply) string {
	var made struct {
		ID string `json:"id"`
	}
	if rep.status == http.StatusCreated {
		if text, err := json.Marshal(rep.body); err == nil && json.Unmarshal(text, &made) == nil && made.ID != "" {
			return made.ID
		}
	}
	if len(c.params) > 0 {
		return c.params[len(c.params)-1]
	}
	return ""
}

// signInAnswer serves the authority. What it logs has no body and no query.
func (s *Server) signInAnswer(r *http.Request, req *request) answer {
	operation := req.method + " /" + strings.ToLower(strings.Join(req.segments[1:], "/"))
	x := s.open(&request{method: req.method, segments: req.segments, header: req.header}, operation, 0)
	if early, done := s.spoilEarly(x); done {
		return x.close(early)
	}
	status, body := s.oauth(r, req.segments, req.body)
	text, _ := json.Marshal(body) // maps of strings and numbers: always marshals
	return x.close(x.send(status, text, "application/json; charset=utf-8"))
}

// openAnswer serves what is neither the API nor the authority: the web page, or nothing.
func (s *Server) openAnswer(req *request, f *refusal) answer {
	x := s.open(req, "", 0)
	if f == nil {
		if a, served := s.webPage(x, req); served {
			return a // looking at the page leaves no trace in the log that it shows
		}
		f = notFound("ResourceNotFound", "There is nothing at this address.")
	}
	return x.close(x.refused(f))
}

// retryAfter writes the header as a fault wants it.
func retryAfter(text string, now time.Time) string {
	if wait, isDate := strings.CutPrefix(text, "date:"); isDate {
		if d, err := time.ParseDuration(wait); err == nil {
			return now.Add(d).UTC().Format(http.TimeFormat)
		}
	}
	return text
}
