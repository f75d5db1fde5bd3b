package transport

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"
)

var (
	errAttemptTimeout = errors.New("no complete answer within the attempt's time")
	errNoResponse     = errors.New("the round tripper returned neither an answer nor an error")
)

// notSent says whether a failed request was certainly not processed. Doubt is
// no: what may have run must not run again.
func (t *connTrace) notSent(err error) bool {
	if t.state.Load() == connWanted || errors.Is(err, errForeignOrigin) {
		return true
	}
	if streamRefused(err) {
		return true
	}
	if t.state.Load() == connGot {
		return false
	}
	var op *net.OpError
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") ||
		errors.As(err, &dns) || errors.As(err, &certificate) || errors.As(err, &record)
}

// h2StreamError has the fields of net/http's own type, which lets errors.As
// fill in any struct of this shape.
type h2StreamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e h2StreamError) Error() string { return "http2 stream error" }

const h2RefusedStream = 7

// streamRefused finds the two ways in which an HTTP/2 server says that it did
// not look at a request (RFC 9113, section 8.7). Only one has a type, and only
// in net/http; the texts are matched whole, since those of other errors quote
// what the server wrote.
func streamRefused(err error) bool {
	var stream h2StreamError
	if errors.As(err, &stream) {
		return stream.Code == h2RefusedStream
	}
	for ; err != nil; err = errors.Unwrap(err) {
		text := err.Error()
		if text == "http2: Transport received Server's graceful shutdown GOAWAY" ||
			strings.HasPrefix(text, "stream error: stream ID ") && strings.Contains(text, "; REFUSED_STREAM") {
			return true
		}
	}
	return false
}
