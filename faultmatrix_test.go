package backuprestore_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/graphtest"
	"github.com/graphbackup/backuprestore/models"
)

// serverToken asks the server for a new token at every attempt, as a
// credential does whose cache has been invalidated.
type serverToken struct{ server *graphtest.Server }

func (c serverToken) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: c.server.Token(), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// hang is longer than any call may take here.
const hang = 5 * time.Second

// A faultCase is one thing that goes wrong: once, or every time.
type faultCase struct {
	name  string
	fault graphtest.Fault
	// refused: the service says that it did not process the call, so that every
	// kind of call may be repeated.
	refused bool
}

func faultCases() []faultCase {
	var cases []faultCase
	add := func(name string, f graphtest.Fault, refused bool) {
		once := f
		once.Times = 1
		cases = append(cases, faultCase{name + ", once", once, refused}, faultCase{name + ", always", f, refused})
	}
	for _, status := range []int{500, 502, 503, 504} {
		add(fmt.Sprintf("%d before the work", status), graphtest.Fault{Kind: graphtest.FaultStatus, Status: status}, false)
		add(fmt.Sprintf("%d after the work", status), graphtest.Fault{Kind: graphtest.FaultStatus, Status: status, AfterWork: true}, false)
	}
	add("503 with Retry-After", graphtest.Fault{Kind: graphtest.FaultStatus, Status: 503, RetryAfter: "0"}, false)
	for _, status := range []int{400, 403, 404, 409} {
		add(fmt.Sprint(status), graphtest.Fault{Kind: graphtest.FaultStatus, Status: status}, false)
	}
	add("429", graphtest.Fault{Kind: graphtest.FaultThrottle, RetryAfter: "0"}, true)
	add("429 without Retry-After", graphtest.Fault{Kind: graphtest.FaultThrottle}, true)
	add("429 for an hour", graphtest.Fault{Kind: graphtest.FaultThrottle, RetryAfter: "3600"}, true)
	add("expired token", graphtest.Fault{Kind: graphtest.FaultExpired}, true)
	add("revoked token", graphtest.Fault{Kind: graphtest.FaultRevoked}, true)
	add("cut before the work", graphtest.Fault{Kind: graphtest.FaultCut}, false)
	add("cut after the work", graphtest.Fault{Kind: graphtest.FaultCut, AfterWork: true}, false)
	add("cut after the headers", graphtest.Fault{Kind: graphtest.FaultCutHeaders}, false)
	add("cut in the body", graphtest.Fault{Kind: graphtest.FaultCutBody}, false)
	add("late answer", graphtest.Fault{Kind: graphtest.FaultDelay, Delay: 2 * time.Second}, false)
	add("dripping answer", graphtest.Fault{Kind: graphtest.FaultDrip, Delay: 2 * time.Second}, false)
	add("garbage", graphtest.Fault{Kind: graphtest.FaultGarbage}, false)
	add("HTML as 502", graphtest.Fault{Kind: graphtest.FaultHTML, AfterWork: true}, false)
	add("HTML as 200", graphtest.Fault{Kind: graphtest.FaultHTML, Status: 200, AfterWork: true}, false)
	add("empty answer", graphtest.Fault{Kind: graphtest.FaultEmpty}, false)
	add("wrong type", graphtest.Fault{Kind: graphtest.FaultWrongType}, false)
	add("foreign nextLink", graphtest.Fault{Kind: graphtest.FaultForeignLink}, false)
	add("looping nextLink", graphtest.Fault{Kind: graphtest.FaultLoopLink}, false)
	add("redirect", graphtest.Fault{Kind: graphtest.FaultRedirect, Location: "https://127.0.0.1:1/elsewhere"}, false)
	return cases
}

// A callCase is one kind of call. prepare makes what it needs and returns the
// call, which says whether its result is empty.
type callCase struct {
	name      string
	operation string // whose requests the fault hits
	from      int    // the first of those requests that it hits
	effects   bool   // the call changes something
	prepare   func(ctx context.Context, t *testing.T, c client, server *graphtest.Server) func(c client) (empty bool, err error)
}

func callCases() []callCase {
	draft := func(ctx context.Context, t *testing.T, c client) string {
		session, err := c.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
		require.NoError(t, err)
		return session.ID
	}
	filled := func(ctx context.Context, t *testing.T, c client, server *graphtest.Server) string {
		var whole []models.RestoreArtifactCreate
		for drive := range server.Tenant().Drives() {
			whole = append(whole, models.RestoreArtifactCreate{RestorePointID: pointOf(ctx, t, c, drive.UnitID), DestinationType: models.DestinationTypeNew})
		}
		session, err := c.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{DriveRestoreArtifacts: whole})
		require.NoError(t, err)
		return session.ID
	}
	return []callCase{
		{name: "read", operation: "GET /restoreSessions/{id}", prepare: func(ctx context.Context, t *testing.T, c client, _ *graphtest.Server) func(client) (bool, error) {
			id := draft(ctx, t, c)
			return func(c client) (bool, error) {
				session, err := c.RestoreSessions.Get(ctx, id)
				return session == nil || session.Base().ID == "", err
			}
		}},
		{name: "list page 2", operation: "GET /oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifacts", from: 2,
			prepare: func(ctx context.Context, t *testing.T, c client, server *graphtest.Server) func(client) (bool, error) {
				id := filled(ctx, t, c, server)
				return func(c client) (bool, error) {
					artifacts, err := backuprestore.Collect(c.RestoreSessions.OneDrive.Artifacts(ctx, id))
					return len(artifacts) != 5, err
				}
			}},
		{name: "create", operation: "POST /oneDriveForBusinessRestoreSessions", effects: true,
			prepare: func(ctx context.Context, _ *testing.T, _ client, _ *graphtest.Server) func(client) (bool, error) {
				return func(c client) (bool, error) {
					session, err := c.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
					return session.ID == "", err
				}
			}},
		{name: "action", operation: "POST /restoreSessions/{id}/activate", effects: true,
			prepare: func(ctx context.Context, t *testing.T, c client, server *graphtest.Server) func(client) (bool, error) {
				id := filled(ctx, t, c, server)
				return func(c client) (bool, error) {
					poller, err := c.RestoreSessions.Activate(ctx, id)
					return poller == nil || poller.Latest() == nil, err
				}
			}},
		{name: "update", operation: "PATCH /oneDriveForBusinessProtectionPolicies/{id}",
			prepare: func(ctx context.Context, t *testing.T, c client, _ *graphtest.Server) func(client) (bool, error) {
				policies, err := backuprestore.Collect(c.ProtectionPolicies.OneDrive.List(ctx))
				require.NoError(t, err)
				return func(c client) (bool, error) {
					result, err := c.ProtectionPolicies.OneDrive.Update(ctx, policies[0].ID, models.OneDriveForBusinessProtectionPolicyUpdate{DisplayName: "renamed"})
					return result.DisplayName.Or("") != "renamed", err
				}
			}},
		{name: "@delta", operation: "PATCH /oneDriveForBusinessRestoreSessions/{id}", effects: true,
			prepare: func(ctx context.Context, t *testing.T, c client, server *graphtest.Server) func(client) (bool, error) {
				id, point := draft(ctx, t, c), pointOf(ctx, t, c, server.Tenant().Drive(0).UnitID)
				return func(c client) (bool, error) {
					result, err := c.RestoreSessions.OneDrive.Update(ctx, id, models.OneDriveForBusinessRestoreSessionUpdate{
						DriveRestoreArtifacts: models.Delta[models.RestoreArtifactCreate]{Add: []models.RestoreArtifactCreate{{RestorePointID: point, DestinationType: models.DestinationTypeNew}}}})
					return len(result.DriveRestoreArtifacts) != 1, err
				}
			}},
		{name: "delete", operation: "DELETE /restoreSessions/{id}", effects: true,
			prepare: func(ctx context.Context, t *testing.T, c client, _ *graphtest.Server) func(client) (bool, error) {
				id := draft(ctx, t, c)
				return func(c client) (bool, error) { return false, c.RestoreSessions.Delete(ctx, id) }
			}},
		{name: "poll", operation: "GET /restoreSessions/{id}", prepare: func(ctx context.Context, t *testing.T, c client, server *graphtest.Server) func(client) (bool, error) {
			id := filled(ctx, t, c, server)
			_, err := c.RestoreSessions.Activate(ctx, id)
			require.NoError(t, err)
			return func(c client) (bool, error) {
				session, err := c.RestoreSessions.Poller(id).Wait(ctx, backuprestore.OnPollError(func(err error, inARow int) bool {
					return backuprestore.KeepWaiting(err, inARow) && inARow < 3
				}))
				return session == nil, err
			}
		}},
	}
}

func pointOf(ctx context.Context, t *testing.T, c client, unitID string) string {
	t.Helper()
	points, err := backuprestore.Collect(c.RestorePoints.List(ctx, unitID, time.Now()))
	require.NoError(t, err)
	require.NotEmpty(t, points)
	return points[0].ID
}

// Every fault against every kind of call, over real sockets. make fault-matrix
// shows the table.
func TestFaultMatrix(t *testing.T) {
	var totals struct{ cases, duplicates, panics, leaks, hangs, empty int }
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	if !testing.Verbose() {
		table = tabwriter.NewWriter(discard{}, 0, 0, 2, ' ', 0)
	}
	_, _ = fmt.Fprintln(table, "FAULT\tCALL\tOUTCOME\tREQUESTS\tEFFECTS")
	before := runtime.NumGoroutine()
	for _, f := range faultCases() {
		for _, k := range callCases() {
			o := runFault(t, f, k)
			totals.cases++
			totals.duplicates += count(o.duplicate)
			totals.panics += count(o.panicked)
			totals.hangs += count(o.took > hang)
			totals.empty += count(o.empty)
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\n", f.name, k.name, o.text(), o.requests, o.effects)
			if problem := o.problem(k); problem != "" {
				t.Errorf("%s against %s: %s (%s, %d requests, %d effects: %v)", f.name, k.name, problem, o.text(), o.requests, o.effects, o.err)
			}
		}
	}
	totals.leaks = leaked(before)
	require.NoError(t, table.Flush())
	if testing.Verbose() {
		fmt.Printf("%d cases, %d duplicates, %d panics, %d leaks, %d hangs, %d empty results\n",
			totals.cases, totals.duplicates, totals.panics, totals.leaks, totals.hangs, totals.empty)
	}
	require.Zero(t, totals.duplicates+totals.panics+totals.leaks+totals.hangs+totals.empty)
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// leaked waits for goroutines to end and counts those that do not.
func leaked(before int) int {
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return 0
		}
		time.Sleep(10 * time.Millisecond)
	}
	return runtime.NumGoroutine() - before
}

type outcome struct {
	err                        error
	empty, panicked, duplicate bool
	requests, effects          int
	took                       time.Duration
}

func runFault(t *testing.T, f faultCase, k callCase) (o outcome) {
	t.Helper()
	server, err := graphtest.NewServer(graphtest.NewTenant(graphtest.Size{Drives: 5}), graphtest.WithSpeed(graphtest.Speed{}), graphtest.WithPageSize(2))
	require.NoError(t, err)
	defer server.Close()
	transport := server.Transport().(*http.Transport).Clone()
	defer transport.CloseIdleConnections()
	connect := func(opts ...backuprestore.Option) client {
		c, err := backuprestore.NewClient(serverToken{server}, append([]backuprestore.Option{backuprestore.WithEndpoint(server.BaseURL()), backuprestore.WithTransport(transport)}, opts...)...)
		require.NoError(t, err)
		return c
	}
	// Only the call that meets the fault is impatient.
	impatient := connect(backuprestore.WithRetry(backuprestore.RetryPolicy{MaxAttempts: 3, BaseDelay: time.Millisecond, MaxDelay: 2 * time.Millisecond, AttemptTimeout: 150 * time.Millisecond, IdleTimeout: 100 * time.Millisecond}),
		backuprestore.WithPolling(backuprestore.PollingPolicy{Initial: time.Millisecond, Max: time.Millisecond}))
	// A poller waits as long as it is told to; its context ends that.
	ctx, cancel := context.WithTimeout(t.Context(), hang/2)
	defer cancel()
	call := k.prepare(ctx, t, connect(), server)
	server.ResetLog()
	fault := f.fault
	fault.Operation, fault.From = k.operation, k.from
	server.Inject(fault)

	start := time.Now()
	func() {
		defer func() {
			if r := recover(); r != nil {
				o.panicked, o.err = true, fmt.Errorf("panic: %v", r)
			}
		}()
		var empty bool
		empty, o.err = call(impatient)
		o.empty = empty && o.err == nil
	}()
	o.took = time.Since(start)
	o.requests = server.Count(k.operation)
	for _, e := range server.Effects() {
		if strings.EqualFold(e.Operation, k.operation) {
			o.effects++
		}
	}
	// A request that is repeated after one that may have run is a duplicate even
	// where the server knows better than to run it.
	once := k.effects && k.name != "delete"
	o.duplicate = once && (o.effects > 1 || !f.refused && o.requests > 1)
	return o
}

// problem says what is wrong with an outcome.
func (o outcome) problem(k callCase) string {
	var e *backuprestore.Error
	switch {
	case o.panicked:
		return "it panicked"
	case o.duplicate:
		return "it may have run twice"
	case o.requests == 0:
		return "the fault was never met"
	case o.empty:
		return "an empty result without an error"
	case o.took > hang:
		return "it hung"
	case o.err == nil && k.effects && o.effects != 1:
		return "success without an effect"
	case errors.Is(o.err, context.DeadlineExceeded) && k.name == "poll":
		return ""
	case o.err != nil && !errors.As(o.err, &e):
		return "an error that is no *Error"
	case o.err != nil && strings.ContainsAny(o.err.Error(), "\n"):
		return "an error of several lines"
	case o.err != nil && e.Status < 300 && o.effects > 0 && k.name != "list page 2" && !errors.Is(o.err, backuprestore.ErrAmbiguous) && !errors.Is(o.err, backuprestore.ErrBadAnswer):
		return "the call ran, and its error does not say that it may have"
	}
	return ""
}

// text names an outcome by the sentinels it matches.
func (o outcome) text() string {
	if o.err == nil {
		return "ok"
	}
	names := []string{}
	for name, sentinel := range map[string]error{
		"ambiguous": backuprestore.ErrAmbiguous, "not sent": backuprestore.ErrNotSent, "bad answer": backuprestore.ErrBadAnswer,
		"throttled": backuprestore.ErrThrottled, "unavailable": backuprestore.ErrUnavailable, "bad request": backuprestore.ErrBadRequest,
		"forbidden": backuprestore.ErrForbidden, "not found": backuprestore.ErrNotFound, "conflict": backuprestore.ErrConflict,
		"unauthorized": backuprestore.ErrUnauthorized, "link refused": backuprestore.ErrRefusedURL,
	} {
		if errors.Is(o.err, sentinel) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "stopped by the context"
	}
	return strings.Join(names, ", ")
}
