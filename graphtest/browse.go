package graphtest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	browseKept = 3 * 24 * time.Hour
	browsePage = 10
)

// browseSession opens a restore point so that its files can be looked at.
type browseSession struct {
	id      string
	w       *workload
	u       unit
	p       point
	at      time.Time
	ready   time.Time
	failure string
}

func (b *browseSession) status(now time.Time) browseSessionStatus {
	switch {
	case now.Before(b.ready):
		return browseCreating
	case b.failure != "":
		return browseFailed
	}
	return browseCreated
}

func (c *call) expired(b *browseSession) bool { return !c.now.Before(b.at.Add(browseKept)) }

func browseRoutes(rt *router) {
	add := func(row int, template string, need permission, handle func(*call) (reply, *refusal)) {
		rt.add(row, template, need, handle).role = true
	}
	add(85, "GET /browseSessions", restoreWrite, func(c *call) (reply, *refusal) { return c.listBrowse(nil) })
	add(0, "GET /browseSessions/{id}", restoreWrite, func(c *call) (reply, *refusal) { return c.getBrowse(nil) })
	add(0, "DELETE /browseSessions/{id}", restoreWrite, func(c *call) (reply, *refusal) { return c.deleteBrowse(nil) })
	for nth, w := range []*workload{driveWorkload, siteWorkload} {
		set := "/" + w.browse()
		one := set + "/{id}"
		add(86+nth, "POST "+set, restoreWrite, func(c *call) (reply, *refusal) { return c.createBrowse(w) })
		add(88+nth, "GET "+one, restoreWrite, func(c *call) (reply, *refusal) { return c.getBrowse(w) })
		add(90+nth, "GET "+set, restoreWrite, func(c *call) (reply, *refusal) { return c.listBrowse(w) })
		add(92+nth, "POST "+one+"/browse", restoreWrite, func(c *call) (reply, *refusal) { return c.browseFirst(w) })
		add(94+nth, "GET "+one+"/browse", restoreWrite, func(c *call) (reply, *refusal) { return c.browseNext(w) })
		// The metadata's own form of the call above, which generated clients use: browse(nextFetchToken='...').
		add(0, "GET "+one+"/browse/{token}", restoreWrite, func(c *call) (reply, *refusal) {
			c.query.token = strings.Trim(strings.TrimPrefix(c.params[1], "nextFetchToken="), "'")
			return c.browseNext(w)
		})
		add(0, "DELETE "+one, restoreWrite, func(c *call) (reply, *refusal) { return c.deleteBrowse(w) })
	}
}

func (c *call) createBrowse(w *workload) (reply, *refusal) {
	members, f := c.object("BadRequest", "restorePointId")
	if f != nil {
		return reply{}, f
	}
	id, _, f := member[string](members, "restorePointId", "BadRequest")
	if f != nil {
		return reply{}, f
	}
	p, found := c.s.tenant.pointByID(id)
	if found {
		protected, s := c.protection(c.s.tenant.at(p.ref))
		found = protected && c.s.tenant.pointExists(p, s, c.now)
	}
	switch {
	case !found || p.ref.w != w:
		return reply{}, badRequest("InvalidRestorePoint", "The restore point '%s' does not exist for this workload.", id)
	case !p.fast():
		return reply{}, badRequest("InvalidRestorePoint", "Only restore points tagged fastRestore can be browsed.")
	}
	u := c.s.tenant.at(p.ref)
	c.st.counter++
	raw := c.s.tenant.ids.encode(kindBrowse, c.st.counter, 0, 0)
	b := &browseSession{
		id: base64.RawURLEncoding.EncodeToString(append(raw[:], raw[:4]...)), w: w, u: u, p: p,
		at: c.now, ready: c.now.Add(c.s.speed.Browsing), failure: c.s.tenant.browseFailure(u),
	}
	c.st.browses.put(b.id, b)
	return c.single(http.StatusCreated, c.showBrowse(b, false), c.entityContext(w.browse()))
}

func (c *call) showBrowse(b *browseSession, typed bool) any {
	base := browseSessionBase{
		entity: entity{ID: b.id}, RestorePointDateTime: timestamp(c.s.tenant.taken(b.p)), Status: b.status(c.now),
		CreatedDateTime: timestamp(b.at), ExpirationDateTime: timestamp(b.at.Add(browseKept)),
	}
	switch base.Status {
	case browseFailed:
		base.Error = &publicError{Code: b.failure, Message: "The browse session could not be created."}
	case browseCreated:
		size := 0
		for _, n := range c.s.tenant.tree(b.u).nodes {
			size += n.size
		}
		base.BackupSizeInBytes = strconv.Itoa(size)
	}
	if typed {
		base.ODataType = typeName(b.w.browseType())
	}
	if b.w == siteWorkload {
		return sharePointBrowseSession{base, b.u.object}
	}
	return oneDriveForBusinessBrowseSession{base, b.u.object}
}

// browseSession finds the session that the path names. An expired one is gone.
func (c *call) browseSession(w *workload) (*browseSession, *refusal) {
	b, found := c.st.browses.get(c.params[0])
	if !found || w != nil && b.w != w || c.expired(b) {
		return nil, notFound("BrowseSessionNotFound", "The browse session '%s' was not found.", c.params[0])
	}
	return b, nil
}

func (c *call) getBrowse(w *workload) (reply, *refusal) {
	b, f := c.browseSession(w)
	if f != nil {
		return reply{}, f
	}
	rep, f := c.single(http.StatusOK, c.showBrowse(b, w == nil), c.entityContext(b.w.browse()))
	return rep, f
}

func (c *call) deleteBrowse(w *workload) (reply, *refusal) {
	b, f := c.browseSession(w)
	if f != nil {
		return reply{}, f
	}
	c.st.browses.remove(b.id)
	return noContent(), nil
}

func (c *call) listBrowse(w *workload) (reply, *refusal) {
	found := c.st.browses.where(func(b *browseSession) bool { return (w == nil || b.w == w) && !c.expired(b) })
	slices.Reverse(found)
	return c.list(list{n: len(found), plain: w != nil, item: func(i int) any { return c.showBrowse(found[i], true) }})
}

// browseQuery is what one browse asks for. It travels inside the token, because the pages after the first are asked for
// by token alone.
type browseQuery struct {
	Key    string           `json:"k,omitempty"`
	Filter string           `json:"f,omitempty"`
	Order  browseQueryOrder `json:"o,omitempty"`
	Offset int              `json:"n,omitempty"`
}

func (c *call) browseFirst(w *workload) (reply, *refusal) {
	members, f := c.object("BadRequest", "browseLocationItemKey", "browseResourceType", "filter", "orderBy")
	if f != nil {
		return reply{}, f
	}
	var q browseQuery
	if q.Key, _, f = member[string](members, "browseLocationItemKey", "BadRequest"); f != nil {
		return reply{}, f
	}
	kind, _, f := member[browsableResourceType](members, "browseResourceType", "BadRequest")
	if f != nil {
		return reply{}, f
	}
	if q.Filter, _, f = member[string](members, "filter", "BadRequest"); f != nil {
		return reply{}, f
	}
	if q.Order, _, f = member[browseQueryOrder](members, "orderBy", "BadRequest"); f != nil {
		return reply{}, f
	}
	if !oneOf(q.Order, "", "pathAsc", "pathDsc", "nameAsc", "nameDsc") {
		return reply{}, badRequest("BadRequest", "The orderBy '%s' is not valid.", q.Order)
	}
	return c.browse(w, q, kind)
}

func (c *call) browseNext(w *workload) (reply, *refusal) {
	var q browseQuery
	raw, err := base64.RawURLEncoding.DecodeString(c.query.token)
	if err != nil || c.query.token == "" || json.Unmarshal(raw, &q) != nil || q.Offset < 0 {
		return reply{}, badRequest("BadRequest", "The $skiptoken is not valid.")
	}
	return c.browse(w, q, "")
}

var nameFilter = regexp.MustCompile(`(?i)^\(\s*name\s+-contains\s+'([^']*)'\s*\)$`)

func (c *call) browse(w *workload, q browseQuery, kind browsableResourceType) (reply, *refusal) {
	b, f := c.browseSession(w)
	switch {
	case f != nil:
		return reply{}, f
	case b.status(c.now) != browseCreated:
		return reply{}, badRequest("InvalidBrowseSessionStatus", "The browse session is %s.", b.status(c.now))
	}
	tr := c.s.tenant.tree(b.u)
	items := tr.top()
	if q.Key != "" {
		n, found := c.s.tenant.node(tr, q.Key)
		switch {
		case !found:
			return reply{}, notFound("ItemNotFound", "There is no item '%s' in the browse session.", q.Key)
		case tr.nodes[n].kind == itemFile || kind != "" && string(kind) != string(tr.nodes[n].kind):
			return reply{}, badRequest("BadRequest", "The browseLocationItemKey does not name a %s.", orElse(string(kind), "site, documentLibrary or folder"))
		}
		items = tr.below(n)
	}
	if items, f = tr.arrange(items, q); f != nil {
		return reply{}, f
	}
	start := min(q.Offset, len(items))
	end := min(start+browsePage, len(items))
	shown := collection{Context: c.contextFor("Collection(microsoft.graph.browseQueryResponseItem)"), Value: []any{}}
	for _, n := range items[start:end] {
		shown.Value = append(shown.Value, c.showItem(tr, n))
	}
	count := len(shown.Value)
	shown.Count = &count
	if end < len(items) {
		q.Offset = end
		token, err := json.Marshal(q)
		if err != nil {
			return reply{}, refuse(http.StatusInternalServerError, "InternalServerError", "No token could be made.")
		}
		shown.NextLink = c.base() + "/solutions/backupRestore/" + w.browse() + "/" + url.PathEscape(b.id) + "/browse?$skiptoken=" + url.QueryEscape(base64.RawURLEncoding.EncodeToString(token))
	}
	return ok(shown), nil
}

func (tr *tree) arrange(items []int, q browseQuery) ([]int, *refusal) {
	items = slices.Clone(items)
	if q.Filter != "" {
		match := nameFilter.FindStringSubmatch(strings.TrimSpace(q.Filter))
		if match == nil {
			return nil, badRequest("BadRequest", "The filter must have the form (name -contains 'text').")
		}
		items = slices.DeleteFunc(items, func(n int) bool {
			return !strings.Contains(strings.ToLower(tr.nodes[n].name), strings.ToLower(match[1]))
		})
	}
	by := func(a, b int) int {
		return cmp.Compare(strings.ToLower(tr.nodes[a].path), strings.ToLower(tr.nodes[b].path))
	}
	if strings.HasPrefix(string(q.Order), "name") {
		by = func(a, b int) int {
			return cmp.Compare(strings.ToLower(tr.nodes[a].name), strings.ToLower(tr.nodes[b].name))
		}
	}
	slices.SortStableFunc(items, by)
	if strings.HasSuffix(string(q.Order), "Dsc") {
		slices.Reverse(items)
	}
	return items, nil
}

func (c *call) showItem(tr *tree, n int) browseQueryResponseItem {
	item := browseQueryResponseItem{
		ItemKey: c.s.tenant.key(tr, n), Name: tr.nodes[n].name, WebURL: tr.url(n), Type: tr.nodes[n].kind,
	}
	if n > 0 {
		count := int32(len(tr.nodes[n].children))
		item.ItemsCount, item.SizeInBytes = &count, strconv.Itoa(tr.weigh(n))
	}
	return item
}

func (tr *tree) weigh(n int) int {
	size := tr.nodes[n].size
	for _, child := range tr.nodes[n].children {
		size += tr.weigh(child)
	}
	return size
}
