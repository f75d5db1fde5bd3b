package transport

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// paceBackoff is the share of the measured rate that is tried after a
	// refusal, paceGrowth the share of it that is added per second without
	// one. After paceRegain, when the rate is back where it was, it grows ever
	// faster: what was measured may have been the demand and not the limit.
	paceBackoff = 0.8
	paceGrowth  = 0.05
	paceRegain  = 4 * time.Second
	// paceSearch multiplies with each success while nothing is measured.
	paceSearch = 1.2
	paceMin    = 1.0    // requests per second
	paceMax    = 1000.0 // beyond this, pacing is pointless
	// paceMemory is how long after the gate opened requests are spaced out.
	paceMemory = 30 * time.Second
)

var errHeldBack = errors.New("held back: the service asked this client to wait longer than the context allows")

// A gate is what all calls of one client pass before each attempt. After a 429
// it closes for everybody until the service's wait is over; then it lets calls
// through one at a time, at the rate at which the service took them before,
// so that those who waited together are not refused together. It also bounds
// how many requests are under way.
//
// The mutex is never held across a wait; all waiting is on channels and
// timers, next to the context.
type gate struct {
	inFlight chan struct{}
	// turn is held by the one call that waits for the gate's next opening.
	turn chan struct{}

	mu        sync.Mutex
	until     time.Time // closed up to here
	next      time.Time // the next call may pass here, when paced
	rate      float64   // requests per second, 0: not paced
	limit     float64   // the rate at which the service refused, or infinity
	refusedAt time.Time // a request sent before this knew nothing of the refusal
	accepted  recently
}

func newGate(maxInFlight int) *gate {
	return &gate{inFlight: make(chan struct{}, maxInFlight), turn: make(chan struct{}, 1)}
}

// enter waits until a request may be sent. Each success is paired with a leave.
func (g *gate) enter(ctx context.Context) error {
	for {
		if err := g.pass(ctx); err != nil {
			return err
		}
		select {
		case g.inFlight <- struct{}{}:
			return nil
		default:
		}
		select {
		case g.inFlight <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		// The gate may have closed while this call waited for room.
		if g.closedFor(time.Now()) <= 0 {
			return nil
		}
		g.leave()
	}
}

func (g *gate) leave() { <-g.inFlight }

func (g *gate) pass(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if g.open() {
		return nil
	}
	if _, err := g.opening(ctx); err != nil {
		return err
	}
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-g.turn }()
	for {
		wait, err := g.opening(ctx)
		if err != nil {
			return err
		}
		if wait <= 0 {
			g.passed(time.Now())
			return nil
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// open is the way of a call that met no throttling.
func (g *gate) open() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.rate > 0 && time.Since(g.until) > paceMemory {
		g.rate = 0
	}
	return g.rate == 0
}

func (g *gate) closedFor(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until.Sub(now)
}

// opening says how long the next call has to wait, and refuses at once when
// the context will not live that long.
func (g *gate) opening(ctx context.Context) (time.Duration, error) {
	g.mu.Lock()
	at := g.until
	if g.rate > 0 && g.next.After(at) {
		at = g.next
	}
	g.mu.Unlock()
	if deadline, ok := ctx.Deadline(); ok && at.After(deadline) {
		return 0, errHeldBack
	}
	return time.Until(at), nil
}

func (g *gate) passed(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.rate == 0 {
		return
	}
	gap := float64(time.Second) / g.rate
	g.next = now.Add(time.Duration(gap * (0.75 + rand.Float64()/2)))
}

// refused notes a 429 for a request that was sent at sent, and returns when
// the gate opens again.
func (g *gate) refused(sent, now time.Time, wait time.Duration) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	// The other processes of this tenant were told the same moment.
	wait += time.Duration(rand.Float64() * 0.1 * float64(min(wait, 10*time.Second)))
	if until := now.Add(wait); until.After(g.until) {
		g.until = until
	}
	// Refusals of one burst are one signal, not many.
	if g.rate > 0 && sent.Before(g.refusedAt) {
		return g.until
	}
	g.refusedAt = now
	measured := g.accepted.perSecond(now)
	switch {
	case g.rate > 0:
		// Few calls may have been made, so few accepted says little.
		g.limit = max(measured, g.rate*paceBackoff)
		g.rate = max(g.limit*paceBackoff, paceMin)
	case measured > 0:
		g.limit = measured
		g.rate = max(g.limit*paceBackoff, paceMin)
	default:
		g.limit = math.Inf(1)
		g.rate = paceMin
	}
	return g.until
}

// answered notes an attempt that was not throttled.
func (g *gate) answered(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.accepted.add(now)
	if g.rate == 0 {
		return
	}
	if math.IsInf(g.limit, 1) {
		g.rate *= paceSearch
	} else {
		// As many successes as the rate make a second.
		haste := max(1, float64(now.Sub(g.until))/float64(paceRegain))
		g.rate += paceGrowth * g.limit * haste / g.rate
	}
	if g.rate > paceMax {
		g.rate = 0
	}
}

// recently counts events over about the last second.
type recently struct {
	start         time.Time
	current, last float64
}

func (r *recently) roll(now time.Time) {
	switch age := now.Sub(r.start); {
	case age < time.Second:
	case age < 2*time.Second:
		r.last, r.current, r.start = r.current, 0, r.start.Add(time.Second)
	default:
		r.last, r.current, r.start = 0, 0, now
	}
}

func (r *recently) add(now time.Time) {
	r.roll(now)
	r.current++
}

func (r *recently) perSecond(now time.Time) float64 {
	r.roll(now)
	return max(r.current, r.last)
}

// sleep waits, but never longer than the context.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
