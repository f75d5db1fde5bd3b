package graphtest

import (
	"net/http"
	"strconv"
	"strings"
)

// service finds the documents that every OData service has at its root; they need no token.
func (s *Server) service(req *request) *route {
	if req.method != http.MethodGet {
		return nil
	}
	switch strings.ToLower(strings.Join(req.segments, "/")) {
	case "$metadata", "solutions/$metadata", root + "/$metadata":
		return &route{method: http.MethodGet, template: "/$metadata", open: true, handle: func(*call) (reply, *refusal) {
			return reply{status: http.StatusOK, raw: metadataDocument(), mime: "application/xml"}, nil
		}}
	case "", "solutions":
		return &route{method: http.MethodGet, template: "/", open: true, handle: func(c *call) (reply, *refusal) {
			return ok(collection{Context: c.base() + "/$metadata", Value: []any{map[string]string{
				"name": "solutions/backupRestore", "kind": "Singleton", "url": "solutions/backupRestore",
			}}}), nil
		}}
	}
	return nil
}

// matchCount serves /$count behind any collection.
func (s *Server) matchCount(req *request, segments []string) (*route, []string, *refusal) {
	inner := *req
	inner.segments = append([]string{"solutions", "backupRestore"}, segments...)
	found, params, f := s.match(&inner)
	if f != nil || req.method != http.MethodGet {
		return nil, nil, notFound("ResourceNotFound", "Resource not found for the segment '$count'.")
	}
	counted := *found
	counted.template += "/$count"
	counted.handle = func(c *call) (reply, *refusal) {
		c.query.count = true
		c.query.token, c.query.top, c.query.skip = "", 0, 0
		rep, f := found.handle(c)
		page, isList := rep.body.(collection)
		switch {
		case f != nil:
			return reply{}, f
		case !isList || page.Count == nil:
			return reply{}, badRequest("BadRequest", "$count needs a collection.")
		}
		return reply{status: http.StatusOK, raw: strconv.AppendInt(nil, int64(*page.Count), 10), mime: "text/plain"}, nil
	}
	return &counted, params, nil
}
