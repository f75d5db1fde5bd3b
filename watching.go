package backuprestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A watch is a [Watcher] but for the values, of whose type it knows nothing.
type watch struct {
	name      string
	policy    PollingPolicy
	refused   error
	readPages func(ctx context.Context, opts []RequestOption, each func([]sighting, error) bool)
	readOne   func(ctx context.Context, id string, opts ...RequestOption) (sighting, error)
	readMany  func(ctx context.Context, ids []string, each func(BatchItem[sighting], error) bool)

	order   []string
	waiting map[string]*watched
	// news is seen and not handed out yet.
	news   []Change[any]
	looked bool
	// pages is how many pages the last reading of the list took.
	pages int
	asked time.Duration
}

// A sighting is what one answer showed of a job.
type sighting struct {
	id        string
	value     any
	condition condition
}

type watched struct {
	follower
	latest any
}

func (w *watch) add(ids []string) {
	w.waiting, w.pages = map[string]*watched{}, 1
	for _, id := range ids {
		if w.waiting[id] != nil {
			continue
		}
		p := &watched{follower: follower{kind: w.name, ids: []string{id}}}
		if err := checkID(id); err != nil {
			w.refused = cmp.Or(w.refused, fmt.Errorf("watching %s: %w: %w", p, ErrInvalid, err))
		}
		w.waiting[id], w.order = p, append(w.order, id)
	}
}

func only[V any](order []string, in map[string]V) []string {
	var ids []string
	for _, id := range order {
		if _, ok := in[id]; ok {
			ids = append(ids, id)
		}
	}
	return ids
}

func (w *watch) changes(ctx context.Context, opts []WaitOption, yield func(Change[any], error) bool) {
	policy, err := w.policy.with(opts)
	if err = cmp.Or(w.refused, err); err != nil {
		yield(Change[any]{}, err)
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
		yield(Change[any]{}, fmt.Errorf("watching %s: %w", w, err))
		return
	}
}

func (w *watch) deliver(yield func(Change[any], error) bool) bool {
	for len(w.news) > 0 {
		next := w.news[0]
		w.news = w.news[1:]
		if !yield(next, nil) {
			return false
		}
	}
	return true
}

func (w *watch) String() string {
	return fmt.Sprintf("%d of %d %s", len(w.waiting), len(w.order), w.name)
}

// interrupted tells how far the jobs were when their watcher was called away.
func (w *watch) interrupted(ctx context.Context, began time.Time) error {
	statuses := map[string]int{}
	for _, p := range w.waiting {
		status := "not seen"
		if p.known {
			status = p.status
		}
		statuses[status]++
	}
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		parts = append(parts, fmt.Sprintf("%d %s", statuses[status], status))
	}
	return fmt.Errorf("stopped after %s with %s: %w", time.Since(began).Round(time.Second), strings.Join(parts, ", "), ctx.Err())
}

// look is one round of the watch.
func (w *watch) look(ctx context.Context) (err error) {
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

// readList reads the list for as long as that is the cheapest way.
func (w *watch) readList(ctx context.Context, unseen map[string]*watched) error {
	var answer Response
	pages := 0
	var trouble error
	w.readPages(ctx, []RequestOption{Capture(&answer)}, func(page []sighting, err error) bool {
		if err != nil {
			trouble = err
			return false
		}
		pages++
		w.asked = max(w.asked, answer.RetryAfter)
		for _, s := range page {
			// A list may leave out members; the absence of a status is no status.
			if p := unseen[s.id]; p != nil && s.condition.status != "" {
				w.take(p, unseen, s)
			}
		}
		return len(unseen) > pages
	})
	if trouble != nil {
		return trouble
	}
	w.pages = pages
	return nil
}

// readRest reads by id what the list did not show, in batches first. It goes
// on behind a job that cannot be read, and ends with the service's trouble.
func (w *watch) readRest(ctx context.Context, unseen map[string]*watched) (trouble error) {
	if len(unseen) > 1 {
		trouble = w.readBatches(ctx, unseen)
	}
	for _, id := range only(w.order, unseen) {
		p := unseen[id]
		var answer Response
		seen, err := w.readOne(ctx, id, Capture(&answer))
		switch {
		case err == nil:
			w.asked = max(w.asked, answer.RetryAfter)
			w.take(p, unseen, seen)
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrBadRequest):
			w.end(Change[any]{ID: id, Value: p.latest, Err: fmt.Errorf("watching %s: %w", p, err)})
		case ctx.Err() != nil, KeepWaiting(err, 0):
			return fmt.Errorf("%s: %w", p, err)
		default:
			trouble = cmp.Or(trouble, fmt.Errorf("%s: %w", p, err))
		}
	}
	return trouble
}

// readBatches takes what batches show. What they do not show proves nothing,
// since the endpoint may have no batches. So all but a value, and what only
// time can change, is left to a GET.
func (w *watch) readBatches(ctx context.Context, unseen map[string]*watched) (trouble error) {
	w.readMany(ctx, only(w.order, unseen), func(item BatchItem[sighting], err error) bool {
		switch {
		case err != nil && (ctx.Err() != nil || errors.Is(err, ErrThrottled)):
			clear(unseen)
			trouble = err
			return false
		case err != nil:
			return false
		case item.Err == nil:
			w.asked = max(w.asked, item.asked)
			w.take(unseen[item.ID], unseen, item.Value)
		case KeepWaiting(item.Err, 0):
			trouble = cmp.Or(trouble, item.Err)
			delete(unseen, item.ID)
		}
		return true
	})
	return trouble
}

// take notes what a job is now.
func (w *watch) take(p *watched, unseen map[string]*watched, seen sighting) {
	id, before, known := p.id(), p.latest, p.known
	delete(unseen, id)
	p.latest = seen.value
	switch err := p.see(seen.condition); {
	case err != nil || p.end.done:
		w.end(Change[any]{ID: id, Value: seen.value, Err: err})
	case !known || !reflect.DeepEqual(before, seen.value):
		w.news = append(w.news, Change[any]{ID: id, Value: seen.value})
	}
}

func (w *watch) end(last Change[any]) {
	last.Done = true
	delete(w.waiting, last.ID)
	w.news = append(w.news, last)
}
