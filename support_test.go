package backuprestore_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
)

// staticToken is a credential that always has the same token.
type staticToken string

func (t staticToken) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: string(t), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// A request is what a stub has seen.
type request struct {
	method, path, query string
	header              http.Header
	body                []byte
}

// A stub answers requests from a function, without a network.
type stub struct {
	answer func(n int, r request) (status int, body string)

	mu       sync.Mutex
	requests []request
}

func (s *stub) RoundTrip(r *http.Request) (*http.Response, error) {
	seen := request{method: r.Method, path: r.URL.EscapedPath(), query: r.URL.RawQuery, header: r.Header.Clone()}
	if r.Body != nil {
		seen.body, _ = io.ReadAll(r.Body)
	}
	s.mu.Lock()
	s.requests = append(s.requests, seen)
	n := len(s.requests)
	s.mu.Unlock()
	status, body := s.answer(n, seen)
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {"application/json"}, "Request-Id": {"11111111-2222-3333-4444-555555555555"}},
		ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader([]byte(body))),
	}, nil
}

func (s *stub) seen() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

// always answers every request alike.
func always(status int, body string) *stub {
	return &stub{answer: func(int, request) (int, string) { return status, body }}
}

// inOrder answers the first request with the first body and so on, and keeps
// to the last.
func inOrder(bodies ...string) *stub {
	return &stub{answer: func(n int, _ request) (int, string) { return http.StatusOK, bodies[min(n, len(bodies))-1] }}
}

func newTestClient(t testing.TB, rt http.RoundTripper, opts ...backuprestore.Option) *backuprestore.Client {
	t.Helper()
	c, err := backuprestore.NewClient(staticToken("secret-token"), append([]backuprestore.Option{backuprestore.WithTransport(rt)}, opts...)...)
	require.NoError(t, err)
	return c
}
