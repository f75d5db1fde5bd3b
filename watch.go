package backuprestore

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/graphbackup/backuprestore/models"
)

// A Watcher follows many jobs of one kind to their ends, at the price of
// reading a list. [Watcher.Changes] does all the work; between two calls of it
// nothing happens. A Watcher is not safe for concurrent use.
//
// One round of looking costs
//   - one request for each page of the list, up to the page that shows the
//     last of the jobs which are watched and have not ended: for 1,000 sessions
//     in pages of 100, ten;
//   - for jobs that the list does not show, one request for every twenty (see
//     [RestoreSessionsService.GetMany]) or a GET for a single one, and a GET
//     more for each that the batch could not read.
//
// The list is left as soon as no more jobs are to be found than pages have been
// read, and is not begun when no more jobs are waited for than pages were read
// the last time: what is left is then cheaper to read by its id.
type Watcher[T any] struct {
	kind    watchable[T]
	name    string
	policy  PollingPolicy
	refused error

	order   []string
	waiting map[string]*Poller[T]
	// changes are seen and not handed out yet.
	changes []Change[T]
	looked  bool
	// pages is how many pages the last reading of the list took.
	pages int
	asked time.Duration
}

// A Change is news of one watched job.
type Change[T any] struct {
	ID string
	// Value is what the job is now, or was when it was last seen if it is gone.
	Value T
	// Done says that the job has ended; nothing more comes for its id. Err is
	// then nil for a success, an [*OperationError] as [Poller.Wait] describes it
	// (with a status that cannot be told, too), or an error that matches
	// [ErrNotFound] when the job is gone and [ErrBadRequest] when the service
	// takes the id for none.
	Done bool
	Err  error
}

// A watchable is what a watcher knows of the things it follows.
type watchable[T any] struct {
	job  func(ids []string) job[T]
	list func(ctx context.Context, opts ...RequestOption) iter.Seq2[T, error]
	many func(ctx context.Context, ids []string, opts ...RequestOption) iter.Seq2[BatchItem[T], error]
	id   func(T) string
}

// Watch follows restore sessions of any workload. Nothing is sent before
// [Watcher.Changes] is ranged over.
func (s *RestoreSessionsService) Watch(ids ...string) *Watcher[models.RestoreSession] {
	return newWatcher(s.client, ids, watchable[models.RestoreSession]{
		job: s.job, list: s.List, many: s.GetMany,
		id: func(session models.RestoreSession) string { return session.Base().ID },
	})
}

// Watch follows browse sessions of the workload. Nothing is sent before
// [Watcher.Changes] is ranged over.
func (s *WorkloadBrowseSessions[S]) Watch(ids ...string) *Watcher[S] {
	return newWatcher(s.client, ids, watchable[S]{
		job: s.job, list: s.List, many: s.GetMany,
		id: func(session S) string { return session.Base().ID },
	})
}

func newWatcher[T any](c *Client, ids []string, kind watchable[T]) *Watcher[T] {
	w := &Watcher[T]{kind: kind, policy: c.polling, waiting: map[string]*Poller[T]{}, pages: 1, name: kind.job(nil).kind}
	for _, id := range ids {
		if w.waiting[id] != nil {
			continue
		}
		p := pollerFor(c, kind.job([]string{id}))
		if err := checkID(id); err != nil {
			w.refused = cmp.Or(w.refused, fmt.Errorf("watching %s: %w: %w", p, ErrInvalid, err))
		}
		w.waiting[id], w.order = p, append(w.order, id)
	}
	return w
}

// Waiting gives the ids of the jobs that have not ended as far as has been
// seen, in the order in which they were named.
func (w *Watcher[T]) Waiting() []string { return only(w.order, w.waiting) }

func only[V any](order []string, in map[string]V) []string {
	var ids []string
	for _, id := range order {
		if _, ok := in[id]; ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// Changes looks, as politely as a [Poller], until every job has ended, and
// yields each job when it is first seen, when anything about it has changed,
// and when it has ended. Leaving the loop ends the watching; ranging again goes
// on where it was, and first yields what had been seen but not yet yielded.
//
// How a job ended is in its [Change]. The error beside it ends the watching as
// a whole: the context's, or one of a look that the policy's OnError does not
// let pass. Changes can be ranged over again after that.
func (w *Watcher[T]) Changes(ctx context.Context, opts ...WaitOption) iter.Seq2[Change[T], error] {
	return func(yield func(Change[T], error) bool) {
		policy, err := w.policy.with(opts)
		if err = cmp.Or(w.refused, err); err != nil {
			yield(Change[T]{}, err)
			return
		}
		rhythm, began, failures := newRhythm(policy), time.Now(), 0
		for pause := w.looked; w.deliver(yield) && len(w.waiting) > 0; pause = true {
			if pause {
				err = rhythm.pause(ctx, w.asked)
			}
			if err == nil {
				err = w.look(ctx)
			}
			if err == nil {
				w.looked, failures = true, 0
				continue
			}
			// What was seen before the look failed is news all the same.
			if !w.deliver(yield) {
				return
			}
			if failures++; ctx.Err() != nil {
				err = w.interrupted(ctx, began)
			} else if policy.OnError(err, failures) {
				err = nil
				continue
			}
			yield(Change[T]{}, fmt.Errorf("watching %s: %w", w, err))
			return
		}
	}
}

func (w *Watcher[T]) deliver(yield func(Change[T], error) bool) bool {
	for len(w.changes) > 0 {
		next := w.changes[0]
		w.changes = w.changes[1:]
		if !yield(next, nil) {
			return false
		}
	}
	return true
}

// String says what is watched; it is safe to log.
func (w *Watcher[T]) String() string {
	return fmt.Sprintf("%d of %d %s", len(w.waiting), len(w.order), w.name)
}

// interrupted tells how far the jobs were when their watcher was called away.
func (w *Watcher[T]) interrupted(ctx context.Context, began time.Time) error {
	statuses := map[string]int{}
	for _, p := range w.waiting {
		status := "not seen"
		if p.known {
			status = p.shows().status
		}
		statuses[status]++
	}
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		parts = append(parts, fmt.Sprintf("%d %s", statuses[status], status))
	}
	return fmt.Errorf("stopped after %s with %s: %w", time.Since(began).Round(time.Second), strings.Join(parts, ", "), ctx.Err())
}
