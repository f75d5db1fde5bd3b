package transport

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Defaults of [RetryPolicy] and [Config].
const (
	DefaultMaxAttempts    = 5
	DefaultBaseDelay      = 500 * time.Millisecond
	DefaultMaxDelay       = 30 * time.Second
	DefaultMaxRetryAfter  = 5 * time.Minute
	DefaultAttemptTimeout = 100 * time.Second
	DefaultIdleTimeout    = 30 * time.Second

	DefaultMaxResponseBytes = 64 << 20
	DefaultMaxInFlight      = 16
	DefaultUserAgent        = "graphbackup-backuprestore-go"
)

// A Config says where Graph is, who calls it and how patiently. [New] copies
// what it needs: a later change has no effect.
type Config struct {
	// BaseURL is the service with the API version as last path segment, such
	// as https://graph.microsoft.com/v1.0. Its origin is the only one that is
	// ever dialled. Plain http is accepted for loopback hosts only.
	BaseURL *url.URL
	// Scopes are asked for with every token; Provider has its own.
	Scopes []string
	// Exactly one of Credential and Provider is set. Provider is made by
	// [KiotaProvider].
	Credential azcore.TokenCredential
	Provider   Authorizer
	// RoundTripper sends the requests; nil means an own clone of
	// [http.DefaultTransport], with its proxies and HTTP/2.
	RoundTripper http.RoundTripper
	// Pipeline sees every attempt before it is sent; nil means none. It is made
	// by [KiotaPipeline].
	Pipeline Pipeline
	// UserAgent names the caller; empty means [DefaultUserAgent].
	UserAgent string
	// Header goes out with every request.
	Header http.Header
	// Logger is made by [Logging], Tracer by [Tracing]; nil means none.
	Logger Logger
	Tracer Tracer
	Retry  RetryPolicy
	// MaxResponseBytes bounds an answer after decompression; 0 means
	// [DefaultMaxResponseBytes].
	MaxResponseBytes int64
	// MaxInFlight bounds the requests that are under way at one time, so that
	// a burst of calls cannot meet a throttled service as a whole; 0 means
	// [DefaultMaxInFlight].
	MaxInFlight int
}

// A RetryPolicy says how often and how long a call is tried. A zero field
// means its default; a negative one is refused by [New].
type RetryPolicy struct {
	// MaxAttempts counts the first attempt too. The one answer to a claims
	// challenge comes on top.
	MaxAttempts int
	// BaseDelay is the pause before the first repetition when the service
	// named none. It doubles each time up to MaxDelay, and up to half of it is
	// taken off at random.
	BaseDelay, MaxDelay time.Duration
	// MaxRetryAfter is the longest Retry-After that is waited for. A longer
	// one is handed to the caller at once.
	MaxRetryAfter time.Duration
	// AttemptTimeout bounds one attempt from the connection to the last byte
	// of the answer. Getting a token is not part of it: a person may have to
	// sign in.
	AttemptTimeout time.Duration
	// IdleTimeout bounds the wait for the next byte of an answer's body.
	IdleTimeout time.Duration
}

// Format keeps credentials and headers out of any print verb.
func (c Config) Format(f fmt.State, _ rune) {
	host := ""
	if c.BaseURL != nil {
		host = c.BaseURL.Host
	}
	_, _ = fmt.Fprintf(f, "transport config for host %q", host)
}

func (p RetryPolicy) withDefaults() (RetryPolicy, error) {
	if p.MaxAttempts < 0 || p.BaseDelay < 0 || p.MaxDelay < 0 || p.MaxRetryAfter < 0 || p.AttemptTimeout < 0 || p.IdleTimeout < 0 {
		return p, errors.New("retry policy: negative value")
	}
	orDefault(&p.MaxAttempts, DefaultMaxAttempts)
	orDefault(&p.BaseDelay, DefaultBaseDelay)
	orDefault(&p.MaxDelay, DefaultMaxDelay)
	orDefault(&p.MaxRetryAfter, DefaultMaxRetryAfter)
	orDefault(&p.AttemptTimeout, DefaultAttemptTimeout)
	orDefault(&p.IdleTimeout, DefaultIdleTimeout)
	p.MaxDelay = max(p.MaxDelay, p.BaseDelay)
	return p, nil
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// checked fills in defaults and refuses what could not work or not be safe.
func (c Config) checked() (Config, error) {
	if err := checkBaseURL(c.BaseURL); err != nil {
		return c, err
	}
	switch hasCredential, hasProvider := !isNil(c.Credential), !isNil(c.Provider); {
	case hasCredential && hasProvider:
		return c, errors.New("a credential and an authentication provider are both given")
	case !hasCredential && !hasProvider:
		return c, errors.New("neither a credential nor an authentication provider is given")
	case hasCredential && len(c.Scopes) == 0:
		return c, errors.New("no scope is given for the credential")
	}
	if c.RoundTripper != nil && isNil(c.RoundTripper) {
		return c, errors.New("round tripper is a nil pointer")
	}
	if c.MaxResponseBytes < 0 || c.MaxInFlight < 0 {
		return c, errors.New("negative limit")
	}
	orDefault(&c.UserAgent, DefaultUserAgent)
	orDefault(&c.MaxResponseBytes, int64(DefaultMaxResponseBytes))
	orDefault(&c.MaxInFlight, DefaultMaxInFlight)
	if !validHeaderValue(c.UserAgent) {
		return c, errors.New("user agent: character not allowed in a header")
	}
	if err := checkHeader(c.Header); err != nil {
		return c, err
	}
	for name := range c.Header {
		if strings.EqualFold(name, "client-request-id") {
			return c, errors.New("header client-request-id names one call and cannot be the same for all")
		}
	}
	var err error
	c.Retry, err = c.Retry.withDefaults()
	return c, err
}

func checkBaseURL(u *url.URL) error {
	switch {
	case u == nil:
		return errors.New("no base url")
	case u.Hostname() == "" || u.Opaque != "":
		return errors.New("base url: no host")
	case u.User != nil:
		return errors.New("base url: user info is not allowed")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("base url: query and fragment are not allowed")
	case strings.Trim(u.Path, "/") == "":
		return errors.New("base url: no api version in the path")
	}
	if err := checkPath(strings.TrimRight(u.EscapedPath(), "/")); err != nil {
		return fmt.Errorf("base url: %w", err)
	}
	switch strings.ToLower(u.Scheme) {
	case "https":
		return nil
	case "http":
		if isLoopback(u.Hostname()) {
			return nil
		}
		return errors.New("base url: plain http is for loopback hosts only")
	}
	return errors.New("base url: scheme is not https")
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// isNil also finds a nil pointer inside a non-nil interface, which would
// panic at the first call only.
func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Slice, reflect.Interface:
		return r.IsNil()
	default:
		return false
	}
}
