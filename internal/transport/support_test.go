package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"
)

const (
	testBase     = "https://graph.test/v1.0"
	testPath     = "/solutions/backupRestore/restoreSessions/secret-id-1"
	testTemplate = "/solutions/backupRestore/restoreSessions/{id}"
	testQuery    = "$filter=secret-query"
	testBody     = `{"secret":"secret-body"}`
)

// testCredential hands out a new token each time, so that a test sees which
// attempt used which.
type testCredential struct {
	mu    sync.Mutex
	asked []policy.TokenRequestOptions
	err   error
}

func (c *testCredential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if err := ctx.Err(); err != nil {
		return azcore.AccessToken{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, o)
	if c.err != nil {
		return azcore.AccessToken{}, c.err
	}
	return azcore.AccessToken{Token: testToken(len(c.asked)), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func testToken(n int) string { return fmt.Sprintf("secret-token-%d", n) }

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// seen is what the service saw of one attempt.
type seen struct {
	at     time.Time
	method string
	url    string
	header http.Header
	body   string
	length int64
}

// reply makes one answer or failure of a scripted service.
type reply func(*http.Request) (*http.Response, error)

// script is a service in memory that plays its replies one after the other and
// then the last one again. It counts the bodies that were not closed.
type script struct {
	replies []reply

	mu   sync.Mutex
	seen []seen
	open atomic.Int64
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	_ = r.Body.Close()
	s.mu.Lock()
	i := min(len(s.seen), len(s.replies)-1)
	s.seen = append(s.seen, seen{
		at: time.Now(), method: r.Method, url: r.URL.String(), header: r.Header.Clone(), body: string(body), length: r.ContentLength,
	})
	s.mu.Unlock()
	resp, err := s.replies[i](r)
	if resp != nil && resp.Body != nil {
		s.open.Add(1)
		resp.Body = &countedBody{ReadCloser: resp.Body, open: &s.open}
	}
	return resp, err
}

type countedBody struct {
	io.ReadCloser
	open *atomic.Int64
	once sync.Once
}

func (b *countedBody) Close() error {
	b.once.Do(func() { b.open.Add(-1) })
	return b.ReadCloser.Close()
}

// answer makes a reply; header holds names and values in turn.
func answer(status int, body string, header ...string) reply {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/json"}, "Request-Id": {"req-1"}}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{
			StatusCode: status, Header: h, ContentLength: int64(len(body)), Request: r,
			Body: io.NopCloser(strings.NewReader(body)),
		}, nil
	}
}

func failure500(code string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":"text of %s"}}`, code, code)
}

func broken(err error) reply {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// cutBody answers 200 with a body that breaks off.
func cutBody(r *http.Request) (*http.Response, error) {
	resp, err := answer(200, "")(r)
	resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"value":[`), errReader{io.ErrUnexpectedEOF}))
	resp.ContentLength = -1
	return resp, err
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// hang answers when the context ends.
func hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

var errReset = errors.New("read tcp 10.0.0.1:1->10.0.0.2:443: connection reset by peer")

func testConfig(t testing.TB, rt http.RoundTripper) Config {
	t.Helper()
	base, err := url.Parse(testBase)
	require.NoError(t, err)
	return Config{BaseURL: base, Scopes: []string{"https://graph.test/.default"}, Credential: &testCredential{}, RoundTripper: rt}
}

func newTestTransport(t testing.TB, rt http.RoundTripper, change ...func(*Config)) *Transport {
	t.Helper()
	config := testConfig(t, rt)
	for _, c := range change {
		c(&config)
	}
	tr, err := New(config)
	require.NoError(t, err)
	return tr
}

func testRequest(method string) *Request {
	r := &Request{Method: method, Template: testTemplate, Path: testPath, Query: testQuery}
	switch method {
	case http.MethodPost, http.MethodPatch, http.MethodPut:
		r.Body = []byte(testBody)
	case http.MethodDelete:
		r.Expect = ExpectNone
	}
	return r
}

// do runs a call and returns the body that its reader saw.
func do(ctx context.Context, tr *Transport, r *Request) (string, error) {
	var body []byte
	err := tr.Do(ctx, r, func(response *Response) error {
		body = bytes.Clone(response.Body)
		return nil
	})
	return string(body), err
}

func requireKind(t testing.TB, err error, kind Kind) {
	t.Helper()
	_ = requireError(t, err, kind)
}

func requireError(t testing.TB, err error, kind Kind) *Error {
	t.Helper()
	var e *Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, kind.String(), e.Kind.String(), "%v", e)
	require.NotContains(t, e.Error(), "\n")
	require.NotContains(t, e.Error(), "secret")
	return e
}

// logBuffer collects what is logged at every level.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func (b *logBuffer) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// fixedCredential is as fast as a credential's cache.
type fixedCredential struct{}

func (fixedCredential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "x"}, nil
}
