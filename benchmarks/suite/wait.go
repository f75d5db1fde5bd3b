package suite

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// Interval is the pause between two looks at a session. It is short, since
	// it is not the waiting that is measured.
	Interval = time.Millisecond
	// inFlight bounds the requests under way, as the SDK does by default.
	inFlight = 32
)

// PollEach is what a user writes who has no poller: a goroutine per session
// that looks, pauses and looks again, with a bound on the requests under way.
func PollEach(ctx context.Context, ids []string, ended func(ctx context.Context, id string) (bool, error)) error {
	room := make(chan struct{}, inFlight)
	return Each(ids, func(id string) error {
		for {
			room <- struct{}{}
			done, err := ended(ctx, id)
			<-room
			if done || err != nil {
				return err
			}
			time.Sleep(Interval)
		}
	})
}

// Each does something for all ids at once and returns all errors.
func Each(ids []string, do func(id string) error) error {
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		all   error
	)
	for _, id := range ids {
		group.Go(func() {
			if err := do(id); err != nil {
				mu.Lock()
				defer mu.Unlock()
				all = errors.Join(all, err)
			}
		})
	}
	group.Wait()
	return all
}

// PollByList is what a careful user writes who has no watcher: list all
// sessions, cross off those that have ended, pause, and list again. pass ranges
// over the list and stops when it is told to.
func PollByList(ids []string, pass func(each func(id string, ended bool) bool) error) error {
	waiting := make(map[string]bool, len(ids))
	for _, id := range ids {
		waiting[id] = true
	}
	for len(waiting) > 0 {
		unseen := len(waiting)
		err := pass(func(id string, ended bool) bool {
			if waiting[id] {
				unseen--
				if ended {
					delete(waiting, id)
				}
			}
			return unseen > 0
		})
		if err != nil {
			return err
		}
		if len(waiting) > 0 {
			time.Sleep(Interval)
		}
	}
	return nil
}
