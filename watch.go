package backuprestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
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
//     [RestoreSessionsService.GetMany]), or a GET for a single one, and a GET
//     more for each that the batch could not read.
//
// Once no more jobs are left than the list has such pages, they are read
// without it, so a round never takes more reads than jobs are left.
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
	w := &Watcher[T]{kind: kind, policy: c.polling, waiting: map[string]*Poller[T]{}, pages: 1}
	for _, id := range ids {
		if w.waiting[id] != nil {
			continue
		}
		p := pollerFor(c, kind.job([]string{id}))
		if err := checkID(id); err != nil {
			w.refused = cmp.Or(w.refused, fmt.Errorf("watching %s: %w: %w", p, ErrInvalid, err))
		}
		w.name, w.waiting[id], w.order = p.job.kind, p, append(w.order, id)
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

// look is one round.
func (w *Watcher[T]) look(ctx context.Context) (err error) {
	w.asked = 0
	unseen := maps.Clone(w.waiting)
	if len(unseen) > w.pages {
		err = w.readList(ctx, unseen)
	}
	if err == nil {
		err = w.readRest(ctx, unseen)
	}
	var answer *Error
	if errors.As(err, &answer) {
		w.asked = max(w.asked, answer.RetryAfter)
	}
	return err
}

// readList reads the list for as long as there is something to look for.
func (w *Watcher[T]) readList(ctx context.Context, unseen map[string]*Poller[T]) error {
	var answer Response
	pages := 0
	list := func(opts ...RequestOption) iter.Seq2[T, error] { return w.kind.list(ctx, opts...) }
	for page, err := range Pages(list, Capture(&answer)) {
		if err != nil {
			return err
		}
		pages++
		w.asked = max(w.asked, answer.RetryAfter)
		for _, value := range page.Items {
			p := unseen[w.kind.id(value)]
			// A list may leave out members; the absence of a status is no status.
			if p == nil || p.job.inspect(value).status == "" {
				continue
			}
			w.take(p, unseen, value)
		}
		if len(unseen) == 0 {
			break
		}
	}
	w.pages = pages
	return nil
}

// readRest reads by id what the list did not show, in batches first. It goes
// on behind a job that cannot be read, and ends with the service's trouble.
func (w *Watcher[T]) readRest(ctx context.Context, unseen map[string]*Poller[T]) (trouble error) {
	if len(unseen) > 1 {
		trouble = w.readBatches(ctx, unseen)
	}
	for _, id := range only(w.order, unseen) {
		p := unseen[id]
		var answer Response
		value, err := p.job.fetch(ctx, Capture(&answer))
		switch {
		case err == nil:
			w.asked = max(w.asked, answer.RetryAfter)
			w.take(p, unseen, value)
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrBadRequest):
			w.end(Change[T]{ID: id, Value: p.latest, Err: fmt.Errorf("watching %s: %w", p, err)})
		case ctx.Err() != nil, KeepWaiting(err, 0):
			return err
		default:
			trouble = cmp.Or(trouble, fmt.Errorf("%s: %w", p, err))
		}
	}
	return trouble
}

// readBatches takes what batches show. A 404 there is no proof: the endpoint
// may have no batches. So everything but a value, and but a trouble that
// passes, is left to a GET.
func (w *Watcher[T]) readBatches(ctx context.Context, unseen map[string]*Poller[T]) (trouble error) {
	for item, err := range w.kind.many(ctx, only(w.order, unseen)) {
		switch {
		case err != nil && (ctx.Err() != nil || KeepWaiting(err, 0)):
			clear(unseen)
			return err
		case err != nil:
			return trouble
		case item.Err == nil:
			w.asked = max(w.asked, item.asked)
			w.take(unseen[item.ID], unseen, item.Value)
		case KeepWaiting(item.Err, 0):
			trouble = cmp.Or(trouble, item.Err)
			delete(unseen, item.ID)
		}
	}
	return trouble
}

// take notes what a job is now.
func (w *Watcher[T]) take(p *Poller[T], unseen map[string]*Poller[T], value T) {
	id, before, known := p.ID(), p.latest, p.known
	delete(unseen, id)
	switch err := p.see(value); {
	case err != nil || p.end.done:
		w.end(Change[T]{ID: id, Value: value, Err: err})
	case !known || !reflect.DeepEqual(before, value):
		w.changes = append(w.changes, Change[T]{ID: id, Value: value})
	}
}

func (w *Watcher[T]) end(last Change[T]) {
	last.Done = true
	delete(w.waiting, last.ID)
	w.changes = append(w.changes, last)
}

// String says what is watched; it is safe to log.
func (w *Watcher[T]) String() string {
	return fmt.Sprintf("%d of %d, kind %s", len(w.waiting), len(w.order), w.name)
}

// interrupted tells how far the jobs were when their watcher was called away.
func (w *Watcher[T]) interrupted(ctx context.Context, began time.Time) error {
	statuses := map[string]int{}
	for _, p := range w.waiting {
		status := "not seen"
		if p.known {
			status = p.job.inspect(p.latest).status
		}
		statuses[status]++
	}
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		parts = append(parts, fmt.Sprintf("%d %s", statuses[status], status))
	}
	return fmt.Errorf("stopped after %s with %s: %w", time.Since(began).Round(time.Second), strings.Join(parts, ", "), ctx.Err())
}
