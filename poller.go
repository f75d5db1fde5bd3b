package backuprestore

import (
	"context"
	"iter"
)

// A Poller follows one job of the service to its end: a restore session, a
// browse session, a bulk request and so on. It does nothing by itself: it
// looks when [Poller.Poll], [Poller.Updates] or [Poller.Wait] is called. It is
// not safe for concurrent use.
type Poller[T any] struct {
	follower
	latest T
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

// pollerFor follows a job of which nothing has been seen.
func pollerFor[T any](c *Client, j job[T]) *Poller[T] {
	p := &Poller[T]{}
	p.follower = follower{
		kind: j.kind, ids: j.ids, goneIsDone: j.goneIsDone, policy: c.polling,
		read: func(ctx context.Context, opts ...RequestOption) (condition, error) {
			value, err := j.fetch(ctx, opts...)
			if err != nil {
				return condition{}, err
			}
			p.latest = value
			return j.inspect(value), nil
		},
	}
	return p
}

// pollerFrom follows a job whose first state was the answer to the call that
// started it.
func pollerFrom[T any](c *Client, j job[T], first T) *Poller[T] {
	p := pollerFor(c, j)
	p.latest = first
	// An unknowable first state is for the first poll to report.
	_ = p.see(j.inspect(first))
	return p
}

// Latest is the value of the last poll that succeeded, or of the call that
// started the job. It is the zero value in a poller that has not looked yet.
func (p *Poller[T]) Latest() T { return p.latest }

// ID is the id of the job, or the ids from the outermost to the innermost with
// slashes between them.
func (p *Poller[T]) ID() string { return p.id() }

// Done says whether the last look found the job at its end, good or bad.
func (p *Poller[T]) Done() bool { return p.end.done }

// Poll looks once. It returns the value, and with it an error when the job has
// ended badly (see [Poller.Wait]). A poll that fails leaves the poller as it
// was and returns its last value. Once the job is done nothing is sent any
// more.
func (p *Poller[T]) Poll(ctx context.Context) (T, error) {
	err := p.poll(ctx)
	return p.latest, err
}

// Updates polls until the job ends and yields the value of every poll; leaving
// the loop ends the waiting, and ranging again goes on. The last value comes
// with an error when the job has ended badly, as [Poller.Wait] describes.
func (p *Poller[T]) Updates(ctx context.Context, opts ...WaitOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		p.updates(ctx, opts, func(err error) bool { return yield(p.latest, err) })
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
	err := p.wait(ctx, opts)
	return p.latest, err
}

// ResumeToken is text from which another process can make this poller again,
// with the Resume method of the service that made it. It holds the kind and
// the ids of the job and nothing else.
func (p *Poller[T]) ResumeToken() string { return resumeToken{p.kind, p.ids}.String() }

// String names the job; it is safe to log.
func (p *Poller[T]) String() string { return p.follower.String() }
