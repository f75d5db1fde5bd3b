package backuprestore_test

import (
	"context"
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
	"github.com/graphbackup/backuprestore/graphtest"
	"github.com/graphbackup/backuprestore/models"
)

// batchServer answers each request in a batch from item: "" leaves it out.
func batchServer(item func(round int, r batchedRequest) string) *stub {
	return &stub{answer: func(n int, r request) (int, string) {
		var answers []string
		for _, one := range batchedIn(r) {
			if text := item(n, one); text != "" {
				answers = append(answers, fmt.Sprintf(`{"id":%q,%s}`, one.ID, text))
			}
		}
		// The service does not keep the order.
		for i := range len(answers) / 2 {
			answers[i], answers[len(answers)-1-i] = answers[len(answers)-1-i], answers[i]
		}
		return http.StatusOK, `{"responses":[` + strings.Join(answers, ",") + `]}`
	}}
}

func idOf(r batchedRequest) string {
	path, _, _ := strings.Cut(r.URL, "?")
	return path[strings.LastIndex(path, "/")+1:]
}

func sessionItem(id, status string) string {
	return fmt.Sprintf(`"status":200,"headers":{"Content-Type":"application/json"},"body":{"@odata.type":"#microsoft.graph.sharePointRestoreSession","id":%q,"status":%q}`, id, status)
}

type sessionItems []backuprestore.BatchItem[models.RestoreSession]

func getMany(t *testing.T, server http.RoundTripper, ids []string, opts ...backuprestore.RequestOption) (sessionItems, error) {
	t.Helper()
	return backuprestore.Collect(newTestClient(t, server).RestoreSessions.GetMany(t.Context(), ids, opts...))
}

func numbered(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = "s" + strconv.Itoa(i)
	}
	return ids
}

func TestGetManyReadsTwentyToARequestInOrder(t *testing.T) {
	server := batchServer(func(_ int, r batchedRequest) string { return sessionItem(idOf(r), "active") })
	items, err := getMany(t, server, append(numbered(44), "s3"))
	require.NoError(t, err)
	require.Len(t, items, 45)
	for i, item := range items[:44] {
		require.NoError(t, item.Err)
		require.Equal(t, "s"+strconv.Itoa(i), item.ID)
		require.Equal(t, item.ID, item.Value.Base().ID)
		require.IsType(t, models.SharePointRestoreSession{}, item.Value)
	}
	require.Equal(t, "s3", items[44].Value.Base().ID, "an id may be named twice")
	sent := server.seen()
	require.Len(t, sent, 3)
	require.Equal(t, "POST /v1.0/$batch", sent[0].method+" "+sent[0].path)
	require.Len(t, batchedIn(sent[0]), 20)
	require.Len(t, batchedIn(sent[2]), 5)
}

// The headers of a batch do not reach the requests in it.
func TestGetManySendsEachRequestWhole(t *testing.T) {
	server := batchServer(func(_ int, r batchedRequest) string { return sessionItem(idOf(r), "failed") })
	var answer backuprestore.Response
	_, err := getMany(t, server, []string{"a=,b", "c"}, backuprestore.Select("id", "status"), backuprestore.Header("X-Trace", "1"),
		backuprestore.Header("Prefer", "odata.maxpagesize=5"), backuprestore.APIVersion("beta"), backuprestore.Capture(&answer))
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.Status)
	require.Equal(t, "/beta/$batch", server.seen()[0].path)
	require.Equal(t, []batchedRequest{
		{"1", "GET", "/solutions/backupRestore/restoreSessions/a=%2Cb?$select=id%2Cstatus", map[string]string{"Prefer": "include-unknown-enum-members, odata.maxpagesize=5", "X-Trace": "1"}},
		{"2", "GET", "/solutions/backupRestore/restoreSessions/c?$select=id%2Cstatus", map[string]string{"Prefer": "include-unknown-enum-members, odata.maxpagesize=5", "X-Trace": "1"}},
	}, batchedIn(server.seen()[0]))
}

func TestGetManyKeepsErrorsToTheirItems(t *testing.T) {
	server := batchServer(func(_ int, r batchedRequest) string {
		switch idOf(r) {
		case "gone":
			return `"status":404,"headers":{"request-id":"inner-id"},"body":{"error":{"code":"RestoreSessionNotFound","message":"none","innerError":{"code":"deep"}}}`
		case "denied":
			return `"status":403,"headers":null,"body":{"error":{"code":"accessDenied","message":"no"}}`
		case "html":
			return `"status":502,"body":"PGh0bWw+"`
		case "null":
			return `"status":200,"body":null`
		case "empty":
			return `"status":200`
		case "text":
			return `"status":200,"body":"aGk="`
		case "shape":
			return `"status":200,"body":{"id":5}`
		case "lost":
			return ""
		}
		return sessionItem(idOf(r), "active")
	})
	synctest.Test(t, func(t *testing.T) {
		items, err := getMany(t, server, []string{"gone", "ok1", "denied", "html", "null", "empty", "text", "shape", "lost", "../up", "ok2"})
		require.NoError(t, err)
		for i, want := range []error{
			backuprestore.ErrNotFound, nil, backuprestore.ErrForbidden, backuprestore.ErrUnavailable, backuprestore.ErrBadAnswer,
			backuprestore.ErrBadAnswer, backuprestore.ErrBadAnswer, backuprestore.ErrBadAnswer, backuprestore.ErrBadAnswer, backuprestore.ErrInvalid, nil,
		} {
			require.ErrorIs(t, items[i].Err, want, items[i].ID)
			require.Equal(t, want == nil, items[i].Value != nil, items[i].ID)
		}
		var gone *backuprestore.Error
		require.ErrorAs(t, items[0].Err, &gone)
		require.Equal(t, http.StatusNotFound, gone.Status)
		require.Equal(t, []string{"RestoreSessionNotFound", "deep"}, gone.Codes)
		require.Equal(t, "inner-id", gone.RequestID)
		require.NotEmpty(t, gone.ClientRequestID)
		require.False(t, gone.Sent.IsZero())
		require.Equal(t, "GET /solutions/backupRestore/restoreSessions/{id}", gone.Method+" "+gone.Path)
		require.ErrorContains(t, items[8].Err, "leaves this request out")
		require.NotContains(t, items[7].Err.Error(), "shape")
	})
}

func TestGetManyAsksAgainForThrottledItemsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := batchServer(func(round int, r batchedRequest) string {
			switch {
			case round == 1 && idOf(r) < "s2":
				return `"status":429,"headers":{"Retry-After":"30"},"body":{"error":{"code":"TooManyRequests","message":"later"}}`
			case round == 1 && idOf(r) == "s2":
				return `"status":503,"headers":{"Retry-After":60},"body":{"error":{"code":"busy","message":"later"}}`
			}
			return sessionItem(idOf(r), "active")
		})
		start := time.Now()
		items, err := getMany(t, server, numbered(5))
		require.NoError(t, err)
		for _, item := range items {
			require.NoError(t, item.Err)
			require.Equal(t, item.ID, item.Value.Base().ID)
		}
		require.Len(t, batchedIn(server.seen()[1]), 3)
		require.InDelta(t, time.Minute, time.Since(start), float64(2*time.Second))
	})
}

// A 429 for an item holds back the other calls of the client, too.
func TestGetManyHoldsBackTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := batchServer(func(int, batchedRequest) string { return `"status":429,"headers":{"Retry-After":"200"}` })
		c := newTestClient(t, server, backuprestore.WithRetry(backuprestore.RetryPolicy{MaxAttempts: 1}))
		items, err := backuprestore.Collect(c.RestoreSessions.GetMany(t.Context(), numbered(20)))
		require.NoError(t, err)
		require.ErrorIs(t, items[0].Err, backuprestore.ErrThrottled)
		start := time.Now()
		_, _ = c.RestoreSessions.Get(t.Context(), "s0")
		require.InDelta(t, 200*time.Second, time.Since(start), float64(2*time.Second))
	})
}

func TestGetManyGivesUpOnItemsThatStayThrottled(t *testing.T) {
	for name, test := range map[string]struct {
		retryAfter string
		timeout    time.Duration
		sent       int
	}{
		"every attempt":       {"1", time.Hour, 5},
		"longer than allowed": {"7200", time.Hour, 1},
		"beyond the deadline": {"120", time.Minute, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := batchServer(func(_ int, r batchedRequest) string {
					if idOf(r) == "s0" {
						return `"status":429,"headers":{"Retry-After":"` + test.retryAfter + `"}`
					}
					return sessionItem(idOf(r), "active")
				})
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				items, err := backuprestore.Collect(newTestClient(t, server).RestoreSessions.GetMany(ctx, numbered(3)))
				require.NoError(t, err)
				var throttled *backuprestore.Error
				require.ErrorAs(t, items[0].Err, &throttled)
				require.ErrorIs(t, throttled, backuprestore.ErrThrottled)
				require.Equal(t, test.retryAfter+"s", strconv.Itoa(int(throttled.RetryAfter.Seconds()))+"s")
				require.Equal(t, test.sent, throttled.Attempts)
				require.NoError(t, items[1].Err)
				require.NoError(t, items[2].Err)
				require.Len(t, server.seen(), test.sent)
			})
		})
	}
}

// What came before the trouble is not lost with it.
func TestGetManyKeepsWhatItHasWhenItIsInterrupted(t *testing.T) {
	for name, second := range map[string]func(cancel func()) (int, string){
		"cancelled while waiting": nil,
		"the second batch fails":  func(func()) (int, string) { return http.StatusNotFound, `{"error":{"code":"x","message":"m"}}` },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if second == nil {
					time.AfterFunc(10*time.Second, cancel)
				}
				server := &stub{answer: func(n int, _ request) (int, string) {
					if n > 1 {
						return second(cancel)
					}
					return http.StatusOK, `{"responses":[{"id":"1",` + sessionItem("s0", "active") + `},{"id":"2","status":429,"headers":{"Retry-After":"30"}}]}`
				}}
				items, err := backuprestore.Collect(newTestClient(t, server).RestoreSessions.GetMany(ctx, numbered(2)))
				require.NoError(t, err)
				require.NoError(t, items[0].Err)
				require.ErrorIs(t, items[1].Err, backuprestore.ErrThrottled)
				require.Equal(t, second == nil, errors.Is(items[1].Err, context.Canceled))
				require.NotErrorIs(t, items[1].Err, backuprestore.ErrNotFound)
			})
		})
	}
}

func TestGetManyEndsWithABatchThatFailsAsAWhole(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"no batches here": {http.StatusNotFound, `{"error":{"code":"ResourceNotFound","message":"m"}}`, backuprestore.ErrNotFound},
		"no responses":    {http.StatusOK, `{"value":[]}`, backuprestore.ErrBadAnswer},
		"other shape":     {http.StatusOK, `{"responses":{"id":"1"}}`, backuprestore.ErrBadAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			server := &stub{answer: func(n int, _ request) (int, string) {
				if n == 1 {
					return http.StatusOK, `{"responses":[]}`
				}
				return test.status, test.body
			}}
			items, err := getMany(t, server, numbered(60))
			require.ErrorIs(t, err, test.want)
			require.ErrorContains(t, err, "POST /$batch")
			require.Len(t, items, 20)
			require.Len(t, server.seen(), 2)
		})
	}
}

func TestGetManyIsLazyAndSendsNothingForNothing(t *testing.T) {
	server := batchServer(func(_ int, r batchedRequest) string { return sessionItem(idOf(r), "active") })
	list := newTestClient(t, server).RestoreSessions.GetMany(t.Context(), numbered(100))
	require.Empty(t, server.seen())
	for range 2 {
		for _, err := range list {
			require.NoError(t, err)
			break
		}
	}
	require.Len(t, server.seen(), 2, "one batch for each time that the list was begun")

	items, err := getMany(t, server, nil)
	require.NoError(t, err)
	require.Empty(t, items)
	items, err = getMany(t, server, []string{" ", "a/b"})
	require.NoError(t, err)
	require.ErrorIs(t, items[0].Err, backuprestore.ErrInvalid)
	require.ErrorIs(t, items[1].Err, backuprestore.ErrInvalid)
	_, err = getMany(t, server, numbered(1), backuprestore.Top(0))
	require.ErrorIs(t, err, backuprestore.ErrInvalid)
	require.Len(t, server.seen(), 2)
}

// Every kind that can be read in batches is, against a server that was not
// written for this client.
func TestGetManyOfEveryKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.NewTenant(graphtest.Size{Drives: 3, Sites: 3})
		c, _ := inMemory(t, tenant)
		ctx := t.Context()
		points := restorePoints(t, c, tenant.Drive(0).UnitID, tenant.Drive(1).UnitID)
		session, err := c.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
		require.NoError(t, err)
		browse, err := c.BrowseSessions.OneDrive.Create(ctx, models.BrowseSessionCreate{RestorePointID: points[0]})
		require.NoError(t, err)
		policies, err := backuprestore.Collect(c.ProtectionPolicies.List(ctx))
		require.NoError(t, err)

		one(t, c.RestoreSessions.GetMany(ctx, []string{session.ID}), session.ID, func(s models.RestoreSession) string { return s.Base().ID })
		one(t, c.BrowseSessions.OneDrive.GetMany(ctx, []string{browse.ID()}), browse.ID(), func(s models.OneDriveForBusinessBrowseSession) string { return s.ID })
		one(t, c.ProtectionPolicies.GetMany(ctx, []string{policies[0].Base().ID}), policies[0].Base().ID, func(p models.ProtectionPolicy) string { return p.Base().ID })
		one(t, c.ProtectionUnits.GetMany(ctx, []string{tenant.Site(2).UnitID}), tenant.Site(2).UnitID, func(u models.ProtectionUnit) string { return u.Base().ID })
		one(t, c.RestorePoints.GetMany(ctx, points[:1]), points[0], func(p models.RestorePoint) string { return p.ID })
	})
}
