package graphtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const unitsPerRequest = 50

func policyRoutes(rt *router) {
	rt.add(11, "GET /protectionPolicies", configurationRead, func(c *call) (reply, *refusal) { return c.listPolicies(nil) })
	rt.add(12, "GET /protectionPolicies/{id}", configurationRead, func(c *call) (reply, *refusal) { return c.getPolicy(nil) })
	rt.add(13, "DELETE /protectionPolicies/{id}", configurationWrite, func(c *call) (reply, *refusal) { return c.deletePolicy(nil) })
	rt.add(14, "POST /protectionPolicies/{id}/activate", configurationWrite, activatePolicy)
	rt.add(15, "POST /protectionPolicies/{id}/deactivate", configurationWrite, deactivatePolicy)
	for nth, w := range []*workload{mailboxWorkload, driveWorkload, siteWorkload} {
		set := "/" + w.policies()
		one := set + "/{id}"
		rt.add(16+nth, "POST "+set, configurationWrite, func(c *call) (reply, *refusal) { return c.createPolicy(w) })
		rt.add(19+nth, "PATCH "+one, configurationWrite, func(c *call) (reply, *refusal) { return c.updatePolicy(w) })
		rt.add(0, "GET "+set, configurationRead, func(c *call) (reply, *refusal) { return c.listPolicies(w) })
		rt.add(0, "GET "+one, configurationRead, func(c *call) (reply, *refusal) { return c.getPolicy(w) })
		rt.add(0, "POST "+one+"/activate", configurationWrite, activatePolicy)
		rt.add(0, "POST "+one+"/deactivate", configurationWrite, deactivatePolicy)
		rt.add(0, "DELETE "+one, configurationWrite, func(c *call) (reply, *refusal) { return c.deletePolicy(w) })
	}
}

// policy finds the policy that the path names; w is nil for any workload.
func (c *call) policy(w *workload) (*policy, *refusal) {
	p, ok := c.st.policies.get(c.params[0])
	switch {
	case !ok && !looksLikeGUID(c.params[0]):
		return nil, badRequest("InvalidPolicyId", "'%s' is not the id of a policy.", c.params[0])
	case !ok || w != nil && p.w != w:
		return nil, notFound("PolicyNotFound", "The protection policy '%s' was not found.", c.params[0])
	}
	return p, nil
}

func looksLikeGUID(id string) bool { return len(id) == 36 && strings.Count(id, "-") == 4 }

func (c *call) listPolicies(w *workload) (reply, *refusal) {
	found := c.st.policies.where(func(p *policy) bool { return w == nil || p.w == w })
	return c.list(list{n: len(found), item: func(i int) any { return c.showPolicy(found[i], true) }})
}

func (c *call) getPolicy(w *workload) (reply, *refusal) {
	p, f := c.policy(w)
	if f != nil {
		return reply{}, f
	}
	rep, f := c.one(c.showPolicy(p, w == nil))
	rep.location = c.policyLocation(p)
	return rep, f
}

func (c *call) policyLocation(p *policy) string {
	return c.base() + "/solutions/backupRestore/protectionPolicies/" + p.id
}

func (c *call) deletePolicy(w *workload) (reply, *refusal) {
	p, f := c.policy(w)
	switch {
	case f != nil:
		return reply{}, f
	case p.at(c.now) != policyInactive:
		return reply{}, forbidden("PolicyActionNotAllowed", "Only an inactive policy can be deleted.")
	}
	for ref, h := range c.st.units {
		if h.policy == p.id {
			c.st.release(ref, c.now)
		}
	}
	if c.st.own[p.w.index] == p.id {
		c.st.ownGone[p.w.index] = after(p.deactivated, p.made.at)
	}
	c.st.policies.remove(p.id)
	return noContent(), nil
}

func activatePolicy(c *call) (reply, *refusal) {
	p, f := c.policy(nil)
	if f != nil {
		return reply{}, f
	}
	if status := p.at(c.now); status != policyInactive && status != policyErrors {
		return reply{}, forbidden("PolicyActionNotAllowed", "A policy that is %s cannot be activated.", status)
	}
	if other := c.activePolicy(p.w); other != nil && other != p {
		return reply{}, forbidden("PolicyActionNotAllowed", "Another policy of the workload is active.")
	}
	p.activated, p.resumed, p.deactivated = orElse(p.activated, c.now), c.now, time.Time{}
	p.status = p.status.from(c.now, policyUpdating).then(c.now.Add(c.s.speed.Policy), c.st.outcome(p))
	return c.policyAccepted(p)
}

func deactivatePolicy(c *call) (reply, *refusal) {
	p, f := c.policy(nil)
	if f != nil {
		return reply{}, f
	}
	if status := p.at(c.now); status != policyActive && status != policyErrors {
		return reply{}, forbidden("PolicyActionNotAllowed", "A policy that is %s cannot be deactivated.", status)
	}
	p.deactivated = c.now
	p.status = p.status.from(c.now, policyUpdating).then(c.now.Add(c.s.speed.Policy), policyInactive)
	return c.policyAccepted(p)
}

func (c *call) policyAccepted(p *policy) (reply, *refusal) {
	p.made.touch(c)
	return reply{
		status: http.StatusAccepted, body: c.showPolicy(p, true), location: c.policyLocation(p),
		context: "/solutions/backupRestore/$metadata#ProtectionPolicies/$entity",
	}, nil
}

// activePolicy is the policy of a workload that is not inactive. There is one at most.
func (c *call) activePolicy(w *workload) *policy {
	for p := range c.st.policies.all() {
		if p.w == w && p.at(c.now) != policyInactive {
			return p
		}
	}
	return nil
}

// unitInput is a protection unit as clients send it.
type unitInput struct {
	ODataType         any             `json:"@odata.type"`
	ID                string          `json:"id"`
	DirectoryObjectID string          `json:"directoryObjectId"`
	SiteID            string          `json:"siteId"`
	Removed           json.RawMessage `json:"@removed"`
}

func (c *call) createPolicy(w *workload) (reply, *refusal) {
	members, f := c.object("InvalidCreateRequest", "displayName", w.units())
	if f != nil {
		return reply{}, f
	}
	name, named, f := member[string](members, "displayName", "InvalidDisplayName")
	if f != nil {
		return reply{}, f
	}
	inputs, _, f := member[[]unitInput](members, w.units(), "InvalidCreateRequest")
	switch {
	case f != nil:
		return reply{}, f
	case c.activePolicy(w) != nil:
		return reply{}, refuse(http.StatusConflict, "PolicyCreationNotAllowed", "The workload has an active policy already.")
	case !named && w == driveWorkload || named && !validName(name):
		return reply{}, badRequest("InvalidDisplayName", "The displayName must have 1 to 1024 characters.")
	case len(inputs) > unitsPerRequest:
		return reply{}, tooLarge("ProtectionUnitsLimitBreached", "A request holds %d protection units at most.", unitsPerRequest)
	}
	p := &policy{id: "", w: w, name: name, made: c.made(), status: timeline[protectionPolicyStatus]{}.then(c.now, policyInactive)}
	refs, f := c.resolveUnits(w, inputs)
	if f != nil {
		return reply{}, f
	}
	p.id = c.st.newID()
	c.st.policies.put(p.id, p)
	for _, ref := range refs {
		if f := c.st.protect(p, ref, c.made(), c.now); f == nil {
			c.st.units[ref].manual = true
		}
	}
	return reply{
		status: http.StatusCreated, body: c.showPolicy(p, false), location: c.policyLocation(p),
		context: "/solutions/backupRestore/$metadata#" + w.policies() + "/$entity",
	}, nil
}

func validName(name string) bool { return name != "" && len([]rune(name)) <= 1024 }

// resolveUnits checks the units of a new policy, all of which must be all right.
func (c *call) resolveUnits(w *workload, inputs []unitInput) ([]unitRef, *refusal) {
	var refs []unitRef
	seen := map[unitRef]bool{}
	for _, in := range inputs {
		u, found := c.s.tenant.find(w, in.object(w))
		switch {
		case !found:
			return nil, badRequest("InvalidProtectionUnitId", "'%s' does not name a %s.", in.object(w), w.unit)
		case seen[u.ref]:
			return nil, badRequest("DuplicateProtectionUnitInList", "'%s' is in the list twice.", in.object(w))
		}
		if h, ok := c.st.holds(u.ref); ok && h.policy != "" {
			return nil, refuse(http.StatusConflict, "ProtectionUnitAlreadyExists", "'%s' is in a policy already.", in.object(w))
		}
		seen[u.ref] = true
		refs = append(refs, u.ref)
	}
	return refs, nil
}

func (in unitInput) object(w *workload) string {
	if w == siteWorkload {
		return in.SiteID
	}
	return in.DirectoryObjectID
}

// updatePolicy renames a policy, and adds and removes units. What fails for one unit is said on that item, in a 200.
func (c *call) updatePolicy(w *workload) (reply, *refusal) {
	p, f := c.policy(w)
	if f != nil {
		return reply{}, f
	}
	name := w.units() + "@delta"
	members, f := c.object("InvalidPatchRequest", "displayName", name, "id")
	if f != nil {
		return reply{}, f
	}
	display, renamed, f := member[string](members, "displayName", "InvalidDisplayName")
	if f != nil {
		return reply{}, f
	}
	deltas, changed, f := member[[]unitInput](members, name, "InvalidPatchRequest")
	switch {
	case f != nil:
		return reply{}, f
	case renamed && !validName(display):
		return reply{}, badRequest("InvalidDisplayName", "The displayName must have 1 to 1024 characters.")
	case len(deltas) > unitsPerRequest:
		return reply{}, tooLarge("ProtectionUnitsLimitBreached", "A request holds %d protection units at most.", unitsPerRequest)
	case !renamed && !changed:
		return reply{}, badRequest("InvalidPatchRequest", "The request changes nothing: displayName and %s are missing.", name)
	}
	if f := c.checkDeltas(w, deltas); f != nil {
		return reply{}, f
	}
	answer := map[string]any{}
	if renamed {
		p.name = display
	}
	answer["displayName"] = p.name
	if changed {
		results := []any{}
		for _, in := range deltas {
			results = append(results, c.applyUnit(p, in))
		}
		answer[name] = results
		c.st.bump(p, c.now)
	}
	p.made.touch(c)
	return ok(answer), nil
}

// checkDeltas finds what makes the whole request wrong.
func (c *call) checkDeltas(w *workload, deltas []unitInput) *refusal {
	seen := map[string]bool{}
	for _, in := range deltas {
		key := strings.ToLower(in.object(w))
		if in.Removed != nil {
			key = strings.ToLower(in.ID)
			if u, found := c.s.tenant.findUnit(in.ID); found {
				if h, ok := c.st.holds(u.ref); ok && h.rule != "" {
					return badRequest("ProtectionUnitActionNotAllowed", "A unit that a dynamic rule holds cannot be removed.")
				}
			}
		}
		if seen[key] {
			return badRequest("DuplicateProtectionUnitInList", "'%s' is in the list twice.", key)
		}
		seen[key] = true
	}
	return nil
}

func (c *call) applyUnit(p *policy, in unitInput) any {
	if in.Removed != nil {
		u, found := c.s.tenant.findUnit(in.ID)
		h, listed := c.st.holds(u.refOr(p.w))
		if !found || !listed || h.policy != p.id {
			return c.s.failItem(in.ID, "remove", notFound("ProtectionUnitNotFound", "The protection unit is not in the policy."))
		}
		c.st.release(u.ref, c.now)
		return c.showUnit(u, false)
	}
	u, found := c.s.tenant.find(p.w, in.object(p.w))
	if !found {
		return c.s.failItem("", "insert", notFound("ProtectionUnitNotFound", "'%s' does not name a %s.", in.object(p.w), p.w.unit))
	}
	if f := c.st.protect(p, u.ref, c.made(), c.now); f != nil {
		return c.s.failItem(u.id, "insert", f)
	}
	c.st.units[u.ref].manual = true
	return c.showUnit(u, false)
}
