package backuprestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
)

// look is one round of a watcher.
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

// readList reads the list for as long as that is the cheapest way.
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
			if p == nil || p.inspect(value).status == "" {
				continue
			}
			w.take(p, unseen, value)
		}
		if len(unseen) <= pages {
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
		value, err := w.kind.job([]string{id}).fetch(ctx, Capture(&answer))
		switch {
		case err == nil:
			w.asked = max(w.asked, answer.RetryAfter)
			w.take(p, unseen, value)
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrBadRequest):
			w.end(Change[T]{ID: id, Value: p.latest, Err: fmt.Errorf("watching %s: %w", p, err)})
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
func (w *Watcher[T]) readBatches(ctx context.Context, unseen map[string]*Poller[T]) (trouble error) {
	for item, err := range w.kind.many(ctx, only(w.order, unseen)) {
		switch {
		case err != nil && (ctx.Err() != nil || errors.Is(err, ErrThrottled)):
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
	switch err := p.take(value); {
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
