package backuprestore_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

func sessionJSON(status string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.oneDriveForBusinessRestoreSession","id":%q,"status":%q}`, sampleID, status)
}

// activated is a poller whose polls get the given statuses, the last one for
// ever.
func activated(t *testing.T, statuses ...string) (*backuprestore.Poller[models.RestoreSession], *stub) {
	t.Helper()
	server := &stub{answer: func(n int, _ request) (int, string) {
		if n == 1 {
			return http.StatusOK, sessionJSON("activating")
		}
		return http.StatusOK, sessionJSON(statuses[min(n-2, len(statuses)-1)])
	}}
	poller, err := newTestClient(t, server).RestoreSessions.Activate(t.Context(), sampleID)
	require.NoError(t, err)
	return poller, server
}

func TestPollerEndsWithEveryFinalStatus(t *testing.T) {
	for status, want := range map[string]error{
		"completed":          nil,
		"Completed":          nil,
		"completedWithError": backuprestore.ErrPartial,
		"failed":             backuprestore.ErrFailed,
		"unknownFutureValue": backuprestore.ErrUnknownStatus,
		"":                   backuprestore.ErrUnknownStatus,
	} {
		t.Run(status, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				poller, server := activated(t, "active", status)
				session, err := poller.Wait(t.Context())
				require.ErrorIs(t, err, want)
				require.Equal(t, models.RestoreSessionStatus(status), session.Base().Status.Or("absent"))
				require.Len(t, server.seen(), 3)
				if want != nil {
					var operation *backuprestore.OperationError
					require.ErrorAs(t, err, &operation)
					require.Equal(t, sampleID, operation.ID)
					require.Equal(t, status, operation.Status)
				}
				require.Equal(t, !errors.Is(want, backuprestore.ErrUnknownStatus), poller.Done())
			})
		})
	}
}

func TestPollerSendsNothingOnceItIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poller, server := activated(t, "failed")
		_, first := poller.Wait(t.Context())
		_, second := poller.Wait(t.Context())
		_, third := poller.Poll(t.Context())
		require.ErrorIs(t, first, backuprestore.ErrFailed)
		require.Equal(t, first, second)
		require.Equal(t, first, third)
		require.Len(t, server.seen(), 2)
	})
}

func TestPollerReportsStatusesItDoesNotKnowAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poller, _ := activated(t, "active", "rehydrating", "completed")
		var seen []models.RestoreSessionStatus
		for session, err := range poller.Updates(t.Context()) {
			require.NoError(t, err)
			seen = append(seen, session.Base().Status.Or(""))
		}
		require.Equal(t, []models.RestoreSessionStatus{"active", "rehydrating", "completed"}, seen)
	})
}

func TestPollerUpdatesCanBeLeftAndTakenUpAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poller, server := activated(t, "active", "active", "completed")
		for _, err := range poller.Updates(t.Context()) {
			require.NoError(t, err)
			break
		}
		require.Len(t, server.seen(), 2)
		_, err := poller.Wait(t.Context())
		require.NoError(t, err)
		require.Len(t, server.seen(), 4)
	})
}

func TestPollerIntervalsGrowWithJitter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poller, _ := activated(t, "active")
		start := time.Now()
		var gaps []time.Duration
		for _, err := range poller.Updates(t.Context()) {
			require.NoError(t, err)
			gaps = append(gaps, time.Since(start))
			start = time.Now()
			if len(gaps) == 12 {
				break
			}
		}
		for i, want := range []float64{5, 7.5, 11.25, 16.875, 25.3, 38, 57, 60, 60, 60, 60, 60} {
			require.InDelta(t, want, gaps[i].Seconds(), want*0.201, "interval %d", i)
		}
		require.NotEqual(t, gaps[10], gaps[11], "no jitter")
	})
}

func TestPollerDoesAsTheServiceAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &stub{answer: func(n int, _ request) (int, string) {
			return http.StatusOK, sessionJSON(map[bool]string{true: "active", false: "completed"}[n < 3])
		}}
		asking := roundTripper(func(r *http.Request) (*http.Response, error) {
			response, err := server.RoundTrip(r)
			response.Header.Set("Retry-After", "600")
			return response, err
		})
		start := time.Now()
		_, err := newTestClient(t, asking).RestoreSessions.Poller(sampleID).Wait(t.Context())
		require.NoError(t, err)
		require.Equal(t, 20*time.Minute, time.Since(start))
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestPollerLooksALastTimeBeforeItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poller, server := activated(t, "active")
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		start, last := time.Now(), time.Duration(0)
		var err error
		for _, e := range poller.Updates(ctx) {
			if err = e; err == nil {
				last = time.Since(start)
			}
		}
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 88*time.Second, last)
		require.ErrorContains(t, err, `restoreSession `+sampleID+` after 1m30s, status "active"`)
		require.False(t, poller.Done())
		require.Greater(t, len(server.seen()), 4)
	})
}

func TestPollerStopsAtOnceWhenCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poller, _ := activated(t, "active")
		ctx, cancel := context.WithCancel(t.Context())
		start := time.Now()
		time.AfterFunc(time.Second, cancel)
		_, err := poller.Wait(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, time.Second, time.Since(start))
	})
}

func TestPollerSurvivesWhatPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failures := 0
		server := &stub{answer: func(n int, _ request) (int, string) {
			switch {
			case n == 1:
				return http.StatusOK, sessionJSON("activating")
			case n < 4000: // days of an outage
				failures++
				return http.StatusServiceUnavailable, `{"error":{"code":"serviceNotAvailable","message":"later"}}`
			}
			return http.StatusOK, sessionJSON("completed")
		}}
		poller, err := newTestClient(t, server).RestoreSessions.Activate(t.Context(), sampleID)
		require.NoError(t, err)
		session, err := poller.Wait(t.Context())
		require.NoError(t, err)
		require.Equal(t, models.RestoreSessionStatusCompleted, session.Base().Status.Or(""))
		require.Equal(t, 3998, failures)
	})
}

func TestPollerEndsWithWhatDoesNotPassAndKeepsItsState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &stub{answer: func(n int, _ request) (int, string) {
			switch n {
			case 1:
				return http.StatusOK, sessionJSON("activating")
			case 2:
				return http.StatusOK, sessionJSON("active")
			case 3:
				return http.StatusForbidden, `{"error":{"code":"accessDenied","message":"no"}}`
			}
			return http.StatusOK, sessionJSON("completed")
		}}
		poller, err := newTestClient(t, server).RestoreSessions.Activate(t.Context(), sampleID)
		require.NoError(t, err)
		session, err := poller.Wait(t.Context())
		require.ErrorIs(t, err, backuprestore.ErrForbidden)
		require.ErrorContains(t, err, "waiting for restoreSession "+sampleID)
		require.Equal(t, models.RestoreSessionStatusActive, session.Base().Status.Or(""))
		require.False(t, poller.Done())
		_, err = poller.Wait(t.Context())
		require.NoError(t, err)
	})
}

func TestPollerSaysThatTheJobIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &stub{answer: func(n int, _ request) (int, string) {
			if n == 1 {
				return http.StatusCreated, `{"id":"b1","status":"creating"}`
			}
			return http.StatusNotFound, `{"error":{"code":"itemNotFound","message":"expired"}}`
		}}
		poller, err := newTestClient(t, server).BrowseSessions.OneDrive.Create(t.Context(), models.BrowseSessionCreate{RestorePointID: samplePoint})
		require.NoError(t, err)
		session, err := poller.Wait(t.Context())
		require.ErrorIs(t, err, backuprestore.ErrNotFound)
		require.Equal(t, models.BrowseSessionStatusCreating, session.Status)
	})
}

func TestPollerOfADeletionEndsWhenTheRuleIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &stub{answer: func(n int, _ request) (int, string) {
			switch n {
			case 1:
				return http.StatusAccepted, `{"value":{"id":"r1","status":"deleteRequested"}}`
			case 2:
				return http.StatusOK, `{"id":"r1","status":"deleteRequested"}`
			}
			return http.StatusNotFound, `{"error":{"code":"ProtectionRuleNotFound","message":"gone"}}`
		}}
		poller, err := newTestClient(t, server).InclusionRules.Drives.DeleteAndUnprotect(t.Context(), sampleID, "r1")
		require.NoError(t, err)
		require.Equal(t, "r1", poller.Latest().ID)
		_, err = poller.Wait(t.Context())
		require.NoError(t, err)
		require.True(t, poller.Done())
	})
}

func TestPollerTakesAJobThatIsDoneAtOnce(t *testing.T) {
	server := always(http.StatusCreated, `{"id":"b1","status":"created"}`)
	poller, err := newTestClient(t, server).BrowseSessions.SharePoint.Create(t.Context(), models.BrowseSessionCreate{RestorePointID: samplePoint})
	require.NoError(t, err)
	require.True(t, poller.Done())
	session, err := poller.Wait(t.Context())
	require.NoError(t, err)
	require.Equal(t, "b1", session.ID)
	require.Len(t, server.seen(), 1)
}

func TestPollerAsksTheCallersOwnPolicy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &stub{answer: func(int, request) (int, string) {
			return http.StatusNotFound, `{"error":{"code":"itemNotFound","message":"not yet"}}`
		}}
		asked := 0
		_, err := newTestClient(t, server).RestoreSessions.Poller(sampleID).Wait(t.Context(),
			backuprestore.PollEvery(time.Minute, time.Hour),
			backuprestore.OnPollError(func(err error, inARow int) bool {
				require.ErrorIs(t, err, backuprestore.ErrNotFound)
				asked++
				require.Equal(t, asked, inARow)
				return inARow < 3
			}))
		require.ErrorIs(t, err, backuprestore.ErrNotFound)
		require.Equal(t, 3, asked)
	})
}

func TestPollerRefusesAPolicyThatWouldShrink(t *testing.T) {
	_, err := newTestClient(t, always(http.StatusOK, "{}")).RestoreSessions.Poller(sampleID).Wait(t.Context(), backuprestore.PollEvery(time.Hour, time.Minute))
	require.ErrorContains(t, err, "would shrink")
}

// A connection that breaks in the middle of every answer, for as long as one
// likes, is an outage as any other.
func TestPollerSurvivesAnswersThatBreakOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		polls := 0
		broken := roundTripper(func(r *http.Request) (*http.Response, error) {
			polls++
			body := sessionJSON("completed")
			if polls < 200 {
				body = body[:20]
			}
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
				ContentLength: int64(len(sessionJSON("completed"))), Body: io.NopCloser(io.MultiReader(strings.NewReader(body), errorReader{polls < 200}))}, nil
		})
		_, err := newTestClient(t, broken).RestoreSessions.Poller(sampleID).Wait(t.Context())
		require.NoError(t, err)
		require.Equal(t, 200, polls)
	})
}

// errorReader breaks a body off.
type errorReader struct{ broken bool }

func (r errorReader) Read([]byte) (int, error) {
	if r.broken {
		return 0, io.ErrUnexpectedEOF
	}
	return 0, io.EOF
}
