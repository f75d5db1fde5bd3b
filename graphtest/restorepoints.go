package graphtest

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// search is a search that a granular mail restore can refer to.
type search struct {
	id   string
	ref  unitRef
	hits int32
}

var (
	expandedUnit = regexp.MustCompile(`(?i)^\s*protectionUnit\s*\(\s*\$?filter\s*=\s*id\s+eq\s+'([^']*)'\s*\)\s*$`)
	spacedZone   = regexp.MustCompile(`(\d) (\d\d:\d\d)`) // a plus sign that was not escaped in the query
	pointsFilter = regexp.MustCompile(`(?i)protectionDateTime\s+(lt|le|gt|ge)\s+'?([0-9TZ:.+-]+)'?`)
)

// listPoints answers with the newest points of one unit, at most five. Both $expand and $filter are required.
func listPoints(c *call) (reply, *refusal) {
	q := c.query
	q.filter = spacedZone.ReplaceAllString(q.filter, "$1+$2")
	match := expandedUnit.FindStringSubmatch(q.expand)
	bounds := pointsFilter.FindAllStringSubmatch(q.filter, -1)
	switch {
	case len(q.filter) > maxFilter:
		return reply{}, badRequest("FilterLengthExceeded", "The filter is longer than %d characters.", maxFilter)
	case match == nil:
		return reply{}, badRequest("InvalidSearchRequest", "$expand=protectionUnit($filter=id eq '...') is required.")
	case bounds == nil:
		return reply{}, badRequest("InvalidSearchRequest", "$filter=protectionDateTime lt ... is required.")
	}
	u, found := c.s.tenant.findUnit(match[1])
	if !found {
		return reply{}, badRequest("InvalidProtectionUnitId", "The protection unit '%s' was not found.", match[1])
	}
	period := span{to: c.now}
	for _, bound := range bounds {
		at, err := time.Parse(time.RFC3339, bound[2])
		if err != nil {
			return reply{}, badRequest("InvalidSearchRequest", "'%s' is not a date.", bound[2])
		}
		switch strings.ToLower(bound[1]) {
		case "lt":
			period.to = at.Add(-1)
		case "le":
			period.to = at
		case "gt":
			period.from = at.Add(1)
		case "ge":
			period.from = at
		}
	}
	var found5 []point
	if protected, s := c.protection(u); protected {
		for p := range c.s.tenant.points(u.ref, s, period.from, period.to, c.now, false, false) {
			if found5 = append(found5, p); len(found5) == pointsUpTo {
				break
			}
		}
	}
	if order := strings.Fields(q.orderBy); len(order) > 0 && strings.EqualFold(order[0], "protectionDateTime") && !strings.EqualFold(order[len(order)-1], "desc") {
		slices.Reverse(found5)
	}
	c.query.filter, c.query.orderBy, c.query.expand = "", "", ""
	return c.list(list{n: len(found5), size: pointsUpTo, item: func(i int) any { return c.showPoint(found5[i], true) }})
}

func getPoint(c *call) (reply, *refusal) {
	p, found := c.s.tenant.pointByID(c.params[0])
	if found {
		protected, s := c.protection(c.s.tenant.at(p.ref))
		found = protected && c.s.tenant.pointExists(p, s, c.now)
	}
	if !found {
		return reply{}, notFound("RestorePointNotFound", "The restore point '%s' was not found.", c.params[0])
	}
	return c.one(c.showPoint(p, true))
}

const badSearch = "InvalidSearchRequest"

// searchPoints finds one point for each of up to twenty units.
func searchPoints(c *call) (reply, *refusal) {
	members, f := c.object(badSearch, "protectionUnitIds", "protectionTimePeriod", "restorePointPreference", "tags", "artifactQuery")
	if f != nil {
		return reply{}, f
	}
	ids, _, f := member[[]string](members, "protectionUnitIds", badSearch)
	if f != nil {
		return reply{}, f
	}
	period, hasPeriod, f := member[periodInput](members, "protectionTimePeriod", badSearch)
	if f != nil {
		return reply{}, f
	}
	preference, _, f := member[restorePointPreference](members, "restorePointPreference", badSearch)
	if f != nil {
		return reply{}, f
	}
	tags, _, f := member[restorePointTags](members, "tags", badSearch)
	if f != nil {
		return reply{}, f
	}
	query, hasQuery, f := member[artifactQueryInput](members, "artifactQuery", badSearch)
	switch {
	case f != nil:
		return reply{}, f
	case len(ids) == 0 || len(ids) > searchesUpTo:
		return reply{}, badRequest(badSearch, "A search takes 1 to %d protection units.", searchesUpTo)
	case !hasPeriod:
		return reply{}, badRequest(badSearch, "The protectionTimePeriod is required.")
	case !period.End.IsZero() && !period.Start.Before(period.End):
		return reply{}, badRequest(badSearch, "The protectionTimePeriod ends before it begins.")
	case !oneOf(preference, "", preferLatest, preferOldest):
		return reply{}, badRequest(badSearch, "The restorePointPreference '%s' is not valid.", preference)
	case hasQuery && (len(ids) != 1 || query.ArtifactType != "message" || query.QueryExpression == ""):
		return reply{}, badRequest(badSearch, "An artifactQuery takes one mailbox, the artifactType message and a queryExpression.")
	}
	found := restorePointSearchResponse{SearchResponseID: c.st.newID(), SearchResults: []restorePointSearchResult{}, NoResultProtectionUnitIDs: []string{}}
	for _, id := range ids {
		u, known := c.s.tenant.findUnit(id)
		if !known || hasQuery && u.ref.w != mailboxWorkload {
			return reply{}, badRequest("InvalidProtectionUnitId", "The protection unit '%s' was not found.", id)
		}
		protected, s := c.protection(u)
		p, ok := c.s.tenant.point(u.ref, s, span{period.Start, period.End}, c.now, tags.fast(), preference == preferOldest)
		if !protected || !ok {
			found.NoResultProtectionUnitIDs = append(found.NoResultProtectionUnitIDs, id)
			continue
		}
		result := restorePointSearchResult{RestorePoint: c.showPoint(p, true)}
		if hasQuery {
			hits := int32(1 + c.s.tenant.ids.noise(u.ref.i, uint32(len(query.QueryExpression)), 41)%400)
			result.ArtifactHitCount = &hits
			c.st.searches.put(found.SearchResponseID, &search{id: found.SearchResponseID, ref: u.ref, hits: hits})
		}
		found.SearchResults = append(found.SearchResults, result)
	}
	rep := ok(found)
	rep.context = "/solutions/backupRestore/$metadata#restorePoints"
	return rep, nil
}

type artifactQueryInput struct {
	ODataType       any    `json:"@odata.type"`
	ArtifactType    string `json:"artifactType"`
	QueryExpression string `json:"queryExpression"`
}

func escapeSpaces(path string) string { return (&url.URL{Path: path}).EscapedPath() }
