package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Every wrong answer, over TLS, is a typed error with status and id, whatever
// is in it; a POST that it was the answer to was sent once.
func TestWrongAnswers(t *testing.T) {
	s := newFaultyServer(t, true)
	for _, test := range []struct {
		fault      string
		kind, post Kind
		status     int
		attempts   int64 // of a GET
		excerpt    string
		text       string
	}{
		{fault: "cut", kind: KindAnswer, post: KindAmbiguous, attempts: 3, text: "EOF"},
		{fault: "cut headers", kind: KindAnswer, post: KindAmbiguous, attempts: 3, text: "malformed MIME header"},
		{fault: "not http", kind: KindAnswer, post: KindAmbiguous, attempts: 3, text: "malformed HTTP"},
		{fault: "silent", kind: KindAnswer, post: KindAmbiguous, attempts: 3, text: "no complete answer"},
		{fault: "drip", kind: KindAnswer, post: KindAmbiguous, status: 200, attempts: 3, text: "no complete answer"},
		{fault: "short body", kind: KindAnswer, post: KindAmbiguous, status: 200, attempts: 3, text: "unexpected EOF"},
		{fault: "short chunk", kind: KindAnswer, post: KindAmbiguous, status: 200, attempts: 3, text: "unexpected EOF"},
		{fault: "short gzip", kind: KindAnswer, post: KindAmbiguous, status: 200, attempts: 3, text: "unexpected EOF"},
		{fault: "not gzip", kind: KindAnswer, post: KindAmbiguous, status: 200, attempts: 3, text: "gzip: invalid header"},
		{fault: "gzip bomb", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, text: "larger than the limit"},
		{fault: "huge", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, text: "larger than the limit"},
		{fault: "huge unannounced", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, text: "larger than the limit"},
		{fault: "html", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, excerpt: "Sign in to the network", text: "not json"},
		{fault: "html 502", kind: KindStatus, post: KindAmbiguous, status: 502, attempts: 3, excerpt: "Bad Gateway [redacted] [redacted]"},
		{fault: "json as text", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, text: "not json"},
		{fault: "empty", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, text: "no value"},
		{fault: "blank", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, text: "no value"},
		{fault: "null", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, text: "no value"},
		{fault: "number", kind: KindAnswer, post: KindAnswer, status: 200, attempts: 1, excerpt: "42", text: "not a json object"},
		{fault: "no content", kind: KindAnswer, post: KindAnswer, status: 204, attempts: 1, text: "no value"},
		{fault: "accepted", kind: KindAnswer, post: KindAnswer, status: 202, attempts: 1, text: "no value"},
		{fault: "not modified", kind: KindStatus, post: KindStatus, status: 304, attempts: 1},
		{fault: "deep error", kind: KindStatus, post: KindStatus, status: 400, attempts: 1, text: "Deep"},
		{fault: "endless error", kind: KindStatus, post: KindStatus, status: 400, attempts: 1, excerpt: strings.Repeat("x", maxExcerpt) + "..."},
		{fault: "redirect", kind: KindStatus, post: KindStatus, status: 307, attempts: 1, text: "redirects are not followed"},
	} {
		t.Run(test.fault, func(t *testing.T) {
			tr := s.transport(t)
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				before := s.requests.Load()
				_, err := do(t.Context(), tr, faultyRequest(method, test.fault))
				kind, attempts := test.kind, test.attempts
				if method == http.MethodPost {
					kind, attempts = test.post, 1
				}
				e := requireError(t, err, kind)
				require.Equal(t, test.status, e.Status)
				require.Equal(t, attempts, s.requests.Load()-before)
				require.Equal(t, test.excerpt, e.Excerpt[:min(len(e.Excerpt), len(test.excerpt))])
				require.Contains(t, e.Error(), test.text)
				require.NotContains(t, e.Excerpt, "Bearer")
				require.NotEmpty(t, e.ClientRequestID)
				if test.status != 0 && test.fault != "redirect" {
					require.Equal(t, "req-1", e.RequestID)
				}
			}
		})
	}
}

func TestHugeBuffersAreNotKept(t *testing.T) {
	var pool bufferPool
	pool.put(bytes.NewBuffer(make([]byte, 0, maxPooled+1)))
	require.LessOrEqual(t, pool.get().Cap(), maxPooled)
}

// What the answer lacks does not matter to a call that wants none.
func TestAnswersNobodyReads(t *testing.T) {
	s := newFaultyServer(t, true)
	for _, fault := range []string{"fine", "empty", "no content", "accepted", "null", "html", "short body", "huge", "short gzip", "gzip bomb"} {
		r := faultyRequest(http.MethodPost, fault)
		r.Expect = ExpectNone
		before := s.requests.Load()
		body, err := do(t.Context(), s.transport(t), r)
		require.NoError(t, err, fault)
		require.Empty(t, body)
		require.EqualValues(t, 1, s.requests.Load()-before)
	}
}

// A call to a path that nobody described takes what comes, but not a part of it.
func TestAnswersOfAnyForm(t *testing.T) {
	s := newFaultyServer(t, true)
	for fault, want := range map[string]string{"fine": `{"id":"1"}`, "empty": "", "accepted": "", "number": "42", "null": " null\n", "json as text": `{"id":"1"}`} {
		r := faultyRequest(http.MethodPost, fault)
		r.Expect = ExpectAny
		body, err := do(t.Context(), s.transport(t), r)
		require.NoError(t, err, fault)
		require.Equal(t, want, body)
	}
	for fault, kind := range map[string]Kind{"short body": KindAmbiguous, "short gzip": KindAmbiguous, "huge": KindAnswer} {
		r := faultyRequest(http.MethodPost, fault)
		r.Expect = ExpectAny
		_, err := do(t.Context(), s.transport(t), r)
		requireKind(t, err, kind)
	}
}

func TestReaderRefusesTheAnswer(t *testing.T) {
	s := newFaultyServer(t, true)
	cause := errors.New("value of the wrong shape")
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		err := s.transport(t).Do(t.Context(), faultyRequest(method, "fine"), func(r *Response) error {
			require.JSONEq(t, `{"id":"1"}`, string(r.Body))
			return cause
		})
		e := requireError(t, err, KindAnswer)
		require.ErrorIs(t, err, cause)
		require.Equal(t, 200, e.Status)
		require.Equal(t, "req-1", e.RequestID)
	}
}

// A connection that was cut after the body went out: exactly one request.
func TestAmbiguousPOSTIsSentOnce(t *testing.T) {
	s := newFaultyServer(t, true)
	tr := s.transport(t)
	for _, warm := range []bool{false, true} {
		if warm {
			// On a reused connection net/http would like to help by sending again.
			_, err := do(t.Context(), tr, faultyRequest(http.MethodGet, "fine"))
			require.NoError(t, err)
		}
		before, began := s.requests.Load(), time.Now()
		_, err := do(t.Context(), tr, faultyRequest(http.MethodPost, "cut"))
		e := requireError(t, err, KindAmbiguous)
		require.EqualValues(t, 1, s.requests.Load()-before)
		require.Equal(t, http.MethodPost, e.Method)
		require.Equal(t, testTemplate, e.Template)
		require.NotEmpty(t, e.ClientRequestID)
		require.WithinRange(t, e.Sent, began, time.Now())
	}
	before := s.requests.Load()
	r := faultyRequest(http.MethodPost, "cut")
	r.Repeat = RepeatSafe
	_, err := do(t.Context(), tr, r)
	requireKind(t, err, KindAmbiguous)
	require.EqualValues(t, 3, s.requests.Load()-before, "the caller said that it may run twice")
}

func TestNotSentOverSockets(t *testing.T) {
	var listen net.ListenConfig
	closed, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())

	var accepted atomic.Int64
	noTLS, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var group sync.WaitGroup
	group.Go(func() {
		for {
			conn, err := noTLS.Accept()
			if err != nil {
				return
			}
			accepted.Add(1)
			_ = conn.Close()
		}
	})
	defer group.Wait()
	defer func() { _ = noTLS.Close() }()

	for name, address := range map[string]string{"dial": closed.Addr().String(), "tls": noTLS.Addr().String()} {
		t.Run(name, func(t *testing.T) {
			tr := newTestTransport(t, nil, func(c *Config) {
				c.BaseURL = &url.URL{Scheme: "https", Host: address, Path: "/v1.0"}
				c.Retry = RetryPolicy{MaxAttempts: 3, BaseDelay: time.Millisecond, MaxDelay: time.Millisecond}
			})
			_, err := do(t.Context(), tr, testRequest(http.MethodPost))
			require.Equal(t, 3, requireError(t, err, KindNotSent).Attempts)
		})
	}
	require.EqualValues(t, 3, accepted.Load())

	t.Run("certificate", func(t *testing.T) {
		s := newFaultyServer(t, true)
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		_, err := do(t.Context(), s.transport(t, func(c *Config) { c.RoundTripper = nil }), faultyRequest(http.MethodPost, "fine"))
		requireKind(t, err, KindNotSent)
		require.Zero(t, s.requests.Load())
	})
}

func TestProxyOfTheRoundTripperIsUsed(t *testing.T) {
	var target atomic.Value
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target.Store(r.Method + " " + r.Host)
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	address, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	own := defaultRoundTripper().(*http.Transport)
	require.NotNil(t, own.Proxy, "proxies of the environment")
	own.Proxy = http.ProxyURL(address)
	defer own.CloseIdleConnections()
	_, err = do(t.Context(), newTestTransport(t, own, func(c *Config) { c.Retry.MaxAttempts = 1 }), testRequest(http.MethodPost))
	requireKind(t, err, KindNotSent)
	require.Equal(t, "CONNECT graph.test:443", target.Load())
}

func TestConnectionsAreReused(t *testing.T) {
	s := newFaultyServer(t, true)
	tr := s.transport(t)
	for _, fault := range []string{"fine", "404", "html", "fine", "409", "null", "empty", "fine"} {
		_, _ = do(t.Context(), tr, faultyRequest(http.MethodGet, fault))
	}
	require.Equal(t, 1, s.dialled())
	tr.CloseIdleConnections()
	require.True(t, soon(func() bool { return s.open() == 0 }))
}

func TestUnavailableMovesToANewConnection(t *testing.T) {
	dialled := map[string]bool{}
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		dialled[r.RemoteAddr] = true
		if len(dialled) == 1 {
			w.Header().Set("Retry-After", "0.001")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, `{}`)
	}))
	defer server.Close()
	base, err := url.Parse(server.URL + "/v1.0")
	require.NoError(t, err)
	tr := newTestTransport(t, server.Client().Transport, func(c *Config) {
		c.BaseURL = base
		c.Retry = RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: time.Millisecond}
	})
	err = tr.Do(t.Context(), &Request{Method: http.MethodGet, Template: "/x", Path: "/x", Expect: ExpectNone}, func(r *Response) error {
		require.Equal(t, 2, r.Attempts)
		return nil
	})
	require.NoError(t, err)
}

// Ten thousand failures of every kind leave nothing behind.
func TestFailuresLeaveNothingBehind(t *testing.T) {
	calls := 10_000
	if testing.Short() {
		calls = 1_000
	}
	before := runtime.NumGoroutine()
	s := newFaultyServer(t, false)
	var bodies atomic.Int64
	base := s.Client().Transport
	tr := s.transport(t, func(c *Config) {
		c.Retry = RetryPolicy{MaxAttempts: 1, AttemptTimeout: 5 * time.Millisecond}
		c.RoundTripper = roundTripFunc(func(r *http.Request) (*http.Response, error) {
			resp, err := base.RoundTrip(r)
			if resp != nil {
				bodies.Add(1)
				resp.Body = &countedBody{ReadCloser: resp.Body, open: &bodies}
			}
			return resp, err
		})
	})
	kinds := []string{"cut", "short body", "short chunk", "short gzip", "html", "404", "500", "null", "empty", "redirect", "409", "cut headers", "503", "400", "number", "json as text"}
	var group sync.WaitGroup
	var next, failed atomic.Int64
	for range 8 {
		group.Go(func() {
			for n := int(next.Add(1)); n <= calls; n = int(next.Add(1)) {
				fault := kinds[n%len(kinds)]
				ctx, cancel := context.WithCancel(t.Context())
				switch {
				case n%50 == 0:
					fault = "silent" // until the attempt's time is up
				case n%51 == 0:
					fault = "silent"
					time.AfterFunc(time.Millisecond, cancel)
				}
				r := faultyRequest([]string{http.MethodGet, http.MethodPost, http.MethodPatch}[n%3], fault)
				if err := tr.Do(ctx, r, func(*Response) error { return errors.New("unexpected success") }); err != nil {
					failed.Add(1)
				}
				cancel()
			}
		})
	}
	group.Wait()
	require.EqualValues(t, calls, failed.Load())
	require.Zero(t, bodies.Load(), "bodies left open")
	require.Empty(t, tr.gate.inFlight)
	base.(*http.Transport).CloseIdleConnections()
	require.True(t, soon(func() bool { return s.open() == 0 }), "connections left open")
	s.Close()
	require.True(t, soon(func() bool { return runtime.NumGoroutine() <= before }), "goroutines left")
}

// One client, 64 goroutines, every kind of outcome.
func TestConcurrentUse(t *testing.T) {
	s := newFaultyServer(t, false)
	logs := &logBuffer{}
	tr := s.transport(t, func(c *Config) { c.Logger = Logging(logs.logger()) })
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			for _, fault := range []string{"fine", "cut", "404", "500", "html", "fine"} {
				body, err := do(t.Context(), tr, faultyRequest([]string{http.MethodGet, http.MethodPost}[i%2], fault))
				if fault != "fine" {
					if err == nil {
						t.Errorf("%s: no error", fault)
					}
				} else if err != nil || body != `{"id":"1"}` {
					t.Errorf("%q, %v", body, err)
				}
			}
		})
	}
	group.Wait()
	s.Client().CloseIdleConnections()
}
