package backuprestore_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

// A fleet serves restore sessions: by list, by id, and in batches.
type fleet struct {
	order    []string
	statuses map[string]string
	page     int
	unlisted map[string]bool // there, but not shown by the list
	fail     func(r request) (status int, body string)

	lists, gets, batches, batched int
}

func newFleet(n int, status string) *fleet {
	f := &fleet{statuses: map[string]string{}, page: 100, unlisted: map[string]bool{}}
	for i := range n {
		f.add("s"+strconv.Itoa(i), status)
	}
	return f
}

func (f *fleet) add(id, status string) {
	f.order = append(f.order, id)
	f.statuses[id] = status
}

func (f *fleet) set(status string, ids ...string) {
	for _, id := range ids {
		f.statuses[id] = status
	}
}

func (f *fleet) forget(id string) { delete(f.statuses, id) }

// counted are the requests since the last time it was asked.
func (f *fleet) counted() string {
	text := fmt.Sprintf("%d lists, %d gets, %d batches of %d", f.lists, f.gets, f.batches, f.batched)
	f.lists, f.gets, f.batches, f.batched = 0, 0, 0, 0
	return text
}

func (f *fleet) answer(_ int, r request) (int, string) {
	if f.fail != nil {
		if status, body := f.fail(r); status != 0 {
			return status, body
		}
	}
	switch {
	case strings.HasSuffix(r.path, "/restoreSessions"):
		f.lists++
		return f.list(r)
	case strings.HasSuffix(r.path, "/$batch"):
		f.batches++
		return f.batch(r)
	}
	f.gets++
	return f.one(r.path)
}

func (f *fleet) list(r request) (int, string) {
	from, _ := strconv.Atoi(strings.TrimPrefix(r.query, "$skiptoken="))
	var items []string
	next := ""
	for i := from; i < len(f.order); i++ {
		if i == from+f.page {
			next = `,"@odata.nextLink":"/solutions/backupRestore/restoreSessions?$skiptoken=` + strconv.Itoa(i) + `"`
			break
		}
		if id := f.order[i]; f.statuses[id] != "" && !f.unlisted[id] {
			items = append(items, f.show(id))
		}
	}
	return http.StatusOK, `{"value":[` + strings.Join(items, ",") + `]` + next + `}`
}

func (f *fleet) show(id string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.exchangeRestoreSession","id":%q,"status":%q}`, id, f.statuses[id])
}

func (f *fleet) one(path string) (int, string) {
	id := path[strings.LastIndex(path, "/")+1:]
	if f.statuses[id] == "" {
		return http.StatusNotFound, `{"error":{"code":"RestoreSessionNotFound","message":"gone"}}`
	}
	return http.StatusOK, f.show(id)
}

func (f *fleet) batch(r request) (int, string) {
	var answers []string
	for _, one := range batchedIn(r) {
		f.batched++
		status, body := f.one(one.URL)
		answers = append(answers, fmt.Sprintf(`{"id":%q,"status":%d,"headers":{"Content-Type":"application/json"},"body":%s}`, one.ID, status, body))
	}
	return http.StatusOK, `{"responses":[` + strings.Join(answers, ",") + `]}`
}

type batchedRequest struct {
	ID, Method, URL string
	Headers         map[string]string
}

func batchedIn(r request) []batchedRequest {
	var body struct{ Requests []batchedRequest }
	_ = json.Unmarshal(r.body, &body) // a body that is none has no requests
	return body.Requests
}

// watched is a watcher of all sessions of a fleet but for the others.
func watched(t *testing.T, f *fleet, ids ...string) *backuprestore.Watcher[models.RestoreSession] {
	t.Helper()
	if ids == nil {
		ids = f.order
	}
	return newTestClient(t, &stub{answer: f.answer}).RestoreSessions.Watch(ids...)
}

// describe renders a change for comparison.
func describe(c backuprestore.Change[models.RestoreSession]) string {
	text := c.ID + " -"
	if c.Value != nil {
		text = c.ID + " " + string(c.Value.Base().Status.Or(""))
	}
	if c.Done {
		text += " done"
	}
	for _, sentinel := range []error{backuprestore.ErrPartial, backuprestore.ErrFailed, backuprestore.ErrNotFound, backuprestore.ErrUnknownStatus, backuprestore.ErrBadRequest} {
		if errors.Is(c.Err, sentinel) {
			text += ": " + sentinel.Error()
		}
	}
	return text
}

// rounds ranges over a watcher to its end and gathers changes by the moment
// at which they were seen; between tells the fleet what happens after each.
func rounds(t *testing.T, w *backuprestore.Watcher[models.RestoreSession], f *fleet, script map[int]func()) (changes [][]string, requests []string) {
	t.Helper()
	last := time.Time{}
	for change, err := range w.Changes(t.Context()) {
		require.NoError(t, err)
		if now := time.Now(); !now.Equal(last) {
			last = now
			changes, requests = append(changes, nil), append(requests, f.counted())
			if step := script[len(changes)]; step != nil {
				step()
			}
		}
		changes[len(changes)-1] = append(changes[len(changes)-1], describe(change))
	}
	return changes, requests
}

func TestWatchCostsListCallsAndNotAGetForEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(1000, "active")
		w := watched(t, f)
		changes, requests := rounds(t, w, f, map[int]func(){
			1: func() { f.set("completed", f.order[:600]...) },
			2: func() { f.set("completed", f.order[600:995]...) },
			3: func() { f.set("completed", f.order[995:]...) },
		})
		require.Equal(t, []string{
			"10 lists, 0 gets, 0 batches of 0",
			"10 lists, 0 gets, 0 batches of 0",
			"10 lists, 0 gets, 0 batches of 0",
			"0 lists, 0 gets, 1 batches of 5", // five are left, and the list has ten pages
		}, requests)
		require.Len(t, changes[0], 1000)
		require.Len(t, changes[1], 600)
		require.Len(t, changes[2], 395)
		require.Equal(t, []string{"s995 completed done", "s996 completed done", "s997 completed done", "s998 completed done", "s999 completed done"}, changes[3])
		require.Empty(t, w.Waiting())
	})
}

func TestWatchLeavesTheListWhenAllAreSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(1000, "active")
		_, requests := rounds(t, watched(t, f, f.order[100:300]...), f, map[int]func(){1: func() { f.set("completed", f.order...) }})
		require.Equal(t, []string{"3 lists, 0 gets, 0 batches of 0", "3 lists, 0 gets, 0 batches of 0"}, requests)
	})
}

// Sessions deep in a long list are cheaper to read by themselves.
func TestWatchDoesNotReadALongListForAFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(10_000, "active")
		_, requests := rounds(t, watched(t, f, f.order[9_990:9_994]...), f, map[int]func(){1: func() { f.set("completed", f.order[:9_993]...) }, 2: func() { f.set("failed", f.order...) }})
		require.Equal(t, []string{"4 lists, 0 gets, 1 batches of 4", "0 lists, 0 gets, 1 batches of 4", "0 lists, 1 gets, 0 batches of 0"}, requests)
	})
}

func TestWatchReadsWhatTheListDoesNotShow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(300, "active")
		for _, id := range f.order[:25] {
			f.unlisted[id] = true
		}
		changes, requests := rounds(t, watched(t, f), f, map[int]func(){1: func() {
			f.set("completed", f.order...)
			clear(f.unlisted)
			f.unlisted["s7"] = true
			f.statuses["s8"], f.page = "", 300
		}})
		require.Equal(t, "3 lists, 0 gets, 2 batches of 25", requests[0])
		// s8 is gone: no batch is believed about that.
		require.Equal(t, "1 lists, 1 gets, 1 batches of 2", requests[1])
		require.Contains(t, changes[1], "s7 completed done")
		require.Contains(t, changes[1], "s8 active done: not found")
	})
}

func TestWatchEndsEachWithItsOwnOutcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(8, "active")
		w := watched(t, f)
		changes, _ := rounds(t, w, f, map[int]func(){
			1: func() {
				f.set("Completed", "s0")
				f.set("completedWithError", "s1")
				f.set("failed", "s2")
				f.set("unknownFutureValue", "s3")
				f.set("rehydrating", "s4")
				f.forget("s5")
			},
			2: func() { f.set("completed", "s4", "s6", "s7") },
		})
		require.Equal(t, [][]string{
			{"s0 active", "s1 active", "s2 active", "s3 active", "s4 active", "s5 active", "s6 active", "s7 active"},
			{
				"s0 Completed done", "s1 completedWithError done: partly failed", "s2 failed done: failed",
				"s3 unknownFutureValue done: unknown status", "s4 rehydrating", "s5 active done: not found",
			},
			{"s4 completed done", "s6 completed done", "s7 completed done"},
		}, changes)
	})
}

func TestWatchOfAFailedSessionCarriesItsError(t *testing.T) {
	f := newFleet(1, "failed")
	for change, err := range watched(t, f).Changes(t.Context()) {
		require.NoError(t, err)
		var failed *backuprestore.OperationError
		require.ErrorAs(t, change.Err, &failed)
		require.Equal(t, "s0", failed.ID)
		require.Equal(t, "failed", failed.Status)
	}
	require.Equal(t, "0 lists, 1 gets, 0 batches of 0", f.counted())
}

// A list that shows sessions without their status does not end them.
func TestWatchDoesNotTakeTheAbsenceOfAStatusForOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(3, "active")
		f.fail = func(r request) (int, string) {
			if strings.HasSuffix(r.path, "/restoreSessions") {
				return http.StatusOK, `{"value":[null,{"id":"s0"},{"id":"s1"},{"id":"s2"},{"id":"other"}]}`
			}
			return 0, ""
		}
		changes, _ := rounds(t, watched(t, f), f, map[int]func(){1: func() { f.set("completed", f.order...) }})
		require.Equal(t, [][]string{{"s0 active", "s1 active", "s2 active"}, {"s0 completed done", "s1 completed done", "s2 completed done"}}, changes)
	})
}

func TestWatchManagesWithoutBatches(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
	}{
		"not there":  {http.StatusNotFound, `{"error":{"code":"ResourceNotFound","message":"no batches here"}}`},
		"broken":     {http.StatusBadGateway, "<html>"},
		"unreadable": {http.StatusOK, "<html>sign in</html>"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFleet(3, "active")
				f.fail = func(r request) (int, string) {
					if strings.HasSuffix(r.path, "/$batch") {
						return test.status, test.body
					}
					return 0, ""
				}
				for _, id := range f.order {
					f.unlisted[id] = true
				}
				f.forget("s1")
				changes, _ := rounds(t, watched(t, f), f, map[int]func(){1: func() { f.set("completed", "s0", "s2") }})
				require.Equal(t, [][]string{{"s0 active", "s1 - done: not found", "s2 active"}, {"s0 completed done", "s2 completed done"}}, changes)
			})
		})
	}
}

func TestWatchGoesOnWhereItWasLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(5, "completed")
		w := watched(t, f)
		var seen []string
		for range 5 { // one change each time: no ending may be lost
			for change, err := range w.Changes(t.Context()) {
				require.NoError(t, err)
				seen = append(seen, describe(change))
				break
			}
		}
		require.Equal(t, []string{"s0 completed done", "s1 completed done", "s2 completed done", "s3 completed done", "s4 completed done"}, seen)
		require.Equal(t, "1 lists, 0 gets, 0 batches of 0", f.counted())
		more, err := backuprestore.Collect(w.Changes(t.Context()))
		require.NoError(t, err)
		require.Empty(t, more, "all have ended and were told")
		require.Equal(t, "0 lists, 0 gets, 0 batches of 0", f.counted())
	})
}

// Leaving and ranging again is no way to look more often.
func TestWatchPausesBeforeItLooksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(2, "active")
		w := watched(t, f)
		var at []time.Duration
		start := time.Now()
		for range 3 {
			for _, err := range w.Changes(t.Context()) {
				require.NoError(t, err)
				at = append(at, time.Since(start))
				break
			}
			f.set("completed", "s0")
		}
		require.Equal(t, []time.Duration{0, 0}, at[:2], "the second was seen already")
		require.InDelta(t, 5*time.Second, at[2], float64(time.Second))
	})
}

func TestWatchCountsFailuresInARow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(2, "active")
		looks, counts := 0, []int{}
		f.fail = func(request) (int, string) {
			looks++
			if looks == 6 {
				f.set("completed", f.order...)
			} else if looks != 3 {
				return http.StatusForbidden, `{"error":{"code":"accessDenied","message":"not now"}}`
			}
			return 0, ""
		}
		keep := backuprestore.OnPollError(func(_ error, inARow int) bool {
			counts = append(counts, inARow)
			return true
		})
		_, err := backuprestore.Collect(watched(t, f).Changes(t.Context(), keep))
		require.NoError(t, err)
		require.Equal(t, []int{1, 2, 1, 2}, counts)
	})
}

// A service that asks to be left alone is not asked for each session instead.
func TestWatchLeavesAThrottlingServiceAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(30, "completed")
		start := time.Now()
		f.fail = func(r request) (int, string) {
			switch {
			case strings.HasSuffix(r.path, "/restoreSessions"):
				return http.StatusOK, `{"value":[]}`
			case time.Since(start) < time.Hour:
				return http.StatusTooManyRequests, `{"error":{"code":"TooManyRequests","message":"later"}}`
			}
			return 0, ""
		}
		server := &stub{answer: f.answer}
		changes, err := backuprestore.Collect(newTestClient(t, server, backuprestore.WithRetry(backuprestore.RetryPolicy{MaxAttempts: 1})).
			RestoreSessions.Watch(f.order...).Changes(t.Context()))
		require.NoError(t, err)
		require.Len(t, changes, 30)
		require.Equal(t, "0 lists, 0 gets, 2 batches of 30", f.counted())
		for _, r := range server.seen() {
			require.False(t, strings.Contains(r.path, "/restoreSessions/"), "a GET of one session")
		}
	})
}

func TestWatchYieldsWhatChangedAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(3, "activating")
		start := time.Now()
		f.fail = func(request) (int, string) {
			switch passed := time.Since(start); {
			case passed > 2*time.Hour:
				f.set("completed", f.order...)
			case passed > time.Hour:
				f.set("active", "s1")
			}
			return 0, ""
		}
		changes, _ := rounds(t, watched(t, f), f, nil)
		require.Equal(t, [][]string{
			{"s0 activating", "s1 activating", "s2 activating"}, {"s1 active"},
			{"s0 completed done", "s1 completed done", "s2 completed done"},
		}, changes)
		require.InDelta(t, 2*time.Hour, time.Since(start), float64(2*time.Minute))
	})
}

func TestWatchIsAsPoliteAsAPoller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(2, "active")
		var looks []time.Duration
		start := time.Now()
		f.fail = func(request) (int, string) {
			looks = append(looks, time.Since(start))
			start = time.Now()
			return 0, ""
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		var err error
		for _, e := range watched(t, f).Changes(ctx) {
			err = e
		}
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "watching 2 of 2 restoreSession: stopped after 10m0s with 2 active")
		for i, want := range []float64{0, 5, 7.5, 11.25, 16.875, 25.3, 38, 57, 60} {
			require.InDelta(t, want, looks[i].Seconds(), want*0.201, "interval %d", i)
		}
		require.Equal(t, 2*time.Second, time.Since(start), "a last look just before the deadline")
	})
}

func TestWatchDoesAsTheServiceAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(2, "active")
		server := &stub{answer: f.answer}
		asking := roundTripper(func(r *http.Request) (*http.Response, error) {
			response, err := server.RoundTrip(r)
			response.Header.Set("Retry-After", "600")
			return response, err
		})
		start := time.Now()
		for _, err := range newTestClient(t, asking).RestoreSessions.Watch(f.order...).Changes(t.Context()) {
			require.NoError(t, err)
			f.set("completed", f.order...)
		}
		require.Equal(t, 10*time.Minute, time.Since(start))
	})
}

func TestWatchSurvivesWhatPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(250, "active")
		failures := 0
		f.fail = func(r request) (int, string) {
			// The second page fails for hours.
			if strings.HasSuffix(r.query, "100") && failures < 2_000 {
				failures++
				return http.StatusServiceUnavailable, `{"error":{"code":"serviceNotAvailable","message":"later"}}`
			}
			return 0, ""
		}
		seen := map[string]int{}
		for change, err := range watched(t, f).Changes(t.Context()) {
			require.NoError(t, err)
			seen[change.ID]++
			if len(seen) == 250 {
				f.set("completed", f.order...)
			}
		}
		require.Len(t, seen, 250)
		for id, n := range seen {
			require.Equal(t, 2, n, id)
		}
		require.Equal(t, 2_000, failures)
	})
}

func TestWatchEndsWithWhatDoesNotPassAndCanGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(250, "active")
		forbidden := true
		f.fail = func(r request) (int, string) {
			if forbidden && strings.HasSuffix(r.query, "100") {
				return http.StatusForbidden, `{"error":{"code":"accessDenied","message":"no"}}`
			}
			return 0, ""
		}
		f.set("completed", "s0")
		w := watched(t, f)
		seen := 0
		var err error
		for _, e := range w.Changes(t.Context()) {
			if err = e; e == nil {
				seen++
			}
		}
		require.ErrorIs(t, err, backuprestore.ErrForbidden)
		require.ErrorContains(t, err, "watching 249 of 250 restoreSession: GET /solutions/backupRestore/restoreSessions")
		require.Equal(t, 100, seen, "the first page was seen before the second failed")
		require.Len(t, w.Waiting(), 249)

		forbidden = false
		f.set("completed", f.order...)
		for change, err := range w.Changes(t.Context()) {
			require.NoError(t, err)
			require.True(t, change.Done)
			seen++
		}
		require.Equal(t, 349, seen)
	})
}

// One session that cannot be read holds up neither the others nor their ends.
func TestWatchGoesOnBehindAnUnreadableSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(3, "active")
		broken := true
		f.fail = func(r request) (int, string) {
			switch {
			case strings.HasSuffix(r.path, "/restoreSessions"), strings.HasSuffix(r.path, "/$batch"):
				return http.StatusOK, `{"value":[],"responses":[]}`
			case strings.HasSuffix(r.path, "/s0") && broken:
				return http.StatusForbidden, `{"error":{"code":"accessDenied","message":"not this one"}}`
			case strings.HasSuffix(r.path, "/s1"):
				return http.StatusBadRequest, `{"error":{"code":"InvalidRestoreSessionId","message":"no id"}}`
			}
			return 0, ""
		}
		f.set("completed", "s0", "s2")
		w := watched(t, f)
		asked, seen := 0, []string{}
		keep := backuprestore.OnPollError(func(err error, inARow int) bool {
			require.ErrorIs(t, err, backuprestore.ErrForbidden)
			require.ErrorContains(t, err, "restoreSession s0: GET")
			asked++
			require.Equal(t, asked, inARow)
			broken = asked < 3
			return true
		})
		for change, err := range w.Changes(t.Context(), keep) {
			require.NoError(t, err)
			seen = append(seen, describe(change))
		}
		require.Equal(t, []string{"s1 - done: bad request", "s2 completed done", "s0 completed done"}, seen)
		require.Equal(t, 3, asked)
	})
}

func TestWatchWaitsForThrottledItems(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(2, "completed")
		throttled := true
		f.fail = func(r request) (int, string) {
			switch {
			case strings.HasSuffix(r.path, "/restoreSessions"):
				return http.StatusOK, `{"value":[]}`
			case strings.HasSuffix(r.path, "/$batch") && throttled:
				return http.StatusOK, `{"responses":[{"id":"1","status":200,"body":` + f.show("s0") + `},
					{"id":"2","status":429,"headers":{"Retry-After":"3600"},"body":{"error":{"code":"TooManyRequests","message":"later"}}}]}`
			}
			return 0, ""
		}
		start := time.Now()
		var seen []string
		for change, err := range watched(t, f).Changes(t.Context()) {
			require.NoError(t, err)
			seen, throttled = append(seen, describe(change)), false
		}
		require.Equal(t, []string{"s0 completed done", "s1 completed done"}, seen)
		require.Equal(t, time.Hour, time.Since(start))
		require.Equal(t, "0 lists, 1 gets, 0 batches of 0", f.counted())
	})
}

func TestWatchRefusesBadIDsBeforeAnythingIsSent(t *testing.T) {
	f := newFleet(1, "active")
	for _, err := range watched(t, f, "s0", "../s1").Changes(t.Context()) {
		require.ErrorIs(t, err, backuprestore.ErrInvalid)
		require.ErrorContains(t, err, "restoreSession ../s1")
	}
	for _, err := range watched(t, f, "s0").Changes(t.Context(), backuprestore.PollEvery(time.Hour, time.Minute)) {
		require.ErrorContains(t, err, "would shrink")
	}
	require.Equal(t, "0 lists, 0 gets, 0 batches of 0", f.counted())
}

func TestWatchOfNothingEndsAtOnceAndNamesCountOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(2, "completed")
		none, err := backuprestore.Collect(watched(t, f, []string{}...).Changes(t.Context()))
		require.NoError(t, err)
		require.Empty(t, none)
		w := watched(t, f, "s1", "s0", "s1")
		require.Equal(t, []string{"s1", "s0"}, w.Waiting())
		changes, _ := rounds(t, w, f, nil)
		require.Equal(t, [][]string{{"s0 completed done", "s1 completed done"}}, changes)
	})
}

func TestWatchFollowsBrowseSessionsToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &stub{answer: func(n int, r request) (int, string) {
			require.Equal(t, "/v1.0/solutions/backupRestore/sharePointBrowseSessions", r.path)
			return http.StatusOK, fmt.Sprintf(`{"value":[{"id":"b1","status":%q},{"id":"b2","status":%q}]}`,
				[]string{"creating", "created"}[n-1], []string{"creating", "failed"}[n-1])
		}}
		outcome := map[string]error{}
		for change, err := range newTestClient(t, server).BrowseSessions.SharePoint.Watch("b1", "b2").Changes(t.Context()) {
			require.NoError(t, err)
			if change.Done {
				outcome[change.ID] = change.Err
			}
		}
		require.Len(t, outcome, 2)
		require.NoError(t, outcome["b1"])
		require.ErrorIs(t, outcome["b2"], backuprestore.ErrFailed)
	})
}
