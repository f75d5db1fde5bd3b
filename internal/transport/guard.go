package transport

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

var (
	errForeignOrigin = errors.New("middleware directed the request to another origin; it was not sent")
	errSentTwice     = errors.New("middleware tried to send a request again that may run only once")
)

// A guard stands between the users' middleware and the network: what comes
// out of the middleware goes to the configured origin, and a call that may
// run only once passes only once per attempt.
type guard struct {
	next     http.RoundTripper
	endpoint endpoint
}

// onceKey carries the *atomic.Bool of an attempt that may pass only once.
type onceKey struct{}

func withOnce(ctx context.Context) context.Context {
	return context.WithValue(ctx, onceKey{}, new(atomic.Bool))
}

// RoundTrip implements [http.RoundTripper].
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := g.check(r); err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	return g.next.RoundTrip(r)
}

func (g guard) check(r *http.Request) error {
	if r.URL == nil || !g.endpoint.isOrigin(r.URL) || r.URL.User != nil || r.Host != "" && normalHost(g.endpoint.scheme, r.Host) != g.endpoint.host {
		return errForeignOrigin
	}
	passed, once := r.Context().Value(onceKey{}).(*atomic.Bool)
	if !once {
		return nil
	}
	for name := range r.Header {
		// net/http sends a request twice when it sees one of these.
		if name == "Idempotency-Key" || name == "X-Idempotency-Key" {
			return errSentTwice
		}
	}
	if passed.Swap(true) {
		return errSentTwice
	}
	return nil
}
