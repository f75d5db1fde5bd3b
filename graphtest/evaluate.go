package graphtest

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	generatedGroups = 10
	staticGroups    = 3
	dynamicGroups   = 100
	ruleKeywords    = 10
)

var (
	siteTerm   = regexp.MustCompile(`(?i)\(\s*(displayName|webUrl)\s+-contains\s+'([^']*)'\s*\)`)
	siteDate   = regexp.MustCompile(`(?i)\(\s*lastModifiedDateTime\s+-ge\s+'?[^')]+'?\s*\)`)
	groupsTerm = regexp.MustCompile(`(?i)^\(\s*memberOf\s+-any\s+\(\s*group\.id\s+-in\s+\[([^\]]*)\]\s*\)\s*\)$`)
	quoted     = regexp.MustCompile(`'([^']*)'`)
	joined     = regexp.MustCompile(`(?i)^\(*\s*T(\s*-(or|and)\s*\(*\s*T\s*\)*)*\s*\)*$`)
)

// checkExpression refuses what a rule may not say.
func checkExpression(w *workload, text string, dynamic bool) *refusal {
	if w != siteWorkload {
		match := groupsTerm.FindStringSubmatch(strings.TrimSpace(text))
		if match == nil {
			return badRequest("InvalidRuleExpression", "The expression must have the form (memberOf -any (group.id -in ['...'])).")
		}
		limit := staticGroups
		if dynamic {
			limit = dynamicGroups
		}
		switch n := len(quoted.FindAllString(match[1], -1)); {
		case n == 0:
			return badRequest("InvalidRuleExpression", "The expression names no group.")
		case n > limit:
			return tooLarge("InvalidRuleExpressionGroupLimitExceeded", "The rule may name %d groups at most.", limit)
		}
		return nil
	}
	terms := siteTerm.FindAllStringSubmatch(text, -1)
	rest := siteDate.ReplaceAllString(siteTerm.ReplaceAllString(text, "T"), "T")
	if !joined.MatchString(strings.TrimSpace(rest)) || strings.Count(rest, "(") != strings.Count(rest, ")") {
		return badRequest("InvalidRuleExpression", "The expression could not be read.")
	}
	if len(terms) > ruleKeywords {
		return badRequest("InvalidRuleExpression", "The expression may have %d keywords at most.", ruleKeywords)
	}
	for _, term := range terms {
		if n := len([]rune(term[2])); n < 3 || n > 255 {
			return badRequest("InvalidRuleExpression", "A keyword must have 3 to 255 characters.")
		}
	}
	return nil
}

// startRule shows a rule in a state and plans its evaluation.
func (st *state) startRule(r *rule, now time.Time, shown protectionRuleStatus) {
	r.status = r.status.from(now, shown)
	st.planRule(r.id, now.Add(st.s.speed.Rule))
}

func (st *state) planRule(id string, at time.Time) {
	st.plan(at, func(st *state, at time.Time) { st.evaluate(id, at) })
}

// evaluate brings the units of a rule into its policy, and those that a dynamic rule no longer means out of it.
func (st *state) evaluate(id string, at time.Time) {
	r, ok := st.rules.get(id)
	if !ok || r.at(at) == ruleDeleteRequested {
		return
	}
	p, ok := st.policies.get(r.policy)
	if !ok {
		return
	}
	meant, unknown := st.meant(r)
	for _, ref := range meant {
		if h, held := st.holds(ref); held && h.policy == p.id {
			if r.dynamic {
				st.hold(ref).rule = r.id
			}
			continue
		}
		if st.protect(p, ref, r.made, at) == nil {
			h := st.hold(ref)
			h.manual = !r.dynamic
			if r.dynamic {
				h.rule = r.id
			}
		}
	}
	for ref, h := range st.units {
		if r.dynamic && h.rule == r.id && !slices.Contains(meant, ref) {
			st.release(ref, at)
		}
	}
	outcome := ruleCompleted
	if len(unknown) > 0 {
		outcome = ruleErrors
		r.failure = &publicError{
			Code: "invalidGroupId", Message: "The group was not found: " + strings.Join(unknown, ", "),
			InnerError: &publicInnerError{Code: "invalidGroupId"},
		}
	}
	r.status = r.status.from(at, outcome)
	st.bump(p, at)
	if r.dynamic {
		st.planRule(r.id, at.Add(max(reevaluation, st.s.speed.Rule)))
	}
}

// meant are the units that a rule's expression fits.
func (st *state) meant(r *rule) (refs []unitRef, unknown []string) {
	t := st.s.tenant
	if r.w == siteWorkload {
		for i := range t.count(r.w) {
			if u := t.at(unitRef{r.w, uint32(i)}); siteFits(u, r.expression) {
				refs = append(refs, u.ref)
			}
		}
		return refs, nil
	}
	for _, group := range quoted.FindAllStringSubmatch(groupsTerm.FindStringSubmatch(strings.TrimSpace(r.expression))[1], -1) {
		members, known := t.groupMembers(r.w, group[1])
		if !known {
			unknown = append(unknown, group[1])
		}
		refs = append(refs, members...)
	}
	return refs, unknown
}

// siteFits joins the terms from left to right; dates always fit, since the sites of a tenant are in use.
func siteFits(u unit, expression string) bool {
	fits, and := false, false
	for i, part := range splitTerms(expression) {
		hit := true
		if term := siteTerm.FindStringSubmatch(part.text); term != nil {
			in := u.name
			if strings.EqualFold(term[1], "webUrl") {
				in = u.address
			}
			hit = strings.Contains(strings.ToLower(in), strings.ToLower(term[2]))
		}
		switch and = part.and; {
		case i == 0:
			fits = hit
		case and:
			fits = fits && hit
		default:
			fits = fits || hit
		}
	}
	return fits
}

type siteClause struct {
	text string
	and  bool
}

var anyTerm = regexp.MustCompile(siteTerm.String() + `|` + siteDate.String())

func splitTerms(expression string) []siteClause {
	var clauses []siteClause
	before := 0
	for _, at := range anyTerm.FindAllStringIndex(expression, -1) {
		clauses = append(clauses, siteClause{expression[at[0]:at[1]], strings.Contains(strings.ToLower(expression[before:at[0]]), "-and")})
		before = at[1]
	}
	return clauses
}

// groupMembers are the units of the users in a group.
func (t *Tenant) groupMembers(w *workload, id string) ([]unitRef, bool) {
	t.mu.RLock()
	named, known := t.groups[strings.ToLower(id)]
	t.mu.RUnlock()
	var refs []unitRef
	if known {
		for _, name := range named {
			if u, found := t.find(w, name); found {
				refs = append(refs, u.ref)
			}
		}
		return refs, true
	}
	group, _, _, known := t.ids.parseGUID(kindGroup, id)
	if !known || group >= generatedGroups {
		return nil, false
	}
	for i := int(group); i < t.count(w); i += generatedGroups {
		refs = append(refs, unitRef{w, uint32(i)})
	}
	return refs, true
}

// dropRule is the end of a rule that is deleted with the protection of its units.
func (st *state) dropRule(id string, at time.Time) {
	for ref, h := range st.units {
		if h.rule == id {
			st.release(ref, at)
		}
	}
	st.rules.remove(id)
}
