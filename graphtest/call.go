package graphtest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const maxBody = 4 << 20

// request is one request to the API: from the wire, or from inside a batch.
type request struct {
	method   string
	origin   string // https://host
	version  string // v1.0 or beta
	segments []string
	rawQuery string
	header   http.Header
	body     []byte
}

// call is a request on its way through a handler. The handler runs while the server's state is locked.
type call struct {
	*request
	s        *Server
	st       *state
	route    *route
	params   []string
	now      time.Time // the tenant's
	who      principal
	query    query
	optedIn  bool // to enum members behind the sentinel
	pageSize int  // that the client prefers, if any
	fault    *Fault
}

// reply is what a handler wants to say.
type reply struct {
	status   int
	body     any
	location string // Content-Location
	context  string // @odata.context, spliced in front of an entity
	raw      []byte // body of another kind than JSON
	mime     string
}

func ok(body any) reply { return reply{status: http.StatusOK, body: body} }
func noContent() reply  { return reply{status: http.StatusNoContent} }

// readBody accepts plain, chunked and gzipped bodies.
func readBody(r *http.Request) ([]byte, *refusal) {
	var from io.Reader = r.Body
	if strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			return nil, badRequest("BadRequest", "The body is not gzip.")
		}
		from = unzipped
	}
	body, err := io.ReadAll(io.LimitReader(from, maxBody+1))
	switch {
	case err != nil:
		return nil, badRequest("BadRequest", "The body could not be read.")
	case len(body) > maxBody:
		return nil, tooLarge("RequestTooLarge", "The body is larger than %d bytes.", maxBody)
	}
	return body, nil
}

// object reads the body as a JSON object with known members; an empty body is an empty object. A member that the operation
// does not know is refused with code, as Graph does: a misspelt list must not pass for an empty one.
func (c *call) object(code string, known ...string) (map[string]json.RawMessage, *refusal) {
	members := map[string]json.RawMessage{}
	if len(bytes.TrimSpace(c.body)) == 0 {
		return members, nil
	}
	if err := json.Unmarshal(c.body, &members); err != nil || members == nil {
		return nil, badRequest("BadRequest", "Unable to read JSON request payload.")
	}
	for name := range members {
		if !isAnnotation(name) && !containsFold(known, name) {
			return nil, badRequest(code, "The property '%s' does not exist in this request.", name)
		}
	}
	return members, nil
}

func isAnnotation(name string) bool {
	return strings.HasPrefix(name, "@") || strings.Contains(name, "@odata.")
}

func containsFold(list []string, s string) bool {
	for _, one := range list {
		if strings.EqualFold(one, s) {
			return true
		}
	}
	return false
}

// member reads one member of an object. Null counts as absent.
func member[T any](members map[string]json.RawMessage, name, code string) (value T, present bool, f *refusal) {
	raw, ok := members[name]
	if !ok {
		for other, text := range members {
			if strings.EqualFold(other, name) {
				raw, ok = text, true
			}
		}
	}
	if !ok || string(raw) == "null" {
		return value, false, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&value); err != nil {
		return value, true, badRequest(code, "The property '%s' has an invalid value: %s.", name, strings.TrimPrefix(err.Error(), "json: "))
	}
	return value, true, nil
}

// who made the call, as identity sets show it.
func (c *call) identity() *identitySet {
	set := &identitySet{Application: &identity{ID: c.who.appID, DisplayName: c.who.appName}}
	if c.who.delegated {
		set.User = &identity{ID: c.who.userID, DisplayName: c.who.userName, Email: c.who.userName}
	}
	return set
}

// made is the record behind the four stamps of a resource.
type made struct {
	by, lastBy *identitySet
	at, lastAt time.Time
}

func (c *call) made() made {
	by := c.identity()
	return made{by, by, c.now, c.now}
}

func (m *made) touch(c *call) { m.lastBy, m.lastAt = c.identity(), c.now }

func (m made) stamps() stamps {
	return stamps{m.by, timestamp(m.at), m.lastBy, timestamp(m.lastAt)}
}

// base is the URL that absolute links begin with.
func (c *call) base() string { return c.origin + "/" + c.version }

func (c *call) contextFor(what string) string { return c.base() + "/$metadata#" + what }

func (c *call) entityContext(set string) string {
	return c.contextFor("solutions/backupRestore/" + set + "/$entity")
}

// typeName is an @odata.type as the service writes it. It does not write the case of the metadata everywhere.
func typeName(name string) string {
	return "#microsoft.graph." + strings.Replace(name, "sharePointRestoreSession", "sharepointRestoreSession", 1)
}

// toJSON leaves <, > and & alone, so that links can be read and copied.
func toJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// encode writes a reply's body.
func (p reply) encode() ([]byte, error) {
	if p.raw != nil || p.body == nil {
		return p.raw, nil
	}
	text, err := toJSON(p.body)
	if err != nil || p.context == "" || len(text) < 2 || text[0] != '{' {
		return text, err
	}
	quoted, err := toJSON(p.context)
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf(`{"@odata.context":%s`, quoted)
	if text[1] != '}' {
		head += ","
	}
	return append([]byte(head), text[1:]...), nil
}

// parseSegments splits a path and undoes its escapes. name('id') and name(id) count as name/id.
func parseSegments(escaped string) ([]string, bool) {
	var segments []string
	for part := range strings.SplitSeq(strings.Trim(escaped, "/"), "/") {
		part, err := url.PathUnescape(part)
		if err != nil {
			return nil, false
		}
		if open := strings.IndexByte(part, '('); open > 0 && strings.HasSuffix(part, ")") {
			key := part[open+1 : len(part)-1]
			if len(key) >= 2 && key[0] == '\'' && key[len(key)-1] == '\'' {
				key = strings.ReplaceAll(key[1:len(key)-1], "''", "'")
			}
			segments = append(segments, part[:open], key)
			continue
		}
		segments = append(segments, part)
	}
	return segments, true
}
