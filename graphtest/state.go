package graphtest

import (
	"iter"
	"slices"
	"strings"
	"time"
)

// state is everything that requests change. The rest of a tenant is computed.
type state struct {
	s       *Server
	counter uint32 // of ids given out

	agenda   []task
	sessions table[session]
	browses  table[browseSession]
	searches table[search]
	policies table[policy]
	rules    table[rule]
	jobs     table[job]
	units    map[unitRef]*holding
	own      [3]string    // the policies that the tenant came with
	ownGone  [3]time.Time // when they stopped protecting, once they are deleted
	control  control
}

func newState(s *Server, now time.Time) *state {
	st := &state{s: s, units: map[unitRef]*holding{}, control: newControl(s, now)}
	if s.tenant.noPolicies {
		return st
	}
	began := now.Add(-2 * weeklyKept)
	by := &identitySet{Application: &identity{ID: s.sign.clientID, DisplayName: "Backup automation"}}
	for _, w := range workloads {
		p := &policy{
			id: s.tenant.ids.guid(kindPolicy, w.index, 0, 0), w: w, name: "Everything in " + w.product, made: made{by, by, began, began},
			status: timeline[protectionPolicyStatus]{}.then(began, policyActive), activated: began, resumed: began,
		}
		st.policies.put(p.id, p)
		st.own[w.index] = p.id
	}
	return st
}

// newID is the id of a new resource.
func (st *state) newID() string {
	st.counter++
	return st.s.tenant.ids.guid(kindEntity, st.counter, 0, 0)
}

// clone copies the state deeply enough that handlers may go on to change the original.
func (st *state) clone() *state {
	copied := *st
	copied.sessions = st.sessions.clone((*session).clone)
	copied.browses = st.browses.clone(shallow[browseSession])
	copied.searches = st.searches.clone(shallow[search])
	copied.policies = st.policies.clone(shallow[policy])
	copied.rules = st.rules.clone(shallow[rule])
	copied.jobs = st.jobs.clone(shallow[job])
	copied.agenda = slices.Clone(st.agenda)
	copied.control = st.control.clone()
	copied.units = make(map[unitRef]*holding, len(st.units))
	for ref, h := range st.units {
		copied.units[ref] = shallow(h)
	}
	return &copied
}

func shallow[T any](v *T) *T {
	copied := *v
	return &copied
}

// table keeps records by id, in the order of their making.
type table[T any] struct {
	order []string
	rows  map[string]*T
}

func (t *table[T]) put(id string, row *T) {
	if t.rows == nil {
		t.rows = map[string]*T{}
	}
	t.order = append(t.order, id)
	t.rows[strings.ToLower(id)] = row
}

func (t *table[T]) get(id string) (*T, bool) {
	row, ok := t.rows[strings.ToLower(id)]
	return row, ok
}

func (t *table[T]) remove(id string) {
	delete(t.rows, strings.ToLower(id))
	t.order = slices.DeleteFunc(t.order, func(other string) bool { return strings.EqualFold(other, id) })
}

func (t *table[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, id := range t.order {
			if row, ok := t.rows[strings.ToLower(id)]; ok && !yield(row) {
				return
			}
		}
	}
}

func (t *table[T]) where(keep func(*T) bool) []*T {
	var rows []*T
	for row := range t.all() {
		if keep(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (t *table[T]) clone(each func(*T) *T) table[T] {
	copied := table[T]{order: slices.Clone(t.order), rows: make(map[string]*T, len(t.rows))}
	for id, row := range t.rows {
		copied.rows[id] = each(row)
	}
	return copied
}
