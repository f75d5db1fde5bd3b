package transport

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A faultyServer misbehaves over real sockets. The fault is named by the
// X-Fault header of the request, and it counts what reaches it.
type faultyServer struct {
	*httptest.Server
	requests atomic.Int64

	mu          sync.Mutex
	connections map[net.Conn]http.ConnState
	opened      int
}

func newFaultyServer(t testing.TB, secure bool) *faultyServer {
	t.Helper()
	s := &faultyServer{connections: map[net.Conn]http.ConnState{}}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.Config.ConnState = s.track
	if secure {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return s
}

func (s *faultyServer) track(c net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch state {
	case http.StateNew:
		s.opened++
		s.connections[c] = state
	case http.StateClosed, http.StateHijacked:
		delete(s.connections, c)
	default:
		s.connections[c] = state
	}
}

func (s *faultyServer) open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.connections)
}

func (s *faultyServer) dialled() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// transport makes a client of the server. Pauses are short, limits low.
func (s *faultyServer) transport(t testing.TB, change ...func(*Config)) *Transport {
	t.Helper()
	base, err := url.Parse(s.URL + "/v1.0")
	require.NoError(t, err)
	return newTestTransport(t, s.Client().Transport, append([]func(*Config){func(c *Config) {
		c.BaseURL = base
		c.MaxResponseBytes = 1 << 20
		c.Retry = RetryPolicy{MaxAttempts: 3, BaseDelay: time.Millisecond, MaxDelay: time.Millisecond, AttemptTimeout: 300 * time.Millisecond}
	}}, change...)...)
}

func faultyRequest(method, fault string) *Request {
	r := testRequest(method)
	r.Header = http.Header{"X-Fault": {fault}}
	return r
}

func (s *faultyServer) serve(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("request-id", "req-1")
	w.Header().Set("Content-Type", "application/json")
	if status, err := strconv.Atoi(r.Header.Get("X-Fault")); err == nil {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, failure500("SomeCode"))
		return
	}
	faults[r.Header.Get("X-Fault")](w, r)
}

// faults are the ways in which an answer can be wrong.
var faults = map[string]func(http.ResponseWriter, *http.Request){
	"fine": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"id":"1"}`) },
	"cut":  func(w http.ResponseWriter, _ *http.Request) { cut(w, "") },
	"cut headers": func(w http.ResponseWriter, _ *http.Request) {
		cut(w, "HTTP/1.1 200 OK\r\nContent-")
	},
	"not http": func(w http.ResponseWriter, _ *http.Request) { cut(w, "220 mail.test ESMTP\r\n") },
	"silent":   func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	"drip": func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, " ")
			_ = http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	},
	"short body": func(w http.ResponseWriter, _ *http.Request) {
		cut(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nrequest-id: req-1\r\nContent-Length: 1000\r\n\r\n{\"value\":[")
	},
	"short chunk": func(w http.ResponseWriter, _ *http.Request) {
		cut(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nrequest-id: req-1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"value\":[")
	},
	"short gzip": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzipped(strings.Repeat(`{"a":"b"}`, 1000))
		_, _ = w.Write(packed[:len(packed)/2])
	},
	"not gzip": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, `{"id":"1"}`)
	},
	"gzip bomb": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	},
	"huge": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000000000")
		_, _ = w.Write(make([]byte, 1<<20))
	},
	"huge unannounced": func(w http.ResponseWriter, _ *http.Request) {
		for range 1000 {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	},
	"html": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html><style>x{}</style><title>Sign in</title>\n<body>to the\u0000network</body></html>")
	},
	"html 502": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		// Some proxies show the request.
		_, _ = fmt.Fprintf(w, "<h1>Bad Gateway</h1><pre>%s %s</pre>", r.Header.Get("Authorization"), r.URL)
	},
	"json as text": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, `{"id":"1"}`)
	},
	"empty": func(http.ResponseWriter, *http.Request) {},
	"blank": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, " \r\n\t ") },
	"null":  func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, " null\n") },
	"number": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "42")
	},
	"no content":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
	"accepted":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) },
	"not modified": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) },
	"deep error": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":{"code":"Deep","innerError":`+strings.Repeat(`{"innerError":`, 1_000_000))
	},
	"endless error": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		for {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<16)); err != nil {
				return
			}
		}
	},
	"redirect": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://evil.test/", http.StatusTemporaryRedirect)
	},
}

var bomb = gzipped(strings.Repeat(" ", 100<<20))

func gzipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.Bytes()
}

// cut sends raw bytes and closes the connection.
func cut(w http.ResponseWriter, raw string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(conn, raw)
	_ = conn.Close()
}

// soon waits for what other goroutines and the kernel have to do first. It
// starts no goroutine of its own, since some tests count them.
func soon(condition func() bool) bool {
	for deadline := time.Now().Add(10 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}
