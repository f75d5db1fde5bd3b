package backuprestore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/graphbackup/backuprestore/models"
)

// A follower is a poller but for the value, of whose type it knows nothing.
type follower struct {
	kind       string
	ids        []string
	goneIsDone bool
	policy     PollingPolicy
	// read fetches the value and keeps it.
	read func(ctx context.Context, opts ...RequestOption) (condition, error)

	known  bool
	status string // of the last look
	moved  bool
	end    ending
	asked  time.Duration
}

func (f *follower) id() string { return strings.Join(f.ids, "/") }

// String names the job.
func (f *follower) String() string { return f.kind + " " + f.id() }

// A condition is what one look at a job showed.
type condition struct {
	phase  phase
	status string
	detail models.Nullable[models.PublicError]
}

func conditionOf[S ~string](table statusTable[S], status S, detail models.Nullable[models.PublicError]) condition {
	return condition{table.phase(status), string(status), detail}
}

// An ending is how a job ended; the zero value says that it has not.
type ending struct {
	done bool
	err  error
}

func (f *follower) poll(ctx context.Context) error {
	if f.end.done {
		return f.end.err
	}
	var answer Response
	c, err := f.read(ctx, Capture(&answer))
	if errors.Is(err, ErrNotFound) && f.goneIsDone {
		f.end = ending{done: true}
		return nil
	}
	if err != nil {
		return err
	}
	f.asked = answer.RetryAfter
	return f.see(c)
}

// see takes in what a look at the job showed.
func (f *follower) see(c condition) error {
	f.known, f.status = true, c.status
	bad := func(sentinel error) error {
		e := &OperationError{Kind: f.kind, ID: f.id(), Status: c.status, sentinel: sentinel}
		if detail, ok := c.detail.Get(); ok {
			e.Detail = &detail
		}
		return e
	}
	moved := f.moved
	f.moved = moved || c.phase != unmoved
	if c.phase == unmoved && moved {
		c.phase = failed
	}
	switch c.phase {
	case succeeded:
		f.end = ending{done: true}
	case partial:
		f.end = ending{done: true, err: bad(ErrPartial)}
	case failed:
		f.end = ending{done: true, err: bad(ErrFailed)}
	case unknowable:
		return bad(ErrUnknownStatus)
	}
	return f.end.err
}

// updates yields after every look at the job, with the error that belongs to what
// it showed.
func (f *follower) updates(ctx context.Context, opts []WaitOption, yield func(error) bool) {
	policy, err := f.policy.with(opts)
	if err != nil {
		yield(err)
		return
	}
	if f.end.done {
		yield(f.end.err)
		return
	}
	w := wait{follower: f, rhythm: newRhythm(policy), began: time.Now()}
	// What nobody has seen yet is looked at right away.
	for look := !f.known; ; look = true {
		if look {
			err, more := w.look(ctx)
			if more = yield(err) && more; !more {
				return
			}
		}
		if err := w.pause(ctx); err != nil {
			yield(err)
			return
		}
	}
}

func (f *follower) wait(ctx context.Context, opts []WaitOption) (last error) {
	f.updates(ctx, opts, func(err error) bool {
		last = err
		return true
	})
	return last
}

func (p PollingPolicy) with(opts []WaitOption) (PollingPolicy, error) {
	changed := p
	for _, opt := range opts {
		opt(&changed)
	}
	return changed.withDefaults(p)
}

// A wait is one run of Updates.
type wait struct {
	*follower
	rhythm *rhythm
	began  time.Time
	errors int
}

// look polls until a poll succeeds or an error ends the wait; more says
// whether the job goes on.
func (w *wait) look(ctx context.Context) (err error, more bool) {
	for {
		err = w.poll(ctx)
		var own *OperationError
		switch {
		case err == nil:
			w.errors = 0
			return nil, !w.end.done
		case errors.As(err, &own):
			return err, false
		case ctx.Err() != nil:
			return w.interrupted(ctx), false
		}
		w.errors++
		if !w.rhythm.policy.OnError(err, w.errors) {
			return fmt.Errorf("waiting for %s: %w", w, err), false
		}
		w.asked = 0
		var answer *Error
		if errors.As(err, &answer) {
			w.asked = answer.RetryAfter
		}
		if err := w.pause(ctx); err != nil {
			return err, false
		}
	}
}

// pause sleeps until the next poll is due.
func (w *wait) pause(ctx context.Context) error {
	if w.rhythm.pause(ctx, w.asked) != nil {
		return w.interrupted(ctx)
	}
	return nil
}

// interrupted tells where the job stood when its waiter was called away.
func (w *wait) interrupted(ctx context.Context) error {
	status := "not seen"
	if w.known {
		status = fmt.Sprintf("%q", w.status)
	}
	return fmt.Errorf("stopped waiting for %s after %s, status %s: %w",
		w, time.Since(w.began).Round(time.Second), status, ctx.Err())
}
