package transport

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

const maxLink = 64 << 10

// endpoint is the only place requests go to: an origin, an optional path
// prefix of a gateway, and an API version.
type endpoint struct {
	scheme  string
	host    string // without a default port
	prefix  string // escaped; "" or "/gateway"
	version string // "v1.0"
}

func newEndpoint(u *url.URL) endpoint {
	path := strings.TrimRight(u.EscapedPath(), "/")
	cut := strings.LastIndexByte(path, '/')
	scheme := strings.ToLower(u.Scheme)
	return endpoint{scheme: scheme, host: normalHost(scheme, u.Host), prefix: path[:cut], version: path[cut+1:]}
}

// normalHost lower-cases ASCII only: a fold that knows more would take
// look-alike letters for the same host.
func normalHost(scheme, host string) string {
	b := []byte(host)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	port := ":443"
	if scheme == "http" {
		port = ":80"
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(b), port), ":")
}

func (e endpoint) isOrigin(u *url.URL) bool {
	return strings.ToLower(u.Scheme) == e.scheme && normalHost(e.scheme, u.Host) == e.host
}

// url puts an escaped path and an encoded query on the endpoint.
func (e endpoint) url(path, query string) (url.URL, error) {
	if err := checkPath(path); err != nil {
		return url.URL{}, err
	}
	if err := checkQuery(query); err != nil {
		return url.URL{}, err
	}
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return url.URL{}, errors.New("path with a broken percent escape")
	}
	u := url.URL{Scheme: e.scheme, Host: e.host, Path: decoded, RawQuery: query}
	if decoded != path {
		u.RawPath = path
	}
	// What goes on the wire must be what was checked, byte for byte.
	if u.EscapedPath() != path {
		return url.URL{}, errors.New("path with a character that must be escaped")
	}
	return u, nil
}

// address is where a request goes.
func (e endpoint) address(r *Request) (url.URL, error) {
	if r.Link != "" {
		return e.resolveLink(r.Link, r.Version)
	}
	return e.requestURL(r.Path, r.Query, r.Version)
}

func (e endpoint) requestURL(path, query, version string) (url.URL, error) {
	if !strings.HasPrefix(path, "/") {
		return url.URL{}, errors.New("path does not begin with a slash")
	}
	if version == "" {
		version = e.version
	}
	if !validToken(version) {
		return url.URL{}, errors.New("api version is not a path segment")
	}
	return e.url(e.prefix+"/"+version+path, query)
}

// resolveLink accepts a link in every form that the service sends, keeps its
// query as it is, and refuses any other destination.
func (e endpoint) resolveLink(link, version string) (url.URL, error) {
	if len(link) > maxLink {
		return url.URL{}, fmt.Errorf("link refused: longer than %d bytes", maxLink)
	}
	if i := strings.IndexFunc(link, func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f }); i >= 0 || link == "" {
		return url.URL{}, errors.New("link refused: empty, or with a space, a backslash or a character that is not ascii")
	}
	u, err := url.Parse(link)
	if err != nil {
		return url.URL{}, errors.New("link refused: not a url")
	}
	switch {
	case u.Opaque != "":
		return url.URL{}, errors.New("link refused: not a url with a path")
	case u.User != nil:
		return url.URL{}, errors.New("link refused: it holds user info")
	case (u.Scheme != "" || u.Host != "") && !e.isOrigin(u):
		return url.URL{}, errors.New("link refused: it leads to another origin")
	case u.Path == "":
		return url.URL{}, errors.New("link refused: no path")
	}
	path := u.EscapedPath()
	if version == "" {
		version = e.version
	}
	if !hasPrefixSegments(path, e.prefix) {
		if u.Host != "" {
			return url.URL{}, errors.New("link refused: it leads outside of the base url")
		}
		path = e.prefix + "/" + strings.TrimPrefix(path, "/")
	}
	if rest := strings.TrimPrefix(path[len(e.prefix):], "/"); !isVersion(rest, version, e.version) {
		if u.Host != "" {
			return url.URL{}, errors.New("link refused: no api version in its path")
		}
		path = path[:len(e.prefix)] + "/" + version + "/" + rest
	}
	resolved, err := e.url(path, u.RawQuery)
	if err != nil {
		return url.URL{}, fmt.Errorf("link refused: %w", err)
	}
	return resolved, nil
}

func hasPrefixSegments(path, prefix string) bool {
	return len(path) > len(prefix) && strings.EqualFold(path[:len(prefix)], prefix) && path[len(prefix)] == '/'
}

// isVersion says whether a path begins with an API version: one that is in
// use, or any that Graph is known to have.
func isVersion(path string, inUse ...string) bool {
	first, _, more := strings.Cut(path, "/")
	for _, v := range append(inUse, "v1.0", "beta") {
		if more && strings.EqualFold(first, v) {
			return true
		}
	}
	return false
}

// checkPath refuses what a proxy or a server may read as another path. An
// empty segment is what an empty id leaves behind: it would turn the deletion
// of one thing into a call on the whole collection.
func checkPath(path string) error {
	for segment := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if segment == "" {
			return errors.New("path with an empty segment")
		}
		if isDots(segment) {
			return errors.New("path with a dot segment")
		}
	}
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c >= 0x7f || c == '\\' || c == '?' || c == '#' {
			return errors.New("path with a character that must be escaped")
		}
	}
	return nil
}

// isDots finds "." and "..", escaped or not.
func isDots(segment string) bool {
	dots := 0
	for ; segment != ""; dots++ {
		switch {
		case segment[0] == '.':
			segment = segment[1:]
		case len(segment) >= 3 && strings.EqualFold(segment[:3], "%2e"):
			segment = segment[3:]
		default:
			return false
		}
	}
	return dots == 1 || dots == 2
}

func checkQuery(query string) error {
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= 0x7f || c == '#' {
			return errors.New("query with a character that must be escaped")
		}
	}
	return nil
}

// CanonicalLink is equal for two links to the same page: paths compare
// without regard to case, queries byte for byte.
func CanonicalLink(u *url.URL) string {
	return strings.ToLower(u.Scheme+"://"+u.Host+u.EscapedPath()) + "?" + strings.TrimPrefix(u.RawQuery, "&")
}
