package graphtest

import (
	"net/http"
	"slices"
	"strings"
)

// permission is a family of the BackupRestore permissions with what a call needs of it.
type permission struct {
	family string
	write  bool
}

var (
	controlRead        = permission{"Control", false}
	controlWrite       = permission{"Control", true}
	configurationRead  = permission{"Configuration", false}
	configurationWrite = permission{"Configuration", true}
	restoreRead        = permission{"Restore", false}
	restoreWrite       = permission{"Restore", true}
	searchRead         = permission{"Search", false}
)

func (p permission) heldBy(names []string) bool {
	prefix := "BackupRestore-" + p.family
	return !p.write && containsFold(names, prefix+".Read.All") || containsFold(names, prefix+".ReadWrite.All")
}

// route is one operation of the API.
type route struct {
	row       int // in the API's documentation; 0 for what only the metadata knows
	method    string
	path      []string // below /solutions/backupRestore, {} for a parameter
	template  string
	need      permission
	delegated bool // app-only callers are refused
	role      bool // delegated callers need the SharePoint Backup Administrator role
	open      bool // no token needed
	handle    func(*call) (reply, *refusal)
}

func (r *route) operation() string { return r.method + " " + r.template }

func (r *route) permit(who principal) *refusal {
	switch {
	case !r.need.heldBy(who.permissions):
		return forbidden("Forbidden", "The token lacks the permission BackupRestore-%s.%s.", r.need.family, map[bool]string{true: "ReadWrite.All", false: "Read.All"}[r.need.write])
	case r.delegated && !who.delegated:
		return forbidden("Forbidden", "This operation is not supported for application permissions.")
	case r.role && who.delegated && !who.backupAdminRole:
		return forbidden("Forbidden", "The caller must hold the role SharePoint Backup Administrator.")
	}
	return nil
}

// router gathers the routes of a server.
type router []route

func (rt *router) add(row int, methodAndPath string, need permission, handle func(*call) (reply, *refusal)) *route {
	method, template, _ := strings.Cut(methodAndPath, " ")
	r := route{row: row, method: method, template: template, need: need, handle: handle}
	for part := range strings.SplitSeq(strings.Trim(template, "/"), "/") {
		if strings.HasPrefix(part, "{") {
			part = "{}"
		}
		if part != "" {
			r.path = append(r.path, strings.ToLower(part))
		}
	}
	*rt = append(*rt, r)
	return &(*rt)[len(*rt)-1]
}

// first is add for a fixed path that a route with a parameter would swallow.
func (rt *router) first(row int, methodAndPath string, need permission, handle func(*call) (reply, *refusal)) {
	added := *rt.add(row, methodAndPath, need, handle)
	*rt = append(router{added}, (*rt)[:len(*rt)-1]...)
}

func allRoutes() []route {
	var rt router
	controlRoutes(&rt)
	policyRoutes(&rt)
	unitRoutes(&rt)
	ruleRoutes(&rt)
	jobRoutes(&rt)
	restoreRoutes(&rt)
	browseRoutes(&rt)
	return rt
}

const root = "solutions/backuprestore"

// match finds the operation that a request means. Segments compare without case, and the names of types and actions may be
// qualified by their namespace.
func (s *Server) match(req *request) (*route, []string, *refusal) {
	if r := s.service(req); r != nil {
		return r, nil, nil
	}
	if len(req.segments) < 2 || !strings.EqualFold(strings.Join(req.segments[:2], "/"), root) {
		return nil, nil, notFound("ResourceNotFound", "Resource not found for the segment '%s'.", strings.Join(req.segments, "/"))
	}
	segments := req.segments[2:]
	if n := len(segments); n > 0 && strings.EqualFold(segments[n-1], "$count") {
		return s.matchCount(req, segments[:n-1])
	}
	var allowed []string
	for i := range s.routes {
		r := &s.routes[i]
		params, ok := r.fits(segments)
		switch {
		case ok && r.method == req.method:
			return r, params, nil
		case ok:
			allowed = append(allowed, r.method)
		}
	}
	if allowed == nil {
		return nil, nil, notFound("ResourceNotFound", "Resource not found for the segment '%s'.", strings.Join(segments, "/"))
	}
	slices.Sort(allowed)
	f := refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "The method %s is not allowed here.", req.method)
	f.header = http.Header{"Allow": {strings.Join(slices.Compact(allowed), ", ")}}
	return nil, nil, f
}

// fits compares a path with the route's, and reads the parameters off it.
func (r *route) fits(segments []string) ([]string, bool) {
	if len(segments) != len(r.path) {
		return nil, false
	}
	var params []string
	for i, want := range r.path {
		got := segments[i]
		switch {
		case want == "{}":
			if got == "" {
				return nil, false
			}
			params = append(params, strings.Trim(got, "{}"))
		case !strings.EqualFold(unqualified(got), unqualified(want)):
			return nil, false
		}
	}
	return params, true
}

func unqualified(segment string) string {
	for _, namespace := range []string{"microsoft.graph.", "graph."} {
		if len(segment) > len(namespace) && strings.EqualFold(segment[:len(namespace)], namespace) {
			return segment[len(namespace):]
		}
	}
	return segment
}
