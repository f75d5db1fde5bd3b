package graphtest

import (
	"net/http"
	"time"
)

const reevaluation = 24 * time.Hour // of dynamic rules

// rule is an inclusion rule of a policy.
type rule struct {
	id         string
	w          *workload
	policy     string
	made       made
	dynamic    bool
	expression string
	status     timeline[protectionRuleStatus]
	failure    *publicError
}

func (r *rule) at(now time.Time) protectionRuleStatus {
	status, _ := r.status.at(now)
	return status
}

func (r *rule) resting(now time.Time) bool {
	return oneOf(r.at(now), ruleCompleted, ruleErrors)
}

func ruleRoutes(rt *router) {
	for i, w := range []*workload{siteWorkload, driveWorkload, mailboxWorkload} {
		set := "/" + w.policies() + "/{id}/" + w.rules()
		one := set + "/{rule}"
		on := func(h func(*call, *workload) (reply, *refusal)) func(*call) (reply, *refusal) {
			return func(c *call) (reply, *refusal) { return h(c, w) }
		}
		// SharePoint has no dynamic rules: the two calls that only those allow exist in the metadata alone.
		documented := func(row int) int {
			if w == siteWorkload {
				return 0
			}
			return row + i - 1
		}
		rt.add(28+i, "GET "+set, configurationRead, on((*call).listRules))
		rt.add(31+i, "GET "+one, configurationRead, on((*call).getRule))
		rt.add(34+i, "POST "+set, configurationWrite, on((*call).createRule))
		rt.add(documented(37), "PATCH "+one, configurationWrite, on((*call).updateRule))
		rt.add(39+i, "DELETE "+one, configurationWrite, on((*call).deleteRule))
		rt.add(42+i, "POST "+one+"/run", configurationWrite, on((*call).runRule))
		rt.add(documented(45), "POST "+one+"/deleteAndUnprotect", configurationWrite, on((*call).unprotectRule))
		rt.add(0, "GET /"+w.rules(), configurationRead, on((*call).listAllRules))
	}
}

func (c *call) rule(w *workload) (*policy, *rule, *refusal) {
	p, f := c.policy(w)
	if f != nil {
		return nil, nil, f
	}
	r, ok := c.st.rules.get(c.params[1])
	switch {
	case !ok && !looksLikeGUID(c.params[1]):
		return nil, nil, badRequest("InvalidInclusionRuleId", "'%s' is not the id of a rule.", c.params[1])
	case !ok || r.policy != p.id:
		return nil, nil, notFound("ProtectionRuleNotFound", "The inclusion rule '%s' was not found.", c.params[1])
	}
	return p, r, nil
}

func (c *call) listRules(w *workload) (reply, *refusal) {
	p, f := c.policy(w)
	if f != nil {
		return reply{}, f
	}
	return c.showRules(c.st.rules.where(func(r *rule) bool { return r.policy == p.id }))
}

func (c *call) listAllRules(w *workload) (reply, *refusal) {
	return c.showRules(c.st.rules.where(func(r *rule) bool { return r.w == w }))
}

func (c *call) showRules(found []*rule) (reply, *refusal) {
	return c.list(list{n: len(found), relative: true, item: func(i int) any { return c.showRule(found[i], found[i].w.ruleType()) }})
}

func (c *call) getRule(w *workload) (reply, *refusal) {
	p, r, f := c.rule(w)
	if f != nil {
		return reply{}, f
	}
	rep, f := c.one(c.showRule(r, w.ruleType()))
	rep.location = c.ruleLocation(p, r)
	return rep, f
}

func (c *call) ruleLocation(p *policy, r *rule) string {
	return c.base() + "/solutions/backupRestore/" + p.w.policies() + "/" + p.id + "/" + p.w.rules() + "('" + r.id + "')"
}

func (c *call) createRule(w *workload) (reply, *refusal) {
	const code = "InvalidInclusionRuleCreateRequest"
	p, f := c.policy(w)
	if f != nil {
		return reply{}, f
	}
	members, f := c.object(code, w.expression(), "isAutoApplyEnabled")
	if f != nil {
		return reply{}, f
	}
	text, given, f := member[string](members, w.expression(), code)
	if f != nil {
		return reply{}, f
	}
	dynamic, _, f := member[bool](members, "isAutoApplyEnabled", code)
	switch {
	case f != nil:
		return reply{}, f
	case !given:
		return reply{}, badRequest(code, "The property %s is required.", w.expression())
	case dynamic && w == siteWorkload:
		return reply{}, badRequest(code, "SharePoint has static rules only.")
	case dynamic && c.dynamicRule(p) != nil:
		return reply{}, badRequest(code, "The policy has a dynamic rule already.")
	}
	if f := checkExpression(w, text, dynamic); f != nil {
		return reply{}, f
	}
	r := &rule{id: c.st.newID(), w: w, policy: p.id, made: c.made(), dynamic: dynamic, expression: text}
	c.st.rules.put(r.id, r)
	c.st.startRule(r, c.now, ruleActive)
	return reply{status: http.StatusCreated, body: c.showRule(r, w.ruleType()), location: c.ruleLocation(p, r)}, nil
}

func (c *call) dynamicRule(p *policy) *rule {
	for r := range c.st.rules.all() {
		if r.policy == p.id && r.dynamic && r.at(c.now) != ruleDeleteRequested {
			return r
		}
	}
	return nil
}

func (c *call) updateRule(w *workload) (reply, *refusal) {
	_, r, f := c.rule(w)
	switch {
	case f != nil:
		return reply{}, f
	case !r.dynamic:
		return reply{}, badRequest("PatchNotAllowedForStaticRule", "A static rule cannot be changed.")
	case !r.resting(c.now):
		return reply{}, refuse(http.StatusUnprocessableEntity, "InvalidProtectionRuleStatusForDynamicRuleEdit", "The rule is %s.", r.at(c.now))
	}
	members, f := c.object("InvalidProtectionRulePatchRequest", w.expression())
	if f != nil {
		return reply{}, f
	}
	text, given, f := member[string](members, w.expression(), "InvalidProtectionRulePatchRequest")
	switch {
	case f != nil:
		return reply{}, f
	case !given:
		return reply{}, badRequest("InvalidProtectionRulePatchRequest", "The property %s is required.", w.expression())
	}
	if f := checkExpression(w, text, true); f != nil {
		return reply{}, f
	}
	r.expression = text
	r.made.touch(c)
	c.st.startRule(r, c.now, ruleUpdateRequested)
	return reply{
		status: http.StatusOK, body: c.showRule(r, ""),
		context: c.contextFor("Collection(microsoft.graph." + w.ruleType() + ")"),
	}, nil
}

func (c *call) deleteRule(w *workload) (reply, *refusal) {
	_, r, f := c.rule(w)
	switch {
	case f != nil:
		return reply{}, f
	case !r.resting(c.now) && r.dynamic:
		return reply{}, refuse(http.StatusUnprocessableEntity, "InvalidProtectionRuleStatusForDynamicRuleDeletion", "The rule is %s.", r.at(c.now))
	case !r.resting(c.now):
		return reply{}, badRequest("InvalidProtectionRuleStatusForDeletion", "The rule is %s.", r.at(c.now))
	}
	for _, h := range c.st.units {
		if h.rule == r.id { // the units stay, and are nobody's but their own now
			h.rule, h.manual = "", true
		}
	}
	c.st.rules.remove(r.id)
	return noContent(), nil
}

func (c *call) runRule(w *workload) (reply, *refusal) {
	p, r, f := c.rule(w)
	switch {
	case f != nil:
		return reply{}, f
	case r.dynamic:
		return reply{}, badRequest("RunNotAllowedForDynamicRule", "A dynamic rule runs by itself.")
	case !r.resting(c.now):
		return reply{}, badRequest("ProtectionRuleActionNotAllowed", "The rule is %s.", r.at(c.now))
	}
	r.made.touch(c)
	c.st.startRule(r, c.now, ruleActive)
	// The answer names the abstract type and has no expression.
	base := c.ruleBase(r, "protectionRuleBase")
	return reply{status: http.StatusAccepted, body: base, location: c.ruleLocation(p, r)}, nil
}

// unprotectRule answers with the entity wrapped in an object, and with the URL form of a type name.
func (c *call) unprotectRule(w *workload) (reply, *refusal) {
	const code = "InvalidProtectionRuleStatusForDynamicRuleDeleteAndUnprotectAll"
	_, r, f := c.rule(w)
	switch {
	case f != nil:
		return reply{}, f
	case !r.dynamic:
		return reply{}, badRequest("ProtectionRuleActionNotAllowed", "Only the units of a dynamic rule can be unprotected with it.")
	case !r.resting(c.now):
		return reply{}, refuse(http.StatusUnprocessableEntity, code, "The rule is %s.", r.at(c.now))
	}
	r.made.touch(c)
	r.status = r.status.from(c.now, ruleDeleteRequested)
	id := r.id
	c.st.plan(c.now.Add(c.s.speed.Rule), func(st *state, at time.Time) { st.dropRule(id, at) })
	members := asMap(c.showRule(r, ""))
	members["@odata.type"] = c.contextFor("microsoft.graph.protectionRuleBase")
	return reply{status: http.StatusAccepted, body: map[string]any{"value": members}}, nil
}

func (c *call) ruleBase(r *rule, typ string) protectionRuleBase {
	base := protectionRuleBase{
		entity: entity{ID: r.id}, Status: opaqueUnless(c.optedIn, r.at(c.now)), stamps: r.made.stamps(), IsAutoApplyEnabled: &r.dynamic,
	}
	if r.at(c.now) == ruleErrors {
		base.Error = r.failure
	}
	if typ != "" {
		base.ODataType = typeName(typ)
	}
	return base
}

func (c *call) showRule(r *rule, typ string) any {
	base := c.ruleBase(r, typ)
	switch r.w {
	case driveWorkload:
		return driveProtectionRule{base, r.expression}
	case siteWorkload:
		return siteProtectionRule{base, r.expression}
	default:
		return mailboxProtectionRule{base, r.expression}
	}
}
