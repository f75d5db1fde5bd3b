package graphtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// answer is everything that goes back to the client, and how. It is worked out first and delivered afterwards, over a
// socket or in memory, so that both behave alike.
type answer struct {
	status int
	header http.Header
	body   []byte
	delay  time.Duration // before the first byte
	drip   time.Duration // before every piece of the body
	cut    cut
}

// cut says where the connection breaks.
type cut int

const (
	cutNever cut = iota
	cutBeforeHeaders
	cutAfterHeaders
	cutMidBody
)

const dripPieces = 8

// pieces splits the body for a slow drip.
func (a answer) pieces() [][]byte {
	body := a.body
	switch a.cut {
	case cutAfterHeaders:
		return nil
	case cutMidBody:
		body = body[:len(body)/2]
	}
	if a.drip == 0 {
		return [][]byte{body}
	}
	var pieces [][]byte
	for size := max(1, (len(body)+dripPieces-1)/dripPieces); len(body) > 0; {
		n := min(size, len(body))
		pieces = append(pieces, body[:n])
		body = body[n:]
	}
	return pieces
}

// pause waits without outliving the request.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ServeHTTP makes the server usable as a handler inside a server of your own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.answer(r)
	if pause(r.Context(), a.delay) != nil || a.cut == cutBeforeHeaders {
		panic(http.ErrAbortHandler) // how net/http is told to close the connection
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	flush := http.NewResponseController(w)
	for _, piece := range a.pieces() {
		if pause(r.Context(), a.drip) != nil {
			return
		}
		if _, err := w.Write(piece); err != nil {
			return
		}
		if a.drip > 0 || a.cut != cutNever {
			_ = flush.Flush()
		}
	}
	if a.cut != cutNever {
		_ = flush.Flush()
		panic(http.ErrAbortHandler)
	}
}

// inMemory delivers answers without a socket.
type inMemory struct{ s *Server }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != m.s.host {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no such host in memory: " + r.URL.Host)}
	}
	inner := r.Clone(r.Context())
	inner.Host = r.URL.Host
	if !m.s.plain {
		inner.TLS = &tls.ConnectionState{}
	}
	if inner.Body == nil {
		inner.Body = http.NoBody
	}
	a := m.s.answer(inner)
	_ = inner.Body.Close()
	if err := pause(r.Context(), a.delay); err != nil {
		return nil, err
	}
	if a.cut == cutBeforeHeaders {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	res := &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header.Clone(), ContentLength: int64(len(a.body)), Request: r,
		Body: &memoryBody{ctx: r.Context(), pieces: a.pieces(), drip: a.drip, broken: a.cut != cutNever},
	}
	return res, nil
}

// memoryBody hands out the pieces of a body, waiting in the reader's goroutine.
type memoryBody struct {
	ctx    context.Context
	pieces [][]byte
	piece  bytes.Reader
	drip   time.Duration
	broken bool
}

func (b *memoryBody) Read(p []byte) (int, error) {
	for b.piece.Len() == 0 {
		if len(b.pieces) == 0 {
			if b.broken {
				return 0, io.ErrUnexpectedEOF
			}
			return 0, io.EOF
		}
		if err := pause(b.ctx, b.drip); err != nil {
			return 0, err
		}
		b.piece.Reset(b.pieces[0])
		b.pieces = b.pieces[1:]
	}
	return b.piece.Read(p)
}

func (b *memoryBody) Close() error { return nil }
