package graphtest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query is what a list was asked for. Names of options compare without case and with or without the dollar sign.
type query struct {
	top, skip int
	token     string
	count     bool
	filter    string
	selected  []string
	orderBy   string
	expand    string
	raw       string
}

func parseQuery(raw string) (query, *refusal) {
	q := query{raw: raw}
	values, err := url.ParseQuery(strings.TrimLeft(raw, "&"))
	if err != nil {
		return q, badRequest("BadRequest", "The query string could not be read.")
	}
	for name, all := range values {
		value := all[0]
		switch strings.ToLower(strings.TrimPrefix(name, "$")) {
		case "top":
			if q.top, err = strconv.Atoi(value); err != nil || q.top < 1 || q.top > 999 {
				return q, badRequest("BadRequest", "Invalid value for $top: it must be between 1 and 999.")
			}
		case "skip":
			if q.skip, err = strconv.Atoi(value); err != nil || q.skip < 0 {
				return q, badRequest("BadRequest", "Invalid value for $skip.")
			}
		case "skiptoken":
			q.token = value
		case "count":
			q.count = strings.EqualFold(value, "true")
		case "filter":
			q.filter = value
		case "select":
			q.selected = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
		case "orderby":
			q.orderBy = value
		case "expand":
			q.expand = value
		default:
			// OData refuses system options that it does not know, and ignores custom ones.
			if strings.HasPrefix(name, "$") && !strings.EqualFold(name, "$format") {
				return q, badRequest("BadRequest", "The query option '%s' is not supported.", name)
			}
		}
	}
	return q, nil
}

// list is a collection to be shown page by page. Items are made only for the page that is shown, unless the client filters
// or sorts.
type list struct {
	n        int
	item     func(i int) any
	relative bool   // the link to the next page leaves out host and version
	typ      string // @odata.type on the collection
	plain    bool   // query options are not supported
	size     int    // page size, if not the server's
	quirk    string // put before the token in the link
}

type collection struct {
	Context  string `json:"@odata.context,omitempty"`
	Type     string `json:"@odata.type,omitempty"`
	Count    *int   `json:"@odata.count,omitempty"`
	NextLink string `json:"@odata.nextLink,omitempty"`
	Value    []any  `json:"value"`
}

func (c *call) list(l list) (reply, *refusal) {
	q := c.query
	if l.plain && (q.filter != "" || q.orderBy != "" || q.top != 0 || q.expand != "" || q.count || q.selected != nil) {
		return reply{}, badRequest("BadRequest", "Query options are not supported for this resource.")
	}
	if q.filter != "" || q.orderBy != "" {
		items, f := c.arranged(l, q)
		if f != nil {
			return reply{}, f
		}
		l.n, l.item = len(items), func(i int) any { return items[i] }
	}
	offset, f := c.st.openToken(q.token)
	if f != nil {
		return reply{}, f
	}
	if q.token == "" {
		offset = q.skip
	}
	size := orElse(q.top, orElse(l.size, orElse(c.pageSize, c.s.pageSize)))
	page := collection{Context: c.contextFor(strings.Join(c.segments, "/")), Type: l.typ, Value: []any{}}
	if q.count {
		page.Count = &l.n
	}
	end := min(offset+size, l.n)
	for i := offset; i < end; i++ {
		page.Value = append(page.Value, selectMembers(l.item(i), q.selected))
	}
	if end < l.n {
		page.NextLink = c.nextLink(l, end)
	}
	return ok(page), nil
}

// nextLink repeats the query with a new token. The token is opaque to clients, who must follow the link as it is.
func (c *call) nextLink(l list, offset int) string {
	var kept []string
	for part := range strings.SplitSeq(c.rawQuery, "&") {
		name, _, _ := strings.Cut(part, "=")
		if unescaped, err := url.QueryUnescape(name); err == nil {
			name = unescaped
		}
		name = strings.ToLower(strings.TrimPrefix(name, "$"))
		if part != "" && name != "skiptoken" && name != "skip" {
			kept = append(kept, part)
		}
	}
	kept = append(kept, "$skiptoken="+url.QueryEscape(c.st.sealToken(offset)))
	path := "/" + strings.Join(escapeAll(c.segments), "/") + "?" + l.quirk + strings.Join(kept, "&")
	if l.relative {
		return path
	}
	return c.base() + path
}

func escapeAll(segments []string) []string {
	escaped := make([]string, len(segments))
	for i, s := range segments {
		escaped[i] = url.PathEscape(s)
	}
	return escaped
}

func (st *state) sealToken(offset int) string {
	raw := st.s.tenant.ids.encode(kindRequest, uint32(offset), 0, 0)
	return base64.StdEncoding.EncodeToString(raw[:])
}

func (st *state) openToken(token string) (int, *refusal) {
	if token == "" {
		return 0, nil
	}
	raw, err := base64.StdEncoding.DecodeString(token)
	if err == nil && len(raw) == 16 {
		if offset, _, _, ok := st.s.tenant.ids.decode(kindRequest, [16]byte(raw)); ok {
			return int(offset), nil
		}
	}
	return 0, badRequest("BadRequest", "The $skiptoken is not valid.")
}

// arranged makes all items of a list, to filter and sort them by what a client would see.
func (c *call) arranged(l list, q query) ([]any, *refusal) {
	match, f := parseFilter(q.filter)
	if f != nil {
		return nil, f
	}
	type row struct {
		item    any
		members map[string]any
	}
	var rows []row
	for i := range l.n {
		item := l.item(i)
		members := asMap(item)
		if match(members) {
			rows = append(rows, row{item, members})
		}
	}
	if q.orderBy != "" {
		name, direction, _ := strings.Cut(strings.TrimSpace(q.orderBy), " ")
		sign := 1
		if strings.EqualFold(strings.TrimSpace(direction), "desc") {
			sign = -1
		}
		slices.SortStableFunc(rows, func(a, b row) int {
			return sign * compare(lookup(a.members, name), lookup(b.members, name))
		})
	}
	items := make([]any, len(rows))
	for i, r := range rows {
		items[i] = r.item
	}
	return items, nil
}

func asMap(item any) map[string]any {
	text, err := json.Marshal(item)
	if err != nil {
		return nil
	}
	var members map[string]any
	_ = json.Unmarshal(text, &members) // it was an object a moment ago
	return members
}

// selectMembers keeps the chosen members, the annotations and, as Graph does, nothing else.
func selectMembers(item any, names []string) any {
	if names == nil || slices.Contains(names, "*") {
		return item
	}
	members := asMap(item)
	for name := range members {
		if !isAnnotation(name) && !containsFold(names, name) {
			delete(members, name)
		}
	}
	return members
}

// single answers with one entity, minding $select.
func (c *call) single(status int, entity any, context string) (reply, *refusal) {
	return reply{status: status, body: selectMembers(entity, c.query.selected), context: context}, nil
}

// one is single for a plain 200 of the collection that the path names.
func (c *call) one(entity any) (reply, *refusal) {
	return c.single(http.StatusOK, entity, c.contextFor(strings.Join(c.segments[:len(c.segments)-1], "/")+"/$entity"))
}
