package graphtest

import (
	"net/http"
)

func unitRoutes(rt *router) {
	rt.add(0, "GET /protectionUnits", configurationRead, func(c *call) (reply, *refusal) { return c.listUnits(workloads[:], "") })
	rt.add(22, "GET /protectionUnits/{id}", configurationRead, getUnit)
	rt.add(23, "POST /protectionUnits/{id}/offboard", configurationWrite, offboardUnit).delegated = true
	rt.add(24, "POST /protectionUnits/{id}/cancelOffboard", configurationWrite, cancelOffboard).delegated = true
	for i, w := range []*workload{driveWorkload, mailboxWorkload, siteWorkload} {
		all := func(c *call) (reply, *refusal) { return c.listUnits([]*workload{w}, "") }
		rt.first(25+i, "GET /protectionUnits/microsoft.graph."+w.unitType(), configurationRead, all)
		rt.add(0, "GET /"+w.units(), configurationRead, all)
		rt.add(0, "GET /"+w.units()+"/{id}", configurationRead, getUnit)
		rt.add(25+i, "GET /"+w.policies()+"/{id}/"+w.units(), configurationRead, func(c *call) (reply, *refusal) {
			p, f := c.policy(w)
			if f != nil {
				return reply{}, f
			}
			return c.listUnits([]*workload{w}, p.id)
		})
	}
}

func (c *call) listUnits(of []*workload, policyID string) (reply, *refusal) {
	var refs []unitRef
	quirk := ""
	for _, w := range of {
		refs = append(refs, c.st.members(w, policyID, c.now)...)
		if w == siteWorkload && policyID != "" {
			quirk = "&" // this list's links begin so
		}
	}
	return c.list(list{n: len(refs), quirk: quirk, item: func(i int) any { return c.showUnit(c.s.tenant.at(refs[i]), true) }})
}

// unit finds the protection unit that the path names.
func (c *call) unit() (unit, standing, *refusal) {
	u, found := c.s.tenant.findUnit(c.params[0])
	if !found && !looksLikeGUID(c.params[0]) {
		return u, standing{}, badRequest("InvalidProtectionUnitId", "'%s' is not the id of a protection unit.", c.params[0])
	}
	s, listed := c.st.standing(u.refOr(driveWorkload), c.now)
	if !found || !listed {
		return u, s, notFound("ProtectionUnitNotFound", "The protection unit '%s' was not found.", c.params[0])
	}
	return u, s, nil
}

func getUnit(c *call) (reply, *refusal) {
	u, _, f := c.unit()
	if f != nil {
		return reply{}, f
	}
	return c.one(c.showUnit(u, false))
}

// notAllowed is the refusal of a move that a unit's state does not permit. It has a shape of its own.
func notAllowed(message string) *refusal {
	f := forbidden("OperationNotAllowed", "%s", message)
	f.bare = true
	return f
}

func offboardUnit(c *call) (reply, *refusal) {
	u, s, f := c.unit()
	switch {
	case f != nil:
		return reply{}, f
	case s.policyID != "" || s.status == unitOffboardRequested || s.status == unitOffboarded:
		return reply{}, notAllowed("Only a unit that is in no policy can be offboarded.")
	}
	h := c.st.hold(u.ref)
	h.asked = c.now
	h.offboard = h.offboard.from(c.now, unitOffboardRequested).then(c.now.Add(c.s.speed.Offboard), unitOffboarded)
	h.made.touch(c)
	return c.single(http.StatusOK, c.showUnit(u, false), "")
}

func cancelOffboard(c *call) (reply, *refusal) {
	u, s, f := c.unit()
	switch {
	case f != nil:
		return reply{}, f
	case s.status != unitOffboardRequested:
		return reply{}, notAllowed("The unit is not being offboarded.")
	}
	h := c.st.hold(u.ref)
	h.offboard = h.offboard.from(c.now, unitCancelOffboard).then(c.now.Add(c.s.speed.Protecting), unitUnprotected)
	h.made.touch(c)
	return c.single(http.StatusOK, c.showUnit(u, false), "")
}

// refOr makes the zero unit usable as a key that nothing is stored under.
func (u unit) refOr(w *workload) unitRef {
	if u.ref.w == nil {
		return unitRef{w, 1 << 31}
	}
	return u.ref
}

// showUnit is a unit with its protection. The names of units are for delegated callers only.
func (c *call) showUnit(u unit, typed bool) any {
	s, _ := c.st.standing(u.ref, c.now)
	base := protectionUnitBase{
		entity: entity{ID: u.id}, PolicyID: s.policyID, ProtectionSources: s.source(), Status: opaqueUnless(c.optedIn, s.status),
		stamps: s.made.stamps(),
	}
	if s.status == unitOffboardRequested || s.status == unitOffboarded {
		base.OffboardRequestedDateTime = timestamp(s.asked)
	}
	if code := c.s.tenant.protectionFailure(u); code != "" && s.policyID != "" {
		base.Status = unitProtectRequested
		base.Error = &publicError{Code: code, Message: "The unit cannot be protected."}
	}
	if typed {
		base.ODataType = typeName(u.ref.w.unitType())
	}
	name, address := "", ""
	if c.who.delegated {
		name, address = u.name, u.address
	}
	switch u.ref.w {
	case driveWorkload:
		return driveProtectionUnit{base, u.object, name, address}
	case siteWorkload:
		return siteProtectionUnit{base, u.object, name, address}
	default:
		return mailboxProtectionUnit{base, u.object, name, address}
	}
}

func (h holding) source() protectionSource {
	switch {
	case h.policy == "":
		return sourceNone
	case h.manual && h.rule != "":
		return sourceManual + "," + sourceRule
	case h.rule != "":
		return sourceRule
	}
	return sourceManual
}

func (c *call) showPolicy(p *policy, typed bool) any {
	base := protectionPolicyBase{
		entity: entity{ID: p.id}, DisplayName: p.name, Status: p.at(c.now), stamps: p.made.stamps(),
		IsEnabled:         !p.activated.IsZero() && p.deactivated.IsZero(),
		RetentionSettings: []retentionSetting{{Interval: "R/PT10M", Period: "P2W"}, {Interval: "R/P1W", Period: "P1Y"}},
	}
	if typed {
		base.ODataType = typeName(p.w.policyType())
	}
	if containsFold(c.query.selected, "protectionPolicyArtifactCount") {
		base.ProtectionPolicyArtifactCount = c.countUnits(p)
	}
	switch p.w {
	case driveWorkload:
		return oneDriveForBusinessProtectionPolicy{protectionPolicyBase: base}
	case siteWorkload:
		return sharePointProtectionPolicy{protectionPolicyBase: base}
	default:
		return exchangeProtectionPolicy{protectionPolicyBase: base}
	}
}

func (c *call) countUnits(p *policy) *protectionPolicyArtifactCount {
	var n protectionPolicyArtifactCount
	for _, ref := range c.st.members(p.w, p.id, c.now) {
		n.Total++
		s, _ := c.st.standing(ref, c.now)
		switch {
		case c.s.tenant.hasProtectionFailures() && c.s.tenant.protectionFailure(c.s.tenant.at(ref)) != "":
			n.Failed++
		case s.status == unitProtected || s.status == unitUnprotected:
			n.Completed++
		default:
			n.Progress++
		}
	}
	return &n
}
