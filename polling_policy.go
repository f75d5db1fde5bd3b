package backuprestore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// A PollingPolicy says how often a [Poller] looks at its job and what it does
// when a look fails. A zero field means its default.
type PollingPolicy struct {
	// Initial is the first interval between two polls (default 5 s). Each
	// following one is Growth times as long (default 1.5) up to Max (default
	// 60 s), give or take Jitter of it (default 0.2), so that many waits do not
	// beat in step.
	Initial, Max time.Duration
	Growth       float64
	Jitter       float64
	// OnError is asked about every poll that failed, with how many have failed
	// in a row; false ends the wait with that error. The default,
	// [KeepWaiting], goes on through what passes by itself.
	OnError func(err error, inARow int) bool
}

var defaultPolling = PollingPolicy{
	Initial: 5 * time.Second, Max: time.Minute, Growth: 1.5, Jitter: 0.2, OnError: KeepWaiting,
}

// KeepWaiting is the default answer to a failed poll: yes to throttling, to a
// service that is unavailable and to a connection that broke, no to everything
// that a repetition would not change. Polls are reads, so none of this can do
// anything twice.
func KeepWaiting(err error, _ int) bool {
	for _, passing := range []error{ErrThrottled, ErrUnavailable, ErrNotSent, ErrAmbiguous} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return false
}

func (p PollingPolicy) withDefaults(d PollingPolicy) (PollingPolicy, error) {
	if p.Initial < 0 || p.Max < 0 || p.Growth < 0 || p.Jitter < 0 || p.Jitter >= 1 {
		return d, errors.New("polling policy: intervals and growth must be positive and jitter below 1")
	}
	if p.Initial == 0 {
		p.Initial = d.Initial
	}
	if p.Max == 0 {
		p.Max = max(d.Max, p.Initial)
	}
	if p.Growth == 0 {
		p.Growth = d.Growth
	}
	if p.Jitter == 0 {
		p.Jitter = d.Jitter
	}
	if p.OnError == nil {
		p.OnError = d.OnError
	}
	if p.Max < p.Initial || p.Growth < 1 {
		return d, fmt.Errorf("polling policy: an interval that starts at %s, grows by %g and ends at %s would shrink", p.Initial, p.Growth, p.Max)
	}
	return p, nil
}

// A WaitOption changes one wait.
type WaitOption func(*PollingPolicy)

// PollEvery sets the first and the longest interval of one wait.
func PollEvery(first, longest time.Duration) WaitOption {
	return func(p *PollingPolicy) { p.Initial, p.Max = first, longest }
}

// OnPollError sets what one wait does about a poll that failed. See
// [PollingPolicy].
func OnPollError(keepWaiting func(err error, inARow int) bool) WaitOption {
	return func(p *PollingPolicy) { p.OnError = keepWaiting }
}

// A rhythm is the sequence of intervals of one wait.
type rhythm struct {
	policy PollingPolicy
	next   time.Duration
}

func newRhythm(p PollingPolicy) *rhythm { return &rhythm{policy: p, next: p.Initial} }

// interval is how long to pause before the next poll. What the service asked
// for counts, when it asked for something.
func (r *rhythm) interval(asked time.Duration) time.Duration {
	current := r.next
	r.next = min(time.Duration(float64(r.next)*r.policy.Growth), r.policy.Max)
	if asked > 0 {
		return asked
	}
	spread := float64(current) * r.policy.Jitter
	return current + time.Duration(spread*(2*rand.Float64()-1))
}

// lastLook is how long before its deadline a wait looks a last time, so that
// it does not end on old news.
const lastLook = 2 * time.Second

// pause sleeps until the next poll is due, or the context ends.
func (r *rhythm) pause(ctx context.Context, asked time.Duration) error {
	d := r.interval(asked)
	if deadline, ok := ctx.Deadline(); ok {
		if last := time.Until(deadline) - lastLook; d > last && last > 0 {
			d = last
		}
	}
	return sleep(ctx, d)
}

// sleep waits, but never longer than the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
