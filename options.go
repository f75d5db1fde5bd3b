package backuprestore

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	nethttplibrary "github.com/microsoft/kiota-http-go"
	"go.opentelemetry.io/otel/trace"

	"github.com/graphbackup/backuprestore/internal/transport"
)

// Version is the version of this SDK, sent in the User-Agent header.
const Version = "0.1.0"

// DefaultEndpoint is Microsoft Graph in the global cloud, the only one that
// has the Backup Storage API.
const DefaultEndpoint = "https://graph.microsoft.com/v1.0"

const userAgent = "graphbackup-backuprestore/" + Version

// An Option changes a client while it is made.
type Option func(*settings) error

type settings struct {
	transport  transport.Config
	middleware []nethttplibrary.Middleware // of all WithMiddleware together
	polling    PollingPolicy
}

func (s *settings) apply(opts []Option) error {
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(s); err != nil {
			return err
		}
	}
	return nil
}

// WithEndpoint sets where the API lives, for example
// "https://graph.microsoft.com/v1.0", a gateway of your own, or a graphtest
// server. One option sets all that belongs together: the base URL, the only
// origin that a token is ever sent to, and the scope that the token is asked
// for. That scope is the origin with "/.default" behind it unless scopes are
// given. Plain http is taken for loopback addresses only.
func WithEndpoint(baseURL string, scopes ...string) Option {
	return func(s *settings) error {
		u, err := url.Parse(strings.TrimRight(baseURL, "/"))
		if err != nil || u.Host == "" {
			return fmt.Errorf("endpoint %q is not a URL such as %s", baseURL, DefaultEndpoint)
		}
		if len(scopes) == 0 {
			scopes = []string{u.Scheme + "://" + u.Host + "/.default"}
		}
		s.transport.BaseURL, s.transport.Scopes = u, scopes
		return nil
	}
}

// WithTransport sends requests through rt instead of the SDK's own clone of
// [http.DefaultTransport]. Proxies, TLS settings and connection limits are
// then rt's business; retries, sign-in and checks stay the SDK's.
func WithTransport(rt http.RoundTripper) Option {
	return func(s *settings) error {
		if rt == nil {
			return errors.New("transport is nil; leave WithTransport out for the default")
		}
		s.transport.RoundTripper = rt
		return nil
	}
}

// WithMiddleware adds kiota middleware. Each sees every attempt, in the order
// given, after the SDK has signed the request in and before it is sent.
func WithMiddleware(middleware ...nethttplibrary.Middleware) Option {
	return func(s *settings) error {
		for _, m := range middleware {
			if m == nil {
				return errors.New("middleware is nil")
			}
		}
		s.middleware = append(s.middleware, middleware...)
		s.transport.Pipeline = transport.KiotaPipeline(s.middleware...)
		return nil
	}
}

// WithHeader adds a header to every request.
func WithHeader(name, value string) Option {
	return func(s *settings) error {
		if s.transport.Header == nil {
			s.transport.Header = http.Header{}
		}
		s.transport.Header.Add(name, value)
		return nil
	}
}

// WithUserAgent puts the name of your program before the SDK's in the
// User-Agent header, for example "contoso-restore/1.4".
func WithUserAgent(product string) Option {
	return func(s *settings) error {
		s.transport.UserAgent = strings.TrimSpace(product + " " + userAgent)
		return nil
	}
}

// WithLogger logs retries as warnings and every attempt at debug level. No
// token, URL, query string or body is ever logged.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) error {
		s.transport.Logger = transport.Logging(logger)
		return nil
	}
}

// WithTracerProvider opens one span per call, named by the operation's
// template. Without it the SDK traces nothing.
func WithTracerProvider(provider trace.TracerProvider) Option {
	return func(s *settings) error {
		s.transport.Tracer = transport.Tracing(provider)
		return nil
	}
}

// WithMaxResponseBytes bounds what is read of one answer, after
// decompression. The default is 64 MiB.
func WithMaxResponseBytes(n int64) Option {
	return func(s *settings) error {
		if n < 1 {
			return errors.New("the response limit must be at least one byte")
		}
		s.transport.MaxResponseBytes = n
		return nil
	}
}

// WithMaxInFlight bounds the requests that are under way at one time, so that
// a burst of calls does not meet a throttled service as a whole. More wait
// their turn. The default is 16.
func WithMaxInFlight(n int) Option {
	return func(s *settings) error {
		if n < 1 {
			return errors.New("at least one request must be allowed at a time")
		}
		s.transport.MaxInFlight = n
		return nil
	}
}

// A RetryPolicy says how patient the client is with calls that are safe to
// repeat. A zero field means its default.
type RetryPolicy struct {
	// MaxAttempts is how often one call is sent at most (default 5); 1 turns
	// retries off.
	MaxAttempts int
	// BaseDelay and MaxDelay bound the jittered exponential back-off that is
	// used when the service does not say how long to wait (default 0.5 s, 30 s).
	BaseDelay, MaxDelay time.Duration
	// MaxRetryAfter is the longest wait that the service may ask for; beyond
	// it the call returns the 429 at once (default 5 min).
	MaxRetryAfter time.Duration
	// AttemptTimeout bounds one attempt, from the connection to the last byte of
	// the answer (default 100 s).
	AttemptTimeout time.Duration
	// IdleTimeout bounds the wait for the next byte of an answer (default 30 s).
	IdleTimeout time.Duration
}

// WithRetry sets the retry policy.
func WithRetry(policy RetryPolicy) Option {
	return func(s *settings) error {
		s.transport.Retry = transport.RetryPolicy(policy)
		return nil
	}
}

// WithPolling sets how often pollers look, for every wait of this client.
// A wait's own options go before it.
func WithPolling(policy PollingPolicy) Option {
	return func(s *settings) error {
		p, err := policy.withDefaults(defaultPolling)
		s.polling = p
		return err
	}
}
