package graphtest

import (
	"slices"
	"time"
)

// task is something that the service does by itself at a known instant. Tasks name records by id instead of holding them,
// so that a state can be cloned with its agenda.
type task struct {
	at  time.Time
	run func(st *state, at time.Time)
}

func (st *state) plan(at time.Time, run func(st *state, at time.Time)) {
	i, _ := slices.BinarySearchFunc(st.agenda, at, func(t task, at time.Time) int {
		if t.at.After(at) {
			return 1
		}
		return -1 // after everything planned for the same instant
	})
	st.agenda = slices.Insert(st.agenda, i, task{at, run})
}

// settle does what has become due. It is called before every request, and is all the background work there is.
func (st *state) settle(now time.Time) {
	for len(st.agenda) > 0 && !st.agenda[0].at.After(now) {
		due := st.agenda[0]
		st.agenda = st.agenda[1:]
		due.run(st, due.at)
	}
}
