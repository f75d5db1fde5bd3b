package graphtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const entriesPerBulk = 10_000

// bulkRequest is the one bulk addition request that a session may have. The entries are kept, never shown again.
type bulkRequest struct {
	id          string
	made        made
	displayName string
	addresses   []string
	objects     []string
	destination destinationType
	period      *timePeriod
	tags        restorePointTags
	preference  restorePointPreference
	unresolved  []publicErrorDetail // once the session is activated
	resolved    time.Time
	deleted     bool
}

func (b *bulkRequest) status(now time.Time) restoreArtifactsBulkRequestStatus {
	switch {
	case b.resolved.IsZero() || now.Before(b.resolved):
		return bulkActive
	case len(b.unresolved) > 0:
		return bulkErrors
	}
	return bulkCompleted
}

const badBulk = "BulkRestoreInvalidCreateRequest"

func (c *call) createBulk(w *workload) (reply, *refusal) {
	ss, f := c.draftSession(w)
	if f != nil {
		return reply{}, f
	}
	b, f := c.readBulk(w)
	switch {
	case f != nil:
		return reply{}, f
	case ss.bulk != nil:
		return reply{}, badRequest(badBulk, "The restore session has a bulk addition request already.")
	case len(ss.artifacts) > 0:
		return reply{}, badRequest(badBulk, "The restore session holds artifacts that were added one by one.")
	}
	b.id, b.made = c.st.newID(), c.made()
	ss.bulk, ss.job, ss.destination = b, jobBulk, b.destination
	ss.made.touch(c)
	context := "/solutions/backupRestore/$metadata#" + w.bulkType() + "/$entity"
	return c.single(http.StatusCreated, c.showBulk(ss), context)
}

// readBulk reads and checks the body of a bulk addition request.
func (c *call) readBulk(w *workload) (*bulkRequest, *refusal) {
	members, f := c.object(badBulk, "displayName", w.addresses, w.objects, "protectionUnitIds", "protectionTimePeriod",
		"destinationType", "tags", "restorePointPreference")
	if f != nil {
		return nil, f
	}
	b := &bulkRequest{}
	var unitIDs []string
	for _, read := range []func() *refusal{
		into(&b.displayName, members, "displayName"), into(&b.addresses, members, w.addresses), into(&b.objects, members, w.objects),
		into(&unitIDs, members, "protectionUnitIds"), into(&b.destination, members, "destinationType"),
		into(&b.tags, members, "tags"), into(&b.preference, members, "restorePointPreference"),
	} {
		if f := read(); f != nil {
			return nil, f
		}
	}
	period, given, f := member[periodInput](members, "protectionTimePeriod", badBulk)
	if f != nil {
		return nil, f
	}
	if given {
		b.period = &timePeriod{StartDateTime: timestamp(period.Start), EndDateTime: timestamp(period.End)}
	}
	n := len(b.addresses) + len(b.objects)
	switch {
	case len(unitIDs) > 0 || w == siteWorkload && len(b.objects) > 0:
		return nil, badRequest(badBulk, "protectionUnitIds and siteIds are not implemented.")
	case n == 0:
		return nil, badRequest(badBulk, "The request names nothing to restore.")
	case n > entriesPerBulk:
		return nil, badRequest("BulkRestoreRestorationResourcesCountExceedsLimit", "A request holds %d entries at most.", entriesPerBulk)
	case b.destination != destinationNew && b.destination != destinationInPlace:
		return nil, badRequest(badBulk, "The destinationType '%s' is not valid.", b.destination)
	case given && !period.End.IsZero() && !period.Start.Before(period.End):
		return nil, badRequest(badBulk, "The protectionTimePeriod ends before it begins.")
	case !oneOf(b.preference, "", preferLatest, preferOldest):
		return nil, badRequest(badBulk, "The restorePointPreference '%s' is not valid.", b.preference)
	}
	b.preference, b.tags = orElse(b.preference, preferLatest), orElse(b.tags, tagsNone)
	return b, w.checkEntries(b)
}

type periodInput struct {
	ODataType any       `json:"@odata.type"`
	Start     time.Time `json:"startDateTime"`
	End       time.Time `json:"endDateTime"`
}

func into[T any](target *T, members map[string]json.RawMessage, name string) func() *refusal {
	return func() (f *refusal) {
		*target, _, f = member[T](members, name, badBulk)
		return f
	}
}

func oneOf[T comparable](v T, allowed ...T) bool {
	for _, a := range allowed {
		if v == a {
			return true
		}
	}
	return false
}

// checkEntries looks at the form of the entries only; whether they exist is found out while the request is resolved.
func (w *workload) checkEntries(b *bulkRequest) *refusal {
	for _, entry := range b.addresses {
		switch at := strings.IndexByte(entry, '@'); {
		case w == siteWorkload && !strings.HasPrefix(strings.ToLower(entry), "https://"):
			return badRequest("BulkRestoreInvalidCreateRequestSiteUrl", "'%s' is not the URL of a site.", entry)
		case w != siteWorkload && (at < 1 || at == len(entry)-1 || strings.ContainsAny(entry, " \t")):
			return badRequest("BulkRestoreInvalidCreateRequestUserEmail", "'%s' is not a mail address.", entry)
		}
	}
	for _, entry := range b.objects {
		if len(entry) != 36 || strings.Count(entry, "-") != 4 {
			return badRequest("InvalidBulkRestoreArtifactId", "'%s' is not the id of a directory object.", entry)
		}
	}
	return nil
}

// resolve turns the entries into artifacts, or into details of the request's error. The artifacts appear one after the
// other while the request is being worked on.
func (c *call) resolve(ss *session) {
	b := ss.bulk
	b.resolved = ss.running
	seen := map[unitRef]bool{}
	entries := append(append([]string{}, b.addresses...), b.objects...)
	for i, entry := range entries {
		u, p, code := c.resolveEntry(ss, entry, i < len(b.addresses))
		if code != "" {
			b.unresolved = append(b.unresolved, publicErrorDetail{Code: code, Message: unresolvedMessage(code), Target: entry})
			continue
		}
		if seen[u.ref] {
			continue
		}
		seen[u.ref] = true
		appears := ss.running.Add(-c.s.speed.Resolving).Add(c.s.speed.Resolving * time.Duration(i) / time.Duration(len(entries)))
		ss.artifacts = append(ss.artifacts, &artifact{
			id: c.st.newID(), u: u, p: p, destination: b.destination,
			schedule: timeline[artifactRestoreStatus]{}.then(appears, artifactScheduling),
		})
	}
}

func (c *call) resolveEntry(ss *session, entry string, isAddress bool) (unit, point, string) {
	u, found := c.s.tenant.find(ss.w, entry)
	switch {
	case !found && ss.w == siteWorkload:
		return u, point{}, "SiteUrlNotFound"
	case !found && isAddress:
		return u, point{}, "EmailNotFound"
	case !found:
		return u, point{}, "UserNotBackedup"
	}
	b := ss.bulk
	var period span
	if b.period != nil {
		period = span{time.Time(b.period.StartDateTime), time.Time(b.period.EndDateTime)}
	}
	if protected, s := c.protection(u); protected {
		if p, ok := c.s.tenant.point(u.ref, s, period, c.now, b.tags.fast(), b.preference == preferOldest); ok {
			return u, p, ""
		}
	}
	if ss.w == siteWorkload {
		return u, point{}, "SiteUrlNotFound"
	}
	return u, point{}, "UserNotBackedup"
}

func unresolvedMessage(code string) string {
	return map[string]string{
		"EmailNotFound":   "The mail address was not found in the directory.",
		"SiteUrlNotFound": "The site was not found among the protected sites with a restore point in the time period.",
		"UserNotBackedup": "The user has no restore point in the time period.",
	}[code]
}

// fast reads a flags enum: a comma list in any order.
func (t restorePointTags) fast() bool {
	for tag := range strings.SplitSeq(string(t), ",") {
		if strings.EqualFold(strings.TrimSpace(tag), string(tagsFast)) {
			return true
		}
	}
	return false
}

func (c *call) listBulk(w *workload) (reply, *refusal) {
	ss, f := c.session(w)
	if f != nil {
		return reply{}, f
	}
	n := 0
	if ss.bulk != nil && !ss.bulk.deleted {
		n = 1
	}
	return c.list(list{n: n, plain: true, typ: typeName(w.bulkType()), item: func(int) any { return c.showBulk(ss) }})
}

func (c *call) getBulk(w *workload) (reply, *refusal) {
	ss, f := c.bulkOf(w)
	if f != nil {
		return reply{}, f
	}
	return c.one(c.showBulk(ss))
}

func (c *call) deleteBulk(w *workload) (reply, *refusal) {
	ss, f := c.bulkOf(w)
	switch {
	case f != nil:
		return reply{}, f
	case ss.bulk.status(c.now) == bulkActive:
		return reply{}, forbidden("InvalidStateForBulkRequestDeletion", "The request is still being worked on.")
	}
	ss.bulk.deleted = true
	return noContent(), nil
}

func (c *call) bulkOf(w *workload) (*session, *refusal) {
	ss, f := c.session(w)
	if f != nil {
		return nil, f
	}
	if ss.bulk == nil || ss.bulk.deleted || !strings.EqualFold(ss.bulk.id, c.params[1]) {
		return nil, notFound("BulkRestoreArtifactsNotFound", "The bulk addition request '%s' was not found.", c.params[1])
	}
	return ss, nil
}
