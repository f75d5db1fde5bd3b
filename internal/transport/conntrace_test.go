package transport

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// net/http finds the hooks as if httptrace.WithClientTrace had set them.
func TestConnTraceIsFound(t *testing.T) {
	var trace connTrace
	type key struct{}
	ctx := trace.watch(context.WithValue(t.Context(), key{}, "value"))
	require.Equal(t, "value", ctx.Value(key{}))
	found := httptrace.ContextClientTrace(ctx)
	require.Same(t, &trace.hooks, found)
	require.Equal(t, connUnknown, trace.state.Load())
	found.GetConn("host:443")
	require.Equal(t, connWanted, trace.state.Load())
	found.GotConn(httptrace.GotConnInfo{})
	require.Equal(t, connGot, trace.state.Load())
}

// A caller's own trace sees each attempt, and its hooks for the network too.
func TestCallersTraceIsKept(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{}`)) }))
	defer server.Close()
	var seen []string
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GetConn:              func(string) { seen = append(seen, "get") },
		ConnectStart:         func(_, _ string) { seen = append(seen, "connect") },
		GotConn:              func(httptrace.GotConnInfo) { seen = append(seen, "got") },
		GotFirstResponseByte: func() { seen = append(seen, "byte") },
	})
	tr := newTestTransport(t, server.Client().Transport, func(c *Config) {
		c.BaseURL.Scheme, c.BaseURL.Host = "http", strings.TrimPrefix(server.URL, "http://")
	})
	request := &Request{Method: http.MethodDelete, Template: "/x", Path: "/x", Expect: ExpectNone}
	_, err := do(ctx, tr, request)
	require.NoError(t, err)
	require.Equal(t, []string{"get", "connect", "got", "byte"}, seen)
}
