package graphtest

import (
	"net/http"
	"slices"
	"time"
)

func activateSession(c *call) (reply, *refusal) {
	ss, f := c.draftSession(nil)
	switch {
	case f != nil:
		return reply{}, f
	case len(ss.artifacts) == 0 && ss.bulk == nil:
		return reply{}, badRequest("InvalidArtifactRequest", "The restore session has no artifacts.")
	}
	running := c.st.sessions.where(func(other *session) bool { return !other.draft() && !other.over(c.now) })
	if len(running) >= activeSessions {
		return reply{}, refuse(http.StatusInternalServerError, "TooManyActiveRestoreSessions",
			"There are %d active restore sessions already. Try again when some have ended.", activeSessions)
	}
	ss.activated, ss.running = c.now, c.now.Add(c.s.speed.Activating)
	ss.made.touch(c)
	if ss.bulk != nil {
		ss.running = ss.running.Add(c.s.speed.Resolving)
		c.resolve(ss)
	}
	c.schedule(ss, running)
	shown := c.showSession(ss, true)
	return c.single(http.StatusOK, shown, "/solutions/backupRestore/$metadata#restoreSessions/$entity")
}

// schedule plans the whole future of a session's artifacts.
func (c *call) schedule(ss *session, running []*session) {
	start := after(ss.running, c.s.queued(ss.w, running, c.now))
	n := len(ss.artifacts)
	for k, a := range ss.artifacts {
		random := c.s.tenant.ids.share(a.u.ref.w.index, a.u.ref.i, 11)
		began, done := c.s.speed.plan(ss.w, k, n, random)
		if ss.bulk == nil {
			a.schedule = a.schedule.then(c.now, artifactScheduling)
		}
		a.schedule = a.schedule.then(ss.running, artifactScheduled).then(start.Add(began), artifactInProgress)
		a.failure = c.failureOf(ss, a, running)
		switch {
		case c.fault != nil && c.fault.Kind == FaultStuck && k == n-1:
			// never ends
		case a.failure != "":
			a.schedule = a.schedule.then(start.Add(began+(done-began)/4), artifactFailed)
		default:
			a.schedule = a.schedule.then(start.Add(done), artifactSucceeded)
		}
	}
	c.nameLocations(ss)
}

// queued is when the service has room for more restores of a workload.
func (s *Server) queued(w *workload, running []*session, now time.Time) time.Time {
	var ends []time.Time
	for _, ss := range running {
		if ss.w != w {
			continue
		}
		for _, a := range ss.artifacts {
			if last := a.schedule[len(a.schedule)-1]; last.at.After(now) {
				ends = append(ends, last.at)
			}
		}
	}
	if len(ends) < parallelRestores {
		return now
	}
	slices.SortFunc(ends, time.Time.Compare)
	return ends[len(ends)-parallelRestores]
}

// failureOf is the code with which an artifact will fail, or "".
func (c *call) failureOf(ss *session, a *artifact, running []*session) string {
	if code := c.s.tenant.restoreFailure(a.u); code != "" {
		return code
	}
	if c.fault != nil && c.fault.Kind == FaultArtifacts {
		portion := orElse(c.fault.Portion, 1)
		if c.s.tenant.ids.share(a.u.ref.i, a.u.ref.w.index, 13) < portion {
			return orElse(c.fault.Code, everyArtifactCode()[int(a.u.ref.i)%len(everyArtifactCode())])
		}
	}
	if a.browse != nil || a.search != nil {
		return ""
	}
	for _, other := range ss.artifacts {
		if other == a {
			break
		}
		if other.u.ref == a.u.ref {
			return CodeDuplicateArtifactRestoreRequest
		}
	}
	return c.runningElsewhere(a, running)
}

func (c *call) runningElsewhere(a *artifact, running []*session) string {
	for _, ss := range running {
		if ss.w != a.u.ref.w {
			continue
		}
		for _, other := range ss.artifacts {
			status, _ := other.schedule.at(c.now)
			if other.u.ref == a.u.ref && status != artifactSucceeded && status != artifactFailed {
				return CodeDuplicateArtifactRestoreRequest
			}
		}
	}
	return ""
}

func everyArtifactCode() []string {
	return []string{
		CodeArtifactCannotBeRestored, CodeArtifactNotFound, CodeInvalidRestoreTime, CodeDuplicateArtifactRestoreRequest, CodeUnknownError,
	}
}

// nameLocations counts the copies of each unit that exist, because a new site's name tells which copy it is.
func (c *call) nameLocations(ss *session) {
	copies := map[unitRef]int{}
	for other := range c.st.sessions.all() {
		if other == ss || other.draft() || other.w != ss.w {
			continue
		}
		for _, a := range other.artifacts {
			if a.destination == destinationNew && a.failure == "" {
				copies[a.u.ref]++
			}
		}
	}
	for _, a := range ss.artifacts {
		a.suffix = copies[a.u.ref]
	}
}
