package graphtest

import (
	"time"
)

// policy is a protection policy.
type policy struct {
	id          string
	w           *workload
	name        string
	made        made
	status      timeline[protectionPolicyStatus]
	activated   time.Time // the first time; zero if never
	resumed     time.Time // the last time
	deactivated time.Time // zero unless it was deactivated last
}

func (p *policy) at(now time.Time) protectionPolicyStatus {
	status, _ := p.status.at(now)
	return status
}

// holding is what the service knows about one unit's protection. Units that the tenant's own policy covers have none until
// something is done to them.
type holding struct {
	policy    string // the unit's policy; empty once it is out of it
	manual    bool   // put there by name, by a job or by a static rule
	rule      string // the dynamic rule that holds it
	made      made
	added     time.Time
	from      time.Time // of the first restore point; see span
	hasPoints bool      // since from, or for as long as points are kept if that is zero
	removed   time.Time
	left      string // the policy that it was removed from
	offboard  timeline[protectionUnitStatus]
	asked     time.Time // offboardRequestedDateTime
}

// standing is a unit's protection at an instant.
type standing struct {
	holding
	policyID string // as shown: a unit on its way out still has one
	status   protectionUnitStatus
	points   span
	covered  bool // there are points, or will be
}

// holds looks a unit's holding up. A unit that was never in a policy is no protection unit at all.
func (st *state) holds(ref unitRef) (holding, bool) {
	if h, ok := st.units[ref]; ok {
		return *h, true
	}
	own, ok := st.policies.get(st.own[ref.w.index])
	switch {
	case st.s.tenant.leftOut(ref):
		return holding{}, false
	case ok:
		return holding{policy: own.id, manual: true, made: own.made, added: own.made.at, hasPoints: true}, true
	case st.ownGone[ref.w.index].IsZero():
		return holding{}, false
	}
	gone := st.ownGone[ref.w.index]
	return holding{made: made{at: gone, lastAt: gone}, hasPoints: true, removed: gone}, true
}

// hold is holds for changing it.
func (st *state) hold(ref unitRef) *holding {
	if h, ok := st.units[ref]; ok {
		return h
	}
	h, _ := st.holds(ref)
	st.units[ref] = &h
	return &h
}

func (st *state) standing(ref unitRef, now time.Time) (standing, bool) {
	h, ok := st.holds(ref)
	if !ok {
		return standing{}, false
	}
	slow := st.s.speed.Protecting
	s := standing{holding: h, policyID: h.policy, covered: h.hasPoints, points: span{from: h.from}}
	p, inPolicy := st.policies.get(h.policy)
	switch {
	case !inPolicy:
		s.points.to, s.status = h.removed, unitUnprotected
		if now.Before(h.removed.Add(slow)) {
			s.policyID, s.status = h.left, unitRemoveRequested
		}
	case p.activated.IsZero():
		s.status = unitProtectRequested
	case !p.deactivated.IsZero():
		s.points.to, s.status = p.deactivated, unitUnprotected
		if now.Before(p.deactivated.Add(slow)) {
			s.status = unitUnprotectRequested
		}
	default:
		start := after(h.added, p.resumed).Add(slow)
		s.status = unitProtected
		if now.Before(start) {
			s.status = unitProtectRequested
		}
	}
	if inPolicy && !s.covered && !p.activated.IsZero() {
		s.covered, s.points.from = true, after(h.added, p.activated).Add(slow)
	}
	if len(h.offboard) > 0 {
		if status, _ := h.offboard.at(now); status != unitUnprotected {
			s.status = status
			s.covered = s.covered && status != unitOffboarded
		}
	}
	return s, true
}

// protection tells whether a unit has restore points, and from which time.
func (c *call) protection(u unit) (bool, span) {
	s, ok := c.st.standing(u.ref, c.now)
	return ok && s.covered && c.s.tenant.protectionFailure(u) == "", s.points
}

// protect puts a unit into a policy. It says no when the unit is in one already.
func (st *state) protect(p *policy, ref unitRef, m made, at time.Time) *refusal {
	h, known := st.holds(ref)
	if known && h.policy != "" {
		return refuse(409, "ProtectionUnitAlreadyExists", "The protection unit is in a policy already.")
	}
	fresh := &holding{policy: p.id, made: m, added: at, from: h.from, hasPoints: h.hasPoints}
	st.units[ref] = fresh
	return nil
}

// release takes a unit out of its policy. Its restore points stay.
func (st *state) release(ref unitRef, at time.Time) {
	s, _ := st.standing(ref, at)
	h := st.hold(ref)
	h.left, h.policy, h.removed, h.manual, h.rule = h.policy, "", at, false, ""
	h.hasPoints, h.from = s.covered, s.points.from
	h.made.lastAt = at
}

// bump shows a policy as updating for a while, as any change of its units does.
func (st *state) bump(p *policy, at time.Time) {
	if p.activated.IsZero() || !p.deactivated.IsZero() {
		return
	}
	p.status = p.status.from(at, policyUpdating).then(at.Add(st.s.speed.Protecting), st.outcome(p))
}

// outcome is active, or activeWithErrors if a unit of the policy cannot be protected.
func (st *state) outcome(p *policy) protectionPolicyStatus {
	if !st.s.tenant.hasProtectionFailures() {
		return policyActive
	}
	for i := range st.s.tenant.count(p.w) {
		ref := unitRef{p.w, uint32(i)}
		if h, ok := st.holds(ref); ok && h.policy == p.id && st.s.tenant.protectionFailure(st.s.tenant.at(ref)) != "" {
			return policyErrors
		}
	}
	return policyActive
}

// members are the units of a policy, or of a workload if the policy is empty.
func (st *state) members(w *workload, policyID string, now time.Time) []unitRef {
	n := st.s.tenant.count(w)
	refs := make([]unitRef, 0, n)
	// In a large tenant to which nothing has happened yet, there is no need to look at every unit.
	own := st.own[w.index]
	_, kept := st.policies.get(own)
	alike := kept && len(st.units) == 0 && !st.s.tenant.hasExceptions()
	if alike && policyID != "" && policyID != own {
		return nil
	}
	for i := range n {
		ref := unitRef{w, uint32(i)}
		if alike {
			refs = append(refs, ref)
			continue
		}
		if s, ok := st.standing(ref, now); ok && (policyID == "" || s.policyID == policyID) {
			refs = append(refs, ref)
		}
	}
	return refs
}
