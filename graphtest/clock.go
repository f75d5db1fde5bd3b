package graphtest

import "time"

// clock turns the base clock (the machine's, or a test's) into the tenant's time, which may run faster and may have
// started on another day. Nothing ticks: whoever needs the time asks.
type clock struct {
	base  func() time.Time
	began time.Time // on the base clock
	start time.Time // the same instant in the tenant's time
	scale float64
}

func (c clock) now() time.Time {
	passed := c.base().Sub(c.began)
	return c.start.Add(time.Duration(float64(passed) * c.scale)).UTC()
}

// timeline is a value that changes at known instants, some of them still to come. Every long operation of the service is
// one of these: it is planned when it is asked for, and read when somebody looks.
type timeline[S any] []step[S]

type step[S any] struct {
	at    time.Time
	state S
}

// then adds a change. Changes must be added in order of time.
func (t timeline[S]) then(at time.Time, state S) timeline[S] {
	return append(t, step[S]{at, state})
}

// from drops what was planned after now, and starts again with state.
func (t timeline[S]) from(now time.Time, state S) timeline[S] {
	kept := len(t)
	for kept > 0 && t[kept-1].at.After(now) {
		kept--
	}
	return append(t[:kept:kept], step[S]{now, state})
}

// at is the state at an instant, and since when it holds.
func (t timeline[S]) at(now time.Time) (state S, since time.Time) {
	for i := len(t) - 1; i >= 0; i-- {
		if !t[i].at.After(now) {
			return t[i].state, t[i].at
		}
	}
	return state, since
}

// settled tells whether nothing is planned any more.
func (t timeline[S]) settled(now time.Time) bool {
	return len(t) == 0 || !t[len(t)-1].at.After(now)
}
