package backuprestore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/graphbackup/backuprestore/models"
)

// A Poller follows one job of the service to its end: a restore session, a
// browse session, a bulk request and so on. It does nothing by itself: it
// looks when [Poller.Poll], [Poller.Updates] or [Poller.Wait] is called. It is
// not safe for concurrent use.
type Poller[T any] struct {
	job    job[T]
	policy PollingPolicy

	latest T
	known  bool
	moved  bool
	end    ending
	asked  time.Duration
}

// A job is what a poller knows of the thing it follows.
type job[T any] struct {
	kind    string
	ids     []string
	fetch   func(ctx context.Context, opts ...RequestOption) (T, error)
	inspect func(T) condition
	// goneIsDone: the job is to remove the resource, so its absence is success.
	goneIsDone bool
}

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

func (j job[T]) id() string { return strings.Join(j.ids, "/") }

// pollerFor follows a job of which nothing has been seen.
func pollerFor[T any](c *Client, j job[T]) *Poller[T] {
	return &Poller[T]{job: j, policy: c.polling}
}

// pollerFrom follows a job whose first state was the answer to the call that
// started it.
func pollerFrom[T any](c *Client, j job[T], first T) *Poller[T] {
	p := pollerFor(c, j)
	// An unknowable first state is for the first poll to report.
	_ = p.see(first)
	return p
}

// Latest is the value of the last poll that succeeded, or of the call that
// started the job. It is the zero value in a poller that has not looked yet.
func (p *Poller[T]) Latest() T { return p.latest }

// ID is the id of the job, or the ids from the outermost to the innermost with
// slashes between them.
func (p *Poller[T]) ID() string { return p.job.id() }

// Done says whether the last look found the job at its end, good or bad.
func (p *Poller[T]) Done() bool { return p.end.done }

// Poll looks once. It returns the value, and with it an error when the job has
// ended badly (see [Poller.Wait]). A poll that fails leaves the poller as it
// was and returns its last value. Once the job is done nothing is sent any
// more.
func (p *Poller[T]) Poll(ctx context.Context) (T, error) {
	if p.end.done {
		return p.latest, p.end.err
	}
	var answer Response
	value, err := p.job.fetch(ctx, Capture(&answer))
	if errors.Is(err, ErrNotFound) && p.job.goneIsDone {
		p.end = ending{done: true}
		return p.latest, nil
	}
	if err != nil {
		return p.latest, err
	}
	p.asked = answer.RetryAfter
	return p.latest, p.see(value)
}

// see takes in what a look at the job showed.
func (p *Poller[T]) see(value T) error {
	p.latest, p.known = value, true
	c := p.job.inspect(value)
	bad := func(sentinel error) error {
		e := &OperationError{Kind: p.job.kind, ID: p.job.id(), Status: c.status, sentinel: sentinel}
		if detail, ok := c.detail.Get(); ok {
			e.Detail = &detail
		}
		return e
	}
	moved := p.moved
	p.moved = moved || c.phase != unmoved
	if c.phase == unmoved && moved {
		c.phase = failed
	}
	switch c.phase {
	case succeeded:
		p.end = ending{done: true}
	case partial:
		p.end = ending{done: true, err: bad(ErrPartial)}
	case failed:
		p.end = ending{done: true, err: bad(ErrFailed)}
	case unknowable:
		return bad(ErrUnknownStatus)
	}
	return p.end.err
}

// Updates polls until the job ends and yields the value of every poll; leaving
// the loop ends the waiting, and ranging again goes on. The last value comes
// with an error when the job has ended badly, as [Poller.Wait] describes.
func (p *Poller[T]) Updates(ctx context.Context, opts ...WaitOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		policy, err := p.policy.with(opts)
		if err != nil {
			yield(p.latest, err)
			return
		}
		if p.end.done {
			yield(p.latest, p.end.err)
			return
		}
		w := wait[T]{poller: p, rhythm: newRhythm(policy), began: time.Now()}
		// What nobody has seen yet is looked at right away.
		for look := !p.known; ; look = true {
			if look {
				value, err, more := w.look(ctx)
				if more = yield(value, err) && more; !more {
					return
				}
			}
			if err := w.pause(ctx); err != nil {
				yield(p.latest, err)
				return
			}
		}
	}
}

// Wait polls until the job ends and returns its last value. The error is
//   - nil when the job succeeded;
//   - an [*OperationError] matching [ErrPartial] when part of it failed, and
//     [ErrFailed] when all of it did;
//   - one matching [ErrUnknownStatus] when nobody can say whether it ended;
//   - one matching [ErrNotFound] when the resource is gone, with the last value
//     that was seen;
//   - the context's error, naming the last status and how long was waited;
//   - any other error of a poll that the policy's OnError does not let pass.
//
// After an error that is not the job's own, Wait can be called again.
func (p *Poller[T]) Wait(ctx context.Context, opts ...WaitOption) (T, error) {
	var err error
	for _, e := range p.Updates(ctx, opts...) {
		err = e
	}
	return p.latest, err
}

// ResumeToken is text from which another process can make this poller again,
// with the Resume method of the service that made it. It holds the kind and
// the ids of the job and nothing else.
func (p *Poller[T]) ResumeToken() string { return resumeToken{p.job.kind, p.job.ids}.String() }

// String names the job; it is safe to log.
func (p *Poller[T]) String() string { return p.job.kind + " " + p.job.id() }

func (p PollingPolicy) with(opts []WaitOption) (PollingPolicy, error) {
	changed := p
	for _, opt := range opts {
		opt(&changed)
	}
	return changed.withDefaults(p)
}

// A wait is one run of Updates.
type wait[T any] struct {
	poller *Poller[T]
	rhythm *rhythm
	began  time.Time
	errors int
}

// look polls until a poll succeeds or an error ends the wait; more says
// whether the job goes on.
func (w *wait[T]) look(ctx context.Context) (value T, err error, more bool) {
	p := w.poller
	for {
		value, err = p.Poll(ctx)
		var own *OperationError
		switch {
		case err == nil:
			w.errors = 0
			return value, nil, !p.end.done
		case errors.As(err, &own):
			return value, err, false
		case ctx.Err() != nil:
			return value, w.interrupted(ctx), false
		}
		w.errors++
		if !w.rhythm.policy.OnError(err, w.errors) {
			return value, fmt.Errorf("waiting for %s: %w", p, err), false
		}
		p.asked = 0
		var answer *Error
		if errors.As(err, &answer) {
			p.asked = answer.RetryAfter
		}
		if err := w.pause(ctx); err != nil {
			return value, err, false
		}
	}
}

// pause sleeps until the next poll is due.
func (w *wait[T]) pause(ctx context.Context) error {
	if w.rhythm.pause(ctx, w.poller.asked) != nil {
		return w.interrupted(ctx)
	}
	return nil
}

// interrupted tells where the job stood when its waiter was called away.
func (w *wait[T]) interrupted(ctx context.Context) error {
	status := "not seen"
	if w.poller.known {
		status = fmt.Sprintf("%q", w.poller.job.inspect(w.poller.latest).status)
	}
	return fmt.Errorf("stopped waiting for %s after %s, status %s: %w",
		w.poller, time.Since(w.began).Round(time.Second), status, ctx.Err())
}
