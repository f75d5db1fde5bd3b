package backuprestore

import (
	"context"
	"iter"

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
type Watcher[T any] struct{ watch }

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
func (s *OneDriveBrowseSessions) Watch(ids ...string) *Watcher[models.OneDriveForBusinessBrowseSession] {
	return newWatcher(s.client, ids, watchable[models.OneDriveForBusinessBrowseSession]{
		job: s.job, list: s.List, many: s.GetMany,
		id: func(session models.OneDriveForBusinessBrowseSession) string { return session.Base().ID },
	})
}

func newWatcher[T any](c *Client, ids []string, kind watchable[T]) *Watcher[T] {
	inspect := kind.job(nil).inspect
	see := func(value T) sighting { return sighting{kind.id(value), value, inspect(value)} }
	w := &Watcher[T]{watch{
		name: kind.job(nil).kind, policy: c.polling,
		readPages: func(ctx context.Context, opts []RequestOption, each func([]sighting, error) bool) {
			list := func(opts ...RequestOption) iter.Seq2[T, error] { return kind.list(ctx, opts...) }
			for page, err := range Pages(list, opts...) {
				seen := make([]sighting, len(page.Items))
				for i, value := range page.Items {
					seen[i] = see(value)
				}
				if !each(seen, err) {
					return
				}
			}
		},
		readOne: func(ctx context.Context, id string, opts ...RequestOption) (sighting, error) {
			value, err := kind.job([]string{id}).fetch(ctx, opts...)
			if err != nil {
				return sighting{}, err
			}
			return sighting{id, value, inspect(value)}, nil
		},
		readMany: func(ctx context.Context, ids []string, each func(BatchItem[sighting], error) bool) {
			for item, err := range kind.many(ctx, ids) {
				raw := BatchItem[sighting]{ID: item.ID, Err: item.Err, asked: item.asked}
				if err == nil && item.Err == nil {
					raw.Value = sighting{item.ID, item.Value, inspect(item.Value)}
				}
				if !each(raw, err) {
					return
				}
			}
		},
	}}
	w.add(ids)
	return w
}

// Waiting gives the ids of the jobs that have not ended as far as has been
// seen, in the order in which they were named.
func (w *Watcher[T]) Waiting() []string { return only(w.order, w.waiting) }

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
		w.changes(ctx, opts, func(news Change[any], err error) bool {
			value, _ := news.Value.(T)
			return yield(Change[T]{ID: news.ID, Value: value, Done: news.Done, Err: news.Err}, err)
		})
	}
}

// String says what is watched; it is safe to log.
func (w *Watcher[T]) String() string { return w.watch.String() }
