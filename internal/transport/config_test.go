package transport

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	nethttplibrary "github.com/microsoft/kiota-http-go"
	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

func TestConfigurationsRefused(t *testing.T) {
	parse := func(s string) *url.URL {
		u, err := url.Parse(s)
		require.NoError(t, err)
		return u
	}
	var nilCredential *testCredential
	var nilTransport *http.Transport
	for name, change := range map[string]func(*Config){
		"no url":            func(c *Config) { c.BaseURL = nil },
		"no host":           func(c *Config) { c.BaseURL = parse("https:///v1.0") },
		"no version":        func(c *Config) { c.BaseURL = parse("https://graph.test/") },
		"plain http":        func(c *Config) { c.BaseURL = parse("http://graph.test/v1.0") },
		"almost loopback":   func(c *Config) { c.BaseURL = parse("http://localhost.evil.test/v1.0") },
		"scheme":            func(c *Config) { c.BaseURL = parse("ftp://graph.test/v1.0") },
		"user info":         func(c *Config) { c.BaseURL = parse("https://a:b@graph.test/v1.0") },
		"query":             func(c *Config) { c.BaseURL = parse("https://graph.test/v1.0?a") },
		"fragment":          func(c *Config) { c.BaseURL = parse("https://graph.test/v1.0#a") },
		"dots":              func(c *Config) { c.BaseURL = parse("https://graph.test/../v1.0") },
		"nobody":            func(c *Config) { c.Credential = nil },
		"nil provider":      func(c *Config) { c.Credential, c.Provider = nil, KiotaProvider((*nilProvider)(nil)) },
		"nil credential":    func(c *Config) { c.Credential = nilCredential },
		"two identities":    func(c *Config) { c.Provider = KiotaProvider(someProvider{}) },
		"no scope":          func(c *Config) { c.Scopes = nil },
		"nil transport":     func(c *Config) { c.RoundTripper = nilTransport },
		"nil middleware":    func(c *Config) { c.Pipeline = KiotaPipeline(nil) },
		"kiota's retry":     func(c *Config) { c.Pipeline = KiotaPipeline(nethttplibrary.NewRetryHandler()) },
		"kiota's redirect":  func(c *Config) { c.Pipeline = KiotaPipeline(nethttplibrary.NewRedirectHandler()) },
		"kiota's defaults":  func(c *Config) { c.Pipeline = KiotaPipeline(nethttplibrary.GetDefaultMiddlewares()...) },
		"user agent":        func(c *Config) { c.UserAgent = "a\nb" },
		"header":            func(c *Config) { c.Header = http.Header{"Authorization": {"x"}} },
		"client request id": func(c *Config) { c.Header = http.Header{"client-request-id": {"x"}} },
		"attempts":          func(c *Config) { c.Retry.MaxAttempts = -1 },
		"base delay":        func(c *Config) { c.Retry.BaseDelay = -1 },
		"maximal delay":     func(c *Config) { c.Retry.MaxDelay = -1 },
		"retry after":       func(c *Config) { c.Retry.MaxRetryAfter = -1 },
		"attempt timeout":   func(c *Config) { c.Retry.AttemptTimeout = -1 },
		"idle timeout":      func(c *Config) { c.Retry.IdleTimeout = -1 },
		"response bytes":    func(c *Config) { c.MaxResponseBytes = -1 },
		"in flight":         func(c *Config) { c.MaxInFlight = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			config := testConfig(t, nil)
			change(&config)
			tr, err := New(config)
			require.Error(t, err)
			require.Nil(t, tr)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

type someProvider struct{ kiotaProvider }

type nilProvider struct{ someProvider }

func TestNothingToObserveWith(t *testing.T) {
	var provider *sdktrace.TracerProvider
	for _, change := range []func(*Config){
		func(c *Config) { c.Logger, c.Tracer = Logging(nil), Tracing(nil) },
		func(c *Config) { c.Tracer = Tracing(provider) },
	} {
		_, err := do(t.Context(), newTestTransport(t, &script{replies: []reply{answer(200, `{}`)}}, change), testRequest(http.MethodGet))
		require.NoError(t, err)
	}
}

func TestConfigurationsAccepted(t *testing.T) {
	for _, base := range []string{
		"https://graph.microsoft.com/v1.0", "https://graph.microsoft.us/v1.0/", "https://Gate.test:8443/graph/beta",
		"http://localhost:8080/v1.0", "http://127.0.0.2/v1.0", "http://[::1]:1/v1.0", "HTTP://LOCALHOST/v1.0",
	} {
		u, err := url.Parse(base)
		require.NoError(t, err)
		newTestTransport(t, nil, func(c *Config) { c.BaseURL = u })
	}
}

func TestDefaults(t *testing.T) {
	tr := newTestTransport(t, nil)
	require.Equal(t, RetryPolicy{
		MaxAttempts: 5, BaseDelay: 500 * time.Millisecond, MaxDelay: 30 * time.Second,
		MaxRetryAfter: 5 * time.Minute, AttemptTimeout: 100 * time.Second, IdleTimeout: 30 * time.Second,
	}, tr.config.Retry)
	require.EqualValues(t, 64<<20, tr.config.MaxResponseBytes)
	require.NotSame(t, http.DefaultTransport, tr.base, "nobody else's connections")
}

// What the caller changes after New has no effect.
func TestConfigIsCopied(t *testing.T) {
	s := &script{replies: []reply{answer(200, `{}`)}}
	config := testConfig(t, s)
	config.Header = http.Header{"X-A": {"a"}}
	credential := config.Credential.(*testCredential)
	tr, err := New(config)
	require.NoError(t, err)
	config.Header["X-A"][0] = "b"
	config.Scopes[0] = "other"
	config.BaseURL.Host = "evil.test"
	_, err = do(t.Context(), tr, testRequest(http.MethodGet))
	require.NoError(t, err)
	require.Equal(t, "a", s.seen[0].header.Get("X-A"))
	require.Contains(t, s.seen[0].url, "https://graph.test/")
	require.Equal(t, []string{"https://graph.test/.default"}, credential.asked[0].Scopes)
}
