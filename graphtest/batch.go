package graphtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

const requestsPerBatch = 20

type batchRequest struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

type batchResponse struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

// batch runs up to twenty requests from one body, in their order. Each is logged and hit by faults by itself.
func (s *Server) batch(req *request) answer {
	x := s.open(req, "POST /$batch", 0)
	x.entry.Body = req.body
	if early, done := s.spoilEarly(x); done {
		return x.close(early)
	}
	var in struct {
		Requests []batchRequest `json:"requests"`
	}
	_, f := s.sign.authenticate(req.header)
	switch {
	case f != nil:
	case req.method != http.MethodPost:
		f = refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "A batch is posted.")
	case json.Unmarshal(req.body, &in) != nil || len(in.Requests) == 0:
		f = badRequest("BadRequest", "Invalid batch payload format.")
	case len(in.Requests) > requestsPerBatch:
		f = badRequest("MaximumValueExceeded", "Number of batch request steps exceeds the maximum value of %d.", requestsPerBatch)
	default:
		f = checkBatch(in.Requests)
	}
	if f != nil {
		return x.close(x.refused(f))
	}
	out := struct {
		Responses []batchResponse `json:"responses"`
	}{}
	failed := map[string]bool{}
	for _, one := range in.Requests {
		res := s.batchStep(req, one, slices.ContainsFunc(one.DependsOn, func(id string) bool { return failed[id] }))
		failed[one.ID] = res.Status >= 400
		out.Responses = append(out.Responses, res)
	}
	text, err := json.Marshal(out)
	if err != nil {
		return x.close(x.refused(refuse(http.StatusInternalServerError, "InternalServerError", "The answer could not be written.")))
	}
	return x.close(x.send(http.StatusOK, text, "application/json"))
}

func checkBatch(requests []batchRequest) *refusal {
	var seen []string
	for _, one := range requests {
		if one.ID == "" || one.Method == "" || one.URL == "" || slices.Contains(seen, one.ID) {
			return badRequest("BadRequest", "Every request of a batch needs a method, a url and an id of its own.")
		}
		for _, id := range one.DependsOn {
			if !slices.Contains(seen, id) {
				return badRequest("BadRequest", "The request '%s' depends on '%s', which does not come before it.", one.ID, id)
			}
		}
		seen = append(seen, one.ID)
	}
	return nil
}

func (s *Server) batchStep(outer *request, one batchRequest, dependencyFailed bool) batchResponse {
	res := batchResponse{ID: one.ID}
	if dependencyFailed {
		res.Status = http.StatusFailedDependency
		res.Body, _ = json.Marshal(refuse(res.Status, "FailedDependency", "A request that this one depends on has failed.").body("", "", one.ID))
		return res
	}
	path, rawQuery, _ := strings.Cut(one.URL, "?")
	segments, readable := parseSegments(path)
	if !readable {
		segments = nil
	}
	inner := &request{
		method: strings.ToUpper(one.Method), origin: outer.origin, version: outer.version, segments: segments,
		rawQuery: rawQuery, header: outer.header.Clone(), body: one.Body,
	}
	inner.header.Del("Prefer")
	inner.header.Del("client-request-id")
	for name, value := range one.Headers {
		inner.header.Set(name, value)
	}
	a := s.graph(inner)
	res.Status, res.Headers = a.status, map[string]string{}
	for name := range a.header {
		res.Headers[name] = a.header.Get(name)
	}
	if json.Valid(a.body) {
		res.Body = a.body
	}
	return res
}
