package transport

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Frame types and error codes of RFC 9113 that the test's server needs.
const (
	h2Headers  = 1
	h2Reset    = 3
	h2Settings = 4
	h2GoAway   = 7
)

func h2Frame(kind, flags byte, stream uint32, payload []byte) []byte {
	frame := make([]byte, 9, 9+len(payload))
	frame[1], frame[2], frame[3], frame[4] = byte(len(payload)>>8), byte(len(payload)), kind, flags
	binary.BigEndian.PutUint32(frame[5:], stream)
	return append(frame, payload...)
}

func h2Uint32(values ...uint32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// serveH2 speaks just enough HTTP/2 to answer each request with the frames
// that reply makes for its number and stream.
func serveH2(t *testing.T, reply func(n int, stream uint32) []byte) (address string, requests *atomic.Int64, roots *tls.Config) {
	t.Helper()
	certificates := httptest.NewUnstartedServer(nil)
	certificates.EnableHTTP2 = true
	certificates.StartTLS()
	config := certificates.TLS.Clone()
	config.NextProtos = []string{"h2"}
	client := certificates.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	certificates.Close()

	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	requests = new(atomic.Int64)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveH2Conn(conn, requests, reply)
		}
	}()
	return listener.Addr().String(), requests, client
}

func serveH2Conn(conn net.Conn, requests *atomic.Int64, reply func(int, uint32) []byte) {
	defer func() { _ = conn.Close() }()
	preface := make([]byte, 24)
	if _, err := io.ReadFull(conn, preface); err != nil {
		return
	}
	_, _ = conn.Write(h2Frame(h2Settings, 0, 0, nil))
	head := make([]byte, 9)
	for {
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		size := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, conn, size); err != nil {
			return
		}
		switch {
		case head[3] == h2Settings && head[4] == 0:
			_, _ = conn.Write(h2Frame(h2Settings, 1, 0, nil))
		case head[3] == h2Headers:
			_, _ = conn.Write(reply(int(requests.Add(1)), binary.BigEndian.Uint32(head[5:])))
		}
	}
}

func TestHTTP2(t *testing.T) {
	ok := func(stream uint32) []byte { return h2Frame(h2Headers, 5, stream, []byte{0x88}) } // :status 200
	for _, test := range []struct {
		name     string
		reply    func(n int, stream uint32) []byte
		requests int64
		kind     Kind // 0: success
	}{
		{name: "refused, then taken", requests: 2, reply: func(n int, stream uint32) []byte {
			if n == 1 {
				return h2Frame(h2Reset, 0, stream, h2Uint32(h2RefusedStream))
			}
			return ok(stream)
		}},
		{name: "going away before the request", requests: 2, reply: func(n int, stream uint32) []byte {
			if n == 1 {
				return h2Frame(h2GoAway, 0, 0, h2Uint32(0, 0))
			}
			return ok(stream)
		}},
		{name: "broken after it may have run", requests: 1, kind: KindAmbiguous, reply: func(_ int, stream uint32) []byte {
			return h2Frame(h2Reset, 0, stream, h2Uint32(2))
		}},
		{name: "going away after the request, with a lie in the text", requests: 1, kind: KindAmbiguous, reply: func(_ int, stream uint32) []byte {
			text := "stream error: stream ID 1; REFUSED_STREAM"
			goAway := h2Frame(h2GoAway, 0, 0, append(h2Uint32(stream, 2), text...))
			return append(goAway, h2Frame(h2Reset, 0, stream, h2Uint32(2))...)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			address, requests, roots := serveH2(t, test.reply)
			rt := &http.Transport{TLSClientConfig: roots, ForceAttemptHTTP2: true}
			defer rt.CloseIdleConnections()
			tr := newTestTransport(t, rt, func(c *Config) {
				c.BaseURL = &url.URL{Scheme: "https", Host: address, Path: "/v1.0"}
				c.Retry = RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: time.Millisecond, AttemptTimeout: 5 * time.Second}
			})
			r := testRequest(http.MethodPost)
			r.Expect = ExpectNone
			_, err := do(t.Context(), tr, r)
			if test.kind == 0 {
				require.NoError(t, err)
			} else {
				requireKind(t, err, test.kind)
			}
			require.Equal(t, test.requests, requests.Load())
		})
	}
}

// The errors that net/http gives up with are recognised by type or whole text.
func TestStreamRefusedByText(t *testing.T) {
	for text, want := range map[string]bool{
		"stream error: stream ID 5; REFUSED_STREAM; received from peer":                                                   true,
		"http2: Transport received Server's graceful shutdown GOAWAY":                                                     true,
		"stream error: stream ID 5; INTERNAL_ERROR; received from peer":                                                   false,
		`http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug="; REFUSED_STREAM"`: false,
		`wrong: http2: Transport received Server's graceful shutdown GOAWAY`:                                              false,
	} {
		require.Equal(t, want, streamRefused(&safeError{text: text}), text)
	}
}
