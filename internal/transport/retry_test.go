package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// call kinds: the columns of the retry table.
var columns = []struct {
	name    string
	request func() *Request
	once    bool // may run only once
}{
	{name: "GET", request: func() *Request { return testRequest(http.MethodGet) }},
	{name: "PUT", request: func() *Request { return testRequest(http.MethodPut) }},
	{name: "PATCH", request: func() *Request { return testRequest(http.MethodPatch) }},
	{name: "DELETE", request: func() *Request { return testRequest(http.MethodDelete) }},
	{name: "POST", request: func() *Request { return testRequest(http.MethodPost) }, once: true},
	{name: "action", request: func() *Request { r := testRequest(http.MethodPost); r.Body = nil; return r }, once: true},
	{name: "PATCH delta", request: func() *Request { r := testRequest(http.MethodPatch); r.Repeat = RepeatNever; return r }, once: true},
	{name: "POST safe", request: func() *Request { r := testRequest(http.MethodPost); r.Repeat = RepeatSafe; return r }},
}

// rows of the retry table. attempts and kind are for calls that may be
// repeated, onceAttempts and onceKind for those that may not, when the failure
// lasts; getKind overrides kind for GET.
var rows = []struct {
	name         string
	fault        reply
	attempts     int
	kind         Kind
	onceAttempts int
	onceKind     Kind
	getKind      Kind
	status       int
	harmlessPOST bool // the kind for a POST that may run twice is that of a PATCH
}{
	{name: "429", fault: answer(429, failure500("tooManyRequests"), "Retry-After", "7"), attempts: 5, kind: KindStatus, onceAttempts: 5, onceKind: KindStatus, status: 429, harmlessPOST: true},
	{name: "429 bare", fault: answer(429, ""), attempts: 5, kind: KindStatus, onceAttempts: 5, onceKind: KindStatus, status: 429, harmlessPOST: true},
	{name: "503 with Retry-After", fault: answer(503, "", "Retry-After", "3"), attempts: 5, kind: KindStatus, onceAttempts: 1, onceKind: KindAmbiguous, status: 503},
	{name: "509 with Retry-After", fault: answer(509, "", "Retry-After", "3"), attempts: 5, kind: KindStatus, onceAttempts: 1, onceKind: KindAmbiguous, status: 509},
	{name: "500", fault: answer(500, failure500("PolicySaveFailed")), attempts: 5, kind: KindStatus, onceAttempts: 1, onceKind: KindAmbiguous, status: 500},
	{name: "502", fault: answer(502, "<html>bad gateway</html>", "Content-Type", "text/html"), attempts: 5, kind: KindStatus, onceAttempts: 1, onceKind: KindAmbiguous, status: 502},
	{name: "503", fault: answer(503, ""), attempts: 5, kind: KindStatus, onceAttempts: 1, onceKind: KindAmbiguous, status: 503},
	{name: "504", fault: answer(504, ""), attempts: 5, kind: KindStatus, onceAttempts: 1, onceKind: KindAmbiguous, status: 504},
	{name: "408", fault: answer(408, ""), attempts: 5, kind: KindStatus, onceAttempts: 1, onceKind: KindAmbiguous, status: 408},
	{name: "reset", fault: broken(errReset), attempts: 5, kind: KindAmbiguous, getKind: KindAnswer, onceAttempts: 1, onceKind: KindAmbiguous},
	{name: "timeout", fault: hang, attempts: 5, kind: KindAmbiguous, getKind: KindAnswer, onceAttempts: 1, onceKind: KindAmbiguous},
	{name: "neither answer nor error", fault: broken(nil), attempts: 5, kind: KindAmbiguous, getKind: KindAnswer, onceAttempts: 1, onceKind: KindAmbiguous},
	{name: "dial", fault: broken(&net.OpError{Op: "dial", Err: errors.New("connection refused")}), attempts: 5, kind: KindNotSent, onceAttempts: 5, onceKind: KindNotSent, harmlessPOST: true},
	{name: "proxy", fault: broken(&net.OpError{Op: "proxyconnect", Err: errors.New("refused")}), attempts: 5, kind: KindNotSent, onceAttempts: 5, onceKind: KindNotSent, harmlessPOST: true},
	{name: "no such host", fault: broken(&net.DNSError{Name: "graph.test"}), attempts: 5, kind: KindNotSent, onceAttempts: 5, onceKind: KindNotSent, harmlessPOST: true},
	{name: "tls", fault: broken(fmt.Errorf("tls: %w", &tls.CertificateVerificationError{Err: errors.New("x509: unknown authority")})), attempts: 5, kind: KindNotSent, onceAttempts: 5, onceKind: KindNotSent, harmlessPOST: true},
	{name: "stream refused", fault: broken(h2StreamError{Code: h2RefusedStream}), attempts: 5, kind: KindNotSent, onceAttempts: 5, onceKind: KindNotSent, harmlessPOST: true},
	{name: "stream broken", fault: broken(h2StreamError{Code: 2}), attempts: 5, kind: KindAmbiguous, getKind: KindAnswer, onceAttempts: 1, onceKind: KindAmbiguous},
	{name: "too many active sessions", fault: answer(500, failure500(codeBusy)), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 500, harmlessPOST: true},
	{name: "too many active sessions, inside", fault: answer(500, `{"error":{"code":"generalException","innerError":{"code":"tooManyActiveRestoreSessions"}}}`), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 500, harmlessPOST: true},
	{name: "400", fault: answer(400, failure500("InvalidRequest")), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 400, harmlessPOST: true},
	{name: "401", fault: answer(401, ""), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 401, harmlessPOST: true},
	{name: "404", fault: answer(404, ""), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 404, harmlessPOST: true},
	{name: "409", fault: answer(409, ""), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 409, harmlessPOST: true},
	{name: "501", fault: answer(501, ""), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 501, harmlessPOST: true},
	{name: "304", fault: answer(304, ""), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 304, harmlessPOST: true},
	{name: "307", fault: answer(307, "", "Location", "https://evil.test/"), attempts: 1, kind: KindStatus, onceAttempts: 1, onceKind: KindStatus, status: 307, harmlessPOST: true},
}

// TestRetryTable plays every row for every column twice: the failure lasts,
// and the failure is over at the second attempt.
func TestRetryTable(t *testing.T) {
	for _, row := range rows {
		for _, column := range columns {
			t.Run(row.name+"/"+column.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					attempts, kind := row.attempts, row.kind
					switch r := column.request(); {
					case column.once:
						attempts, kind = row.onceAttempts, row.onceKind
					case r.Method == http.MethodGet && row.getKind != 0:
						kind = row.getKind
					case r.Repeat == RepeatSafe && !row.harmlessPOST:
						kind = KindAmbiguous
					}

					lasting := &script{replies: []reply{row.fault}}
					_, err := do(t.Context(), newTestTransport(t, lasting), column.request())
					e := requireError(t, err, kind)
					require.Len(t, lasting.seen, attempts)
					require.Equal(t, attempts, e.Attempts)
					require.Equal(t, row.status, e.Status)
					require.Equal(t, lasting.seen[attempts-1].at, e.Sent)
					require.Equal(t, column.request().Method, e.Method)
					require.Equal(t, testTemplate, e.Template)
					require.Zero(t, lasting.open.Load(), "bodies left open")

					passing := &script{replies: []reply{row.fault, answer(200, `{"id":"1"}`)}}
					_, err = do(t.Context(), newTestTransport(t, passing), column.request())
					if attempts == 1 {
						require.Error(t, err)
						require.Len(t, passing.seen, 1)
						return
					}
					require.NoError(t, err)
					require.Len(t, passing.seen, 2)
					require.Zero(t, passing.open.Load(), "bodies left open")
				})
			})
		}
	}
}

// A body that breaks off is a lost answer; the status is known, though.
func TestAnswerBreaksOff(t *testing.T) {
	for _, column := range columns {
		if column.request().Expect == ExpectNone {
			continue
		}
		t.Run(column.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{replies: []reply{cutBody}}
				_, err := do(t.Context(), newTestTransport(t, s), column.request())
				kind, attempts := KindAmbiguous, 5
				if column.name == "GET" {
					kind = KindAnswer
				}
				if column.once {
					attempts = 1
				}
				e := requireError(t, err, kind)
				require.Equal(t, 200, e.Status)
				require.Len(t, s.seen, attempts)
				require.Zero(t, s.open.Load())
			})
		})
	}
}

func TestAttemptsAreAlikeButForTokenAndCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{answer(429, "", "Retry-After", "1"), answer(429, "", "Retry-After", "1"), answer(201, `{"id":"1"}`)}}
		var response Response
		tr := newTestTransport(t, s, func(c *Config) {
			c.UserAgent = "agent/1"
			c.Header = http.Header{"X-All": {"a"}, "prefer": {"odata.maxpagesize=5"}}
		})
		r := testRequest(http.MethodPost)
		r.Header = http.Header{"X-One": {"b"}, "Prefer": {"respond-async"}}
		require.NoError(t, tr.Do(t.Context(), r, func(a *Response) error { response = *a; return nil }))
		require.Equal(t, 3, response.Attempts)
		require.Equal(t, 201, response.Status)
		require.Equal(t, "req-1", response.RequestID)

		require.Len(t, s.seen, 3)
		for i, a := range s.seen {
			require.Equal(t, "https://graph.test/v1.0"+testPath+"?"+testQuery, a.url)
			require.Equal(t, testBody, a.body)
			require.EqualValues(t, len(testBody), a.length)
			require.Equal(t, "Bearer "+testToken(i+1), a.header.Get("Authorization"))
			require.Equal(t, response.ClientRequestID, a.header.Get("client-request-id"))
			require.Equal(t, "true", a.header.Get("return-client-request-id"))
			require.Equal(t, "application/json", a.header.Get("Accept"))
			require.Equal(t, "application/json", a.header.Get("Content-Type"))
			require.Equal(t, "agent/1", a.header.Get("User-Agent"))
			require.Equal(t, "a", a.header.Get("X-All"))
			require.Equal(t, "b", a.header.Get("X-One"))
			require.Equal(t, []string{"include-unknown-enum-members", "odata.maxpagesize=5", "respond-async"}, a.header["Prefer"])
			if i == 0 {
				require.Empty(t, a.header.Get("Retry-Attempt"))
			} else {
				require.Equal(t, strconv.Itoa(i), a.header.Get("Retry-Attempt"))
			}
		}
		require.Equal(t, http.Header{"X-One": {"b"}, "Prefer": {"respond-async"}}, r.Header)

		require.NoError(t, tr.Do(t.Context(), testRequest(http.MethodPost), nil))
		require.NotEqual(t, response.ClientRequestID, s.seen[3].header.Get("client-request-id"), "another call, another id")
		require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, response.ClientRequestID)
	})
}

func TestBackoffGrowsAndHasABound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{answer(500, "")}}
		tr := newTestTransport(t, s, func(c *Config) {
			c.Retry = RetryPolicy{MaxAttempts: 7, BaseDelay: time.Second, MaxDelay: 8 * time.Second}
		})
		_, err := do(t.Context(), tr, testRequest(http.MethodGet))
		requireKind(t, err, KindStatus)
		require.Len(t, s.seen, 7)
		for i, most := range []time.Duration{1, 2, 4, 8, 8, 8} {
			pause := s.seen[i+1].at.Sub(s.seen[i].at)
			require.LessOrEqual(t, pause, most*time.Second, "pause %d", i)
			require.GreaterOrEqual(t, pause, most*time.Second/2, "pause %d", i)
		}
	})
}

func TestRetryAfterIsWaitedFor(t *testing.T) {
	date := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	for _, test := range []struct {
		name        string
		value       func() string
		least, most time.Duration // of the pause; 0, 0: no second attempt
		told        time.Duration
		silent      bool // no RetryAfter in the error
	}{
		{name: "seconds", value: func() string { return "20" }, least: 20 * time.Second, most: 23 * time.Second, told: 20 * time.Second},
		{name: "fraction", value: func() string { return "2.5" }, least: 2500 * time.Millisecond, most: 3 * time.Second, told: 2500 * time.Millisecond},
		{name: "date", value: func() string { return date(30 * time.Second) }, least: 30 * time.Second, most: 33 * time.Second, told: 30 * time.Second},
		{name: "past", value: func() string { return date(-time.Hour) }, least: 250 * time.Millisecond, most: time.Second},
		{name: "zero", value: func() string { return "0" }, least: 250 * time.Millisecond, most: time.Second},
		{name: "negative", value: func() string { return "-5" }, least: 250 * time.Millisecond, most: time.Second, silent: true},
		{name: "nan", value: func() string { return "NaN" }, least: 250 * time.Millisecond, most: time.Second, silent: true},
		{name: "inf", value: func() string { return "Inf" }, least: 250 * time.Millisecond, most: time.Second, silent: true},
		{name: "words", value: func() string { return "soon" }, least: 250 * time.Millisecond, most: time.Second, silent: true},
		{name: "absent", value: func() string { return "" }, least: 250 * time.Millisecond, most: time.Second, silent: true},
		{name: "at the cap", value: func() string { return "300" }, least: 5 * time.Minute, most: 5*time.Minute + 2*time.Second, told: 5 * time.Minute},
		{name: "beyond the cap", value: func() string { return "301" }, told: 301 * time.Second},
		{name: "huge", value: func() string { return "999999999999999999999999" }, told: 1<<63 - 1},
		{name: "date beyond the cap", value: func() string { return date(24 * time.Hour) }, told: 24 * time.Hour},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run(test.name+"/"+method, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &script{replies: []reply{answer(429, "", "Retry-After", test.value()), answer(200, `{}`)}}
					_, err := do(t.Context(), newTestTransport(t, s), testRequest(method))
					if test.most == 0 {
						e := requireError(t, err, KindStatus)
						require.Len(t, s.seen, 1)
						require.True(t, e.HasRetryAfter)
						require.Equal(t, test.told, e.RetryAfter)
						require.Equal(t, s.seen[0].at, time.Now(), "returned at once")
						return
					}
					require.NoError(t, err)
					require.Len(t, s.seen, 2)
					pause := s.seen[1].at.Sub(s.seen[0].at)
					require.GreaterOrEqual(t, pause, test.least)
					require.LessOrEqual(t, pause, test.most)

					s = &script{replies: []reply{answer(429, "", "Retry-After", test.value())}}
					_, err = do(t.Context(), newTestTransport(t, s, func(c *Config) { c.Retry.MaxAttempts = 1 }), testRequest(method))
					e := requireError(t, err, KindStatus)
					require.Equal(t, !test.silent, e.HasRetryAfter)
					// The clock has moved on, and dates have whole seconds only.
					require.InDelta(t, test.told, e.RetryAfter, float64(time.Second))
				})
			})
		}
	}
}

func TestDateIsReadByTheServersClock(t *testing.T) {
	server := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	h := http.Header{
		"Date":        {server.Format(http.TimeFormat)},
		"Retry-After": {server.Add(9 * time.Second).Format(http.TimeFormat)},
	}
	wait, ok := retryAfter(h, func() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) })
	require.True(t, ok)
	require.Equal(t, 9*time.Second, wait)
}

// A wait that the context would not live to see is not begun.
func TestWaitNeverOutlivesTheContext(t *testing.T) {
	for _, fault := range []reply{answer(429, "", "Retry-After", "60"), answer(503, "", "Retry-After", "60")} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 59*time.Second)
			defer cancel()
			s := &script{replies: []reply{fault}}
			began := time.Now()
			_, err := do(ctx, newTestTransport(t, s), testRequest(http.MethodGet))
			e := requireError(t, err, KindStatus)
			require.Equal(t, time.Minute, e.RetryAfter)
			require.Equal(t, began, time.Now())
			require.Len(t, s.seen, 1)
		})
	}
}

func TestCancelEndsEveryWaitAtOnce(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault reply
		once  Kind // for a POST
	}{
		{name: "in Retry-After", fault: answer(429, "", "Retry-After", "60"), once: KindCanceled},
		{name: "in backoff", fault: broken(&net.OpError{Op: "dial", Err: errors.New("refused")}), once: KindCanceled},
		{name: "in flight", fault: hang, once: KindAmbiguous},
		{name: "in the body", fault: func(r *http.Request) (*http.Response, error) {
			resp, err := answer(200, "")(r)
			resp.Body, resp.ContentLength = dripBody{r.Context()}, -1
			return resp, err
		}, once: KindAmbiguous},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPatch} {
			t.Run(test.name+"/"+method, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					cause := errors.New("operator went home")
					ctx, cancel := context.WithCancelCause(t.Context())
					s := &script{replies: []reply{test.fault}}
					tr := newTestTransport(t, s, func(c *Config) { c.Retry.BaseDelay, c.Retry.MaxDelay = time.Minute, time.Minute })
					began := time.Now()
					time.AfterFunc(5*time.Second, func() { cancel(cause) })
					_, err := do(ctx, tr, testRequest(method))
					kind := KindCanceled
					if method == http.MethodPost {
						kind = test.once
					}
					requireKind(t, err, kind)
					require.ErrorIs(t, err, context.Canceled)
					require.ErrorIs(t, err, cause)
					require.Equal(t, 5*time.Second, time.Since(began))
					require.Len(t, s.seen, 1)
					require.Zero(t, s.open.Load())
				})
			})
		}
	}
}

// dripBody delivers nothing until its context ends.
type dripBody struct{ ctx context.Context }

func (b dripBody) Read([]byte) (int, error) { <-b.ctx.Done(); return 0, b.ctx.Err() }
func (b dripBody) Close() error             { return nil }

func TestEndedContextSendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := &script{replies: []reply{answer(200, `{}`)}}
	_, err := do(ctx, newTestTransport(t, s), testRequest(http.MethodPost))
	e := requireError(t, err, KindCanceled)
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, e.Attempts)
	require.Empty(t, s.seen)
}

func TestDeadlineDuringPOSTIsAmbiguous(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := do(ctx, newTestTransport(t, roundTripFunc(hang)), testRequest(http.MethodPost))
		requireKind(t, err, KindAmbiguous)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// The delete whose answer was lost did the work.
func TestSecondDeleteFindsNothing(t *testing.T) {
	for _, test := range []struct {
		name  string
		first reply
		ok    bool
	}{
		{"lost", broken(errReset), true},
		{"502", answer(502, ""), true},
		{"incomplete", answer(500, failure500("IncompleteArtifactDeletion")), true},
		{"throttled", answer(429, ""), false},
		{"not sent", broken(&net.OpError{Op: "dial", Err: errors.New("refused")}), false},
		{"none", answer(404, ""), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{replies: []reply{test.first, answer(404, failure500("RestoreSessionNotFound"))}}
				read := 0
				err := newTestTransport(t, s).Do(t.Context(), testRequest(http.MethodDelete), func(r *Response) error {
					read++
					require.Equal(t, 404, r.Status)
					require.Empty(t, r.Body)
					require.NotNil(t, r.Header)
					return nil
				})
				if !test.ok {
					require.Equal(t, 404, requireError(t, err, KindStatus).Status)
					require.Zero(t, read)
					return
				}
				require.NoError(t, err)
				require.Equal(t, 1, read)
			})
		})
	}
}

// Once a POST may have run, a later refusal does not make it certain that it
// did not: the conflict may be with itself.
func TestRepeatedPOSTStaysInDoubt(t *testing.T) {
	for _, second := range []reply{answer(409, ""), answer(400, ""), broken(&net.OpError{Op: "dial", Err: errors.New("refused")})} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{replies: []reply{broken(errReset), second}}
			r := testRequest(http.MethodPost)
			r.Repeat = RepeatSafe
			_, err := do(t.Context(), newTestTransport(t, s), r)
			requireKind(t, err, KindAmbiguous)
		})
	}
}

// A round tripper that reports a connection has one, whatever its error says.
func TestReportedConnectionOutweighsTheError(t *testing.T) {
	s := &script{replies: []reply{func(r *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(r.Context())
		trace.GetConn("graph.test:443")
		trace.GotConn(httptrace.GotConnInfo{})
		return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
	}}}
	_, err := do(t.Context(), newTestTransport(t, s), testRequest(http.MethodPost))
	requireKind(t, err, KindAmbiguous)
	require.Len(t, s.seen, 1)
}

func TestErrorHasTheIDsOfItsOwnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []reply{answer(503, ""), broken(errReset)}}
		_, err := do(t.Context(), newTestTransport(t, s), testRequest(http.MethodGet))
		require.Empty(t, requireError(t, err, KindAnswer).RequestID)
	})
}

func TestTimeouts(t *testing.T) {
	drip := func(every time.Duration) reply {
		return func(r *http.Request) (*http.Response, error) {
			resp, err := answer(200, "")(r)
			resp.Body, resp.ContentLength = slowBody{r.Context(), every}, -1
			return resp, err
		}
	}
	for _, test := range []struct {
		name  string
		reply reply
		took  time.Duration
	}{
		{"no headers", hang, 100 * time.Second},
		{"body stalls", drip(time.Hour), 30 * time.Second},
		{"body drips", drip(20 * time.Second), 100 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{replies: []reply{test.reply}}
				began := time.Now()
				_, err := do(t.Context(), newTestTransport(t, s), testRequest(http.MethodPost))
				e := requireError(t, err, KindAmbiguous)
				require.ErrorIs(t, err, errAttemptTimeout)
				require.Equal(t, test.took, time.Since(began))
				require.Equal(t, began, e.Sent)
			})
		})
	}
}

// A body that nobody needs is not waited for.
func TestBodiesThatDoNotMatter(t *testing.T) {
	for _, test := range []struct {
		status int
		most   time.Duration
	}{{200, maxDrainTime}, {204, maxDrainTime}, {400, maxErrorTime}, {409, maxErrorTime}} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{replies: []reply{func(r *http.Request) (*http.Response, error) {
				resp, err := answer(test.status, "")(r)
				resp.Body, resp.ContentLength = slowBody{r.Context(), 100 * time.Millisecond}, -1
				return resp, err
			}}}
			r := testRequest(http.MethodPost)
			r.Expect = ExpectNone
			began := time.Now()
			_, err := do(t.Context(), newTestTransport(t, s), r)
			if test.status/100 == 2 {
				require.NoError(t, err)
			} else {
				require.Equal(t, test.status, requireError(t, err, KindStatus).Status)
			}
			require.Equal(t, test.most, time.Since(began))
			require.Zero(t, s.open.Load())
		})
	}
}

type slowBody struct {
	ctx   context.Context
	every time.Duration
}

func (b slowBody) Read(p []byte) (int, error) {
	if err := sleep(b.ctx, b.every); err != nil {
		return 0, err
	}
	p[0] = ' '
	return 1, nil
}

func (b slowBody) Close() error { return nil }
