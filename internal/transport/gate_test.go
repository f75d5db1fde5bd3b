package transport

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// limitedService takes n requests per second and answers 429 to the rest,
// after a latency like that of a network.
type limitedService struct {
	n       int
	latency time.Duration

	mu       sync.Mutex
	second   time.Time
	taken    int
	accepted int
	refused  int
}

func (s *limitedService) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := sleep(r.Context(), s.latency); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if now.Sub(s.second) >= time.Second {
		s.second, s.taken = now, 0
	}
	if s.taken >= s.n {
		s.refused++
		return answer(429, "", "Retry-After", "1")(r)
	}
	s.taken++
	s.accepted++
	return answer(200, `{}`)(r)
}

// A hundred callers at once meet a service that takes fewer. All succeed, and
// the refused share stays small: no more than the requests that were under way
// when the first 429 came, and a few more while the pace is found again.
func TestHundredCallersOfAThrottledService(t *testing.T) {
	for _, test := range []struct {
		name     string
		calls    int // by each of the 100 callers
		perSec   int
		maxShare float64
	}{
		{name: "one call each, 10 per second", calls: 1, perSec: 10, maxShare: 0.20},
		{name: "one call each, 50 per second", calls: 1, perSec: 50, maxShare: 0.20},
		{name: "20 calls each, 50 per second", calls: 20, perSec: 50, maxShare: 0.05},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &limitedService{n: test.perSec, latency: 20 * time.Millisecond}
				tr := newTestTransport(t, s)
				var failed atomic.Int64
				var group sync.WaitGroup
				began := time.Now()
				for range 100 {
					group.Go(func() {
						for range test.calls {
							if _, err := do(t.Context(), tr, testRequest(http.MethodPost)); err != nil {
								failed.Add(1)
							}
						}
					})
				}
				group.Wait()
				share := float64(s.refused) / float64(s.refused+s.accepted)
				took := time.Since(began)
				ideal := time.Duration(100*test.calls/test.perSec) * time.Second
				t.Logf("%d accepted, %d refused (%.1f %%), %v where the service's limit alone would take %v",
					s.accepted, s.refused, 100*share, took.Round(time.Millisecond), ideal)
				require.Zero(t, failed.Load())
				require.Equal(t, 100*test.calls, s.accepted)
				require.LessOrEqual(t, share, test.maxShare)
				require.LessOrEqual(t, took, 2*ideal+5*time.Second)
			})
		})
	}
}

// One call's 429 holds back another that has not been sent yet, whatever it is.
func TestThrottleHoldsBackTheWholeClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{answer(429, "", "Retry-After", "30"), answer(200, `{}`)}}
		tr := newTestTransport(t, s)
		var group sync.WaitGroup
		group.Go(func() { _, _ = do(t.Context(), tr, testRequest(http.MethodGet)) })
		synctest.Wait()
		require.Len(t, s.seen, 1)

		// It would outlive this call's context, which learns so at once.
		short, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		began := time.Now()
		_, err := do(short, tr, testRequest(http.MethodPost))
		e := requireError(t, err, KindStatus)
		require.Equal(t, 429, e.Status)
		require.Zero(t, e.Attempts)
		require.ErrorIs(t, err, errHeldBack)
		require.InDelta(t, 30*time.Second, e.RetryAfter, float64(3*time.Second))
		require.Equal(t, began, time.Now())

		group.Go(func() { _, _ = do(t.Context(), tr, testRequest(http.MethodPost)) })
		group.Wait()
		require.Len(t, s.seen, 3)
		require.GreaterOrEqual(t, s.seen[1].at.Sub(began), 30*time.Second)
		require.Greater(t, s.seen[2].at, s.seen[1].at, "the gate opens for one at a time")
	})
}

// A caller that leaves the queue at the gate leaves it working.
func TestCallersMayLeaveTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{answer(429, "", "Retry-After", "30"), answer(200, `{}`)}}
		tr := newTestTransport(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		var canceled, fine atomic.Int64
		for i := range 20 {
			caller := t.Context()
			if i%2 == 0 {
				caller = ctx
			}
			group.Go(func() {
				if _, err := do(caller, tr, testRequest(http.MethodGet)); err != nil {
					canceled.Add(1)
				} else {
					fine.Add(1)
				}
			})
			synctest.Wait()
		}
		time.Sleep(time.Second)
		cancel()
		synctest.Wait()
		require.EqualValues(t, 10, canceled.Load(), "at once, not when the gate opens")
		group.Wait()
		require.EqualValues(t, 10, fine.Load())
		require.Empty(t, tr.gate.turn)
		require.Empty(t, tr.gate.inFlight)
	})
}

func TestRequestsUnderWayAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		tr := newTestTransport(t, roundTripFunc(func(r *http.Request) (*http.Response, error) {
			defer now.Add(-1)
			for n := now.Add(1); ; {
				if m := most.Load(); n <= m || most.CompareAndSwap(m, n) {
					break
				}
			}
			_ = sleep(r.Context(), time.Second)
			return answer(200, `{}`)(r)
		}), func(c *Config) { c.MaxInFlight = 4 })
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { _, _ = do(t.Context(), tr, testRequest(http.MethodGet)) })
		}
		began := time.Now()
		group.Wait()
		require.EqualValues(t, 4, most.Load())
		require.Equal(t, 5*time.Second, time.Since(began))
	})
}

// The refusals of one burst come in over time, but say one thing only.
func TestBurstOfRefusalsIsOneSignal(t *testing.T) {
	g := newGate(16)
	sent := time.Now()
	for range 50 {
		g.answered(sent)
	}
	for i := range 16 {
		g.refused(sent, sent.Add(time.Duration(i)*time.Second), time.Second)
	}
	require.InDelta(t, 40, g.rate, 0.1)
}

func TestPanicLeavesTheGate(t *testing.T) {
	tr := newTestTransport(t, roundTripFunc(func(*http.Request) (*http.Response, error) { panic("middleware") }))
	for range 2 * DefaultMaxInFlight {
		require.Panics(t, func() { _, _ = do(t.Context(), tr, testRequest(http.MethodGet)) })
	}
	require.Empty(t, tr.gate.inFlight)
}

func TestPacingIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{answer(429, "", "Retry-After", "1"), answer(200, `{}`)}}
		tr := newTestTransport(t, s)
		_, err := do(t.Context(), tr, testRequest(http.MethodGet))
		require.NoError(t, err)
		time.Sleep(paceMemory + time.Second)
		began := time.Now()
		for range 100 {
			_, err := do(t.Context(), tr, testRequest(http.MethodGet))
			require.NoError(t, err)
		}
		require.Equal(t, began, time.Now())
	})
}
