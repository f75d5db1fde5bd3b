package graphtest

import (
	"net/http"
	"slices"
	"time"
)

const (
	artifactsPerRequest = 50
	activeSessions      = 25
	parallelRestores    = 1000
	historyKept         = 365 * 24 * time.Hour
)

// session is a restore session. What becomes of it is decided when it is activated; its status follows from the clock.
type session struct {
	id          string
	w           *workload
	job         restoreJobType
	made        made
	destination destinationType
	artifacts   []*artifact
	bulk        *bulkRequest
	activated   time.Time // zero for a draft
	running     time.Time // end of activating
}

func (ss *session) clone() *session {
	copied := *ss
	copied.artifacts = make([]*artifact, len(ss.artifacts))
	for i, a := range ss.artifacts {
		copied.artifacts[i] = shallow(a)
	}
	if ss.bulk != nil {
		copied.bulk = shallow(ss.bulk)
	}
	return &copied
}

func (ss *session) draft() bool { return ss.activated.IsZero() }

// visible are the artifacts that exist by now: those of a bulk request come into being while it is resolved.
func (ss *session) visible(now time.Time) []*artifact {
	if ss.bulk == nil {
		return ss.artifacts
	}
	n := 0
	for n < len(ss.artifacts) && !ss.artifacts[n].schedule[0].at.After(now) {
		n++
	}
	return ss.artifacts[:n]
}

// progress counts the artifacts by outcome; ended is the time of the last outcome once all have one.
func (ss *session) progress(now time.Time) (total, succeeded, failed int, ended time.Time) {
	visible := ss.visible(now)
	for _, a := range visible {
		status, since := a.schedule.at(now)
		switch status {
		case artifactSucceeded:
			succeeded++
		case artifactFailed:
			failed++
		default:
			continue
		}
		ended = after(ended, since)
	}
	return len(visible), succeeded, failed, ended
}

func (ss *session) status(now time.Time) (restoreSessionStatus, time.Time) {
	if ss.draft() {
		return sessionDraft, time.Time{}
	}
	if now.Before(ss.running) {
		return sessionActivating, time.Time{}
	}
	total, succeeded, failed, ended := ss.progress(now)
	ended = after(ended, ss.running)
	switch {
	// Only artifacts count: an entry that was not resolved is in the bulk request's error.
	case succeeded+failed < total || len(ss.visible(now)) < len(ss.artifacts):
		return sessionActive, time.Time{}
	case succeeded == 0:
		return sessionFailed, ended
	case failed > 0:
		return sessionErrors, ended
	}
	return sessionCompleted, ended
}

func (ss *session) over(now time.Time) bool {
	_, ended := ss.status(now)
	return !ended.IsZero()
}

// session finds the session that the path names; w is nil for any workload.
func (c *call) session(w *workload) (*session, *refusal) {
	ss, ok := c.st.sessions.get(c.params[0])
	if !ok && !looksLikeGUID(c.params[0]) {
		return nil, badRequest("InvalidRestoreSessionId", "'%s' is not the id of a restore session.", c.params[0])
	}
	if !ok || w != nil && ss.w != w || c.forgotten(ss) {
		return nil, notFound("RestoreSessionNotFound", "The restore session '%s' was not found.", c.params[0])
	}
	return ss, nil
}

// draftSession is session for calls that only a draft allows.
func (c *call) draftSession(w *workload) (*session, *refusal) {
	ss, f := c.session(w)
	if f == nil && !ss.draft() {
		return nil, forbidden("RestoreSessionActionNotAllowed", "The restore session is not in draft.")
	}
	return ss, f
}

func (c *call) forgotten(ss *session) bool {
	_, ended := ss.status(c.now)
	return !ended.IsZero() && ended.Add(historyKept).Before(c.now)
}

func (c *call) listSessions(w *workload) (reply, *refusal) {
	found := c.st.sessions.where(func(ss *session) bool { return (w == nil || ss.w == w) && !c.forgotten(ss) })
	slices.Reverse(found) // the newest first
	return c.list(list{n: len(found), item: func(i int) any { return c.showSession(found[i], true) }})
}

func (c *call) getSession(w *workload) (reply, *refusal) {
	ss, f := c.session(w)
	if f != nil {
		return reply{}, f
	}
	return c.one(c.showSession(ss, w == nil))
}

func deleteSession(c *call) (reply, *refusal) {
	ss, f := c.draftSession(nil)
	if f != nil {
		return reply{}, f
	}
	c.st.sessions.remove(ss.id)
	return noContent(), nil
}

func (c *call) createSession(w *workload) (reply, *refusal) {
	members, f := c.object("InvalidArtifactRequest", w.artifacts(), w.granular())
	if f != nil {
		return reply{}, f
	}
	whole, hasWhole, f := member[[]artifactInput](members, w.artifacts(), "InvalidArtifactRequest")
	if f != nil {
		return reply{}, f
	}
	items, hasItems, f := member[[]artifactInput](members, w.granular(), "InvalidArtifactRequest")
	if f != nil {
		return reply{}, f
	}
	ss := &session{w: w, job: jobStandard, made: c.made()}
	switch {
	case hasWhole && hasItems:
		return reply{}, badRequest("InvalidArtifactRequest", "A request holds either whole units or single items.")
	case hasWhole && len(whole) == 0 || hasItems && len(items) == 0:
		return reply{}, badRequest("InvalidArtifactRequest", "The list of artifacts is empty.")
	case len(whole)+len(items) > artifactsPerRequest:
		return reply{}, tooLarge("RestoreArtifactsLimitBreached", "A request holds %d artifacts at most.", artifactsPerRequest)
	case hasItems:
		ss.job = jobGranular
	}
	for _, in := range slices.Concat(whole, items) {
		a, f := c.newArtifact(ss, in)
		if f != nil {
			return reply{}, f
		}
		ss.artifacts = append(ss.artifacts, a)
	}
	ss.id = c.st.newID()
	c.st.sessions.put(ss.id, ss)
	return c.single(http.StatusCreated, c.showSession(ss, false), "/solutions/backupRestore/$metadata#"+w.sessions()+"/$entity")
}

// updateSession adds and removes artifacts. What fails for one item is said on that item, in a 200.
func (c *call) updateSession(w *workload) (reply, *refusal) {
	ss, f := c.draftSession(w)
	if f != nil {
		return reply{}, f
	}
	names := []string{w.artifacts() + "@delta", w.granular() + "@delta"}
	members, f := c.object("InvalidPatchRequest", append(names, "id")...)
	if f != nil {
		return reply{}, f
	}
	if ss.bulk != nil {
		return reply{}, badRequest("InvalidPatchRequest", "The artifacts of a bulk restore session cannot be changed.")
	}
	if members[names[0]] != nil && members[names[1]] != nil {
		return reply{}, badRequest("InvalidPatchRequest", "Whole units and single items do not mix in a session.")
	}
	answer := map[string]any{"@context": "#$delta", "id": ss.id}
	for i, name := range names {
		deltas, given, f := member[[]artifactInput](members, name, "InvalidPatchRequest")
		if f != nil {
			return reply{}, f
		}
		if !given {
			continue
		}
		if f := ss.takes(deltas, i == 1); f != nil {
			return reply{}, f
		}
		if answer[name], f = c.applyDeltas(ss, deltas); f != nil {
			return reply{}, f
		}
	}
	if len(answer) == 2 {
		return reply{}, badRequest("InvalidPatchRequest", "The request changes nothing: %s is missing.", names[0])
	}
	ss.made.touch(c)
	return ok(answer), nil
}

// takes refuses deltas that cannot go into the session as a whole. An empty draft takes either kind.
func (ss *session) takes(deltas []artifactInput, granular bool) *refusal {
	switch {
	case len(deltas) > artifactsPerRequest:
		return badRequest("RestoreArtifactsLimitBreached", "A request holds %d artifacts at most.", artifactsPerRequest)
	case len(ss.artifacts) > 0 && granular != (ss.job == jobGranular):
		return badRequest("InvalidPatchRequest", "Whole units and single items do not mix in a session.")
	case granular:
		ss.job = jobGranular
	default:
		ss.job = jobStandard
	}
	return nil
}

func (c *call) applyDeltas(ss *session, deltas []artifactInput) ([]any, *refusal) {
	before, destination := slices.Clone(ss.artifacts), ss.destination
	results := []any{}
	for _, in := range deltas {
		if in.Removed != nil {
			results = append(results, c.removeArtifact(ss, in))
			continue
		}
		a, f := c.newArtifact(ss, in)
		switch {
		case f != nil && f.perItem():
			results = append(results, c.s.failItem(in.ID, "insert", f))
		case f != nil:
			ss.artifacts, ss.destination = before, destination
			return nil, f
		default:
			ss.artifacts = append(ss.artifacts, a)
			results = append(results, c.showArtifact(ss, a))
		}
	}
	return results, nil
}

func (c *call) removeArtifact(ss *session, in artifactInput) any {
	for i, a := range ss.artifacts {
		if a.id == in.ID {
			ss.artifacts = slices.Delete(slices.Clone(ss.artifacts), i, i+1)
			if len(ss.artifacts) == 0 {
				ss.destination = ""
			}
			return map[string]any{"id": a.id, "@removed": in.Removed}
		}
	}
	return c.s.failItem(in.ID, "remove", refuse(http.StatusConflict, "Invalid", "The artifact is not in the session."))
}

// perItem tells whether a refusal concerns one item of a PATCH, because the unit or point has changed since the client
// looked, and not a request that is wrong in itself.
func (f *refusal) perItem() bool {
	return f.code == CodeArtifactNotFound || f.code == CodeInvalidRestoreTime
}
