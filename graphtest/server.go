package graphtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Server is a Graph of one tenant. Make one with [NewServer] or [NewInMemory].
type Server struct {
	tenant   *Tenant
	clock    clock
	speed    Speed
	pageSize int
	sign     *signIn
	faults   *faults
	log      *requestLog
	routes   []route
	page     bool
	odd      bool
	requests atomic.Uint32 // numbers the request-ids

	mu    sync.Mutex // guards state
	state *state

	host      string // host and port in the URLs that the server hands out
	plain     bool   // http instead of https
	transport http.RoundTripper
	listener  net.Listener
	http      *http.Server
	served    chan struct{}
}

// Option adjusts a server at its creation.
type Option func(*config)

type config struct {
	base          func() time.Time
	start         time.Time
	scale         float64
	speed         Speed
	pageSize      int
	logLimit      int
	tokenLifetime time.Duration
	faults        []Fault
	faultSeed     uint64
	addr          string
	plain         bool
	http1         bool
	page          bool
	odd           bool
}

// WithClock replaces the machine's clock. Inside a testing/synctest bubble the default does the right thing already.
func WithClock(now func() time.Time) Option { return func(c *config) { c.base = now } }

// WithStart sets the tenant's time at the start of the server; the default is now.
func WithStart(t time.Time) Option { return func(c *config) { c.start = t } }

// WithTimeScale makes the tenant's time run x times as fast as the clock: with 3600, an hour of restoring takes a second.
func WithTimeScale(x float64) Option { return func(c *config) { c.scale = x } }

// WithSpeed replaces [PublishedSpeed].
func WithSpeed(s Speed) Option { return func(c *config) { c.speed = s } }

// WithPageSize sets how many items a page of a list holds when the client does not say; the default is 100. Browsing has
// pages of 10 always.
func WithPageSize(n int) Option { return func(c *config) { c.pageSize = max(1, n) } }

// WithLogLimit sets how many requests [Server.Requests] remembers; the oldest are forgotten. The default is 100,000.
func WithLogLimit(n int) Option { return func(c *config) { c.logLimit = max(1, n) } }

// WithTokenLifetime sets how long access tokens live. They live on the clock, not in the tenant's scaled time, because the
// client that holds them does. The default is an hour.
func WithTokenLifetime(d time.Duration) Option { return func(c *config) { c.tokenLifetime = d } }

// WithFaults injects faults from the start, see [Server.Inject].
func WithFaults(faults ...Fault) Option {
	return func(c *config) { c.faults = append(c.faults, faults...) }
}

// WithFaultSeed selects which calls a [Fault] with a Share hits; the default is the tenant's seed.
func WithFaultSeed(seed uint64) Option { return func(c *config) { c.faultSeed = seed } }

// WithAddr makes [NewServer] listen on an address other than 127.0.0.1:0.
func WithAddr(addr string) Option { return func(c *config) { c.addr = addr } }

// WithPlainHTTP makes [NewServer] serve http instead of https. Sign-in through azidentity needs https; tokens from
// [Server.Token] do not.
func WithPlainHTTP() Option { return func(c *config) { c.plain = true } }

// WithHTTP1 makes [NewServer] speak HTTP/1.1 only. By default TLS clients get HTTP/2, as Graph's do.
func WithHTTP1() Option { return func(c *config) { c.http1 = true } }

// WithOddities makes answers depart from the metadata where the documentation's examples do: other status codes, statuses in
// capitals, members missing or of another type, entities wrapped in lists. Nobody knows which of these the real service
// does; a client should get along with all of them.
func WithOddities() Option { return func(c *config) { c.odd = true } }

// WithWebPage serves a page at / that shows sessions, artifacts and requests as they move.
func WithWebPage() Option { return func(c *config) { c.page = true } }

// NewServer starts a server on a loopback socket, by default with TLS under a certificate that only [Server.HTTPClient] and
// [Server.Transport] trust. Close it after use.
func NewServer(t *Tenant, opts ...Option) (*Server, error) {
	cfg := newConfig(t, opts)
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", cfg.addr)
	if err != nil {
		return nil, fmt.Errorf("graphtest: listen: %w", err)
	}
	s := newServer(t, cfg, listener.Addr().String())
	s.http = &http.Server{
		Handler: s, ReadHeaderTimeout: 30 * time.Second,
		ErrorLog: log.New(io.Discard, "", 0), // connections cut on purpose are not news
	}
	if cfg.http1 {
		s.http.Protocols = new(http.Protocols)
		s.http.Protocols.SetHTTP1(true)
	}
	if !cfg.plain {
		cert, pool, err := selfSigned(listener.Addr())
		if err != nil {
			_ = listener.Close()
			return nil, fmt.Errorf("graphtest: certificate: %w", err)
		}
		s.http.TLSConfig = serverTLS(cert)
		s.transport = clientTransport(pool)
	} else {
		s.transport = clientTransport(nil)
	}
	s.listener = listener
	s.served = make(chan struct{})
	go func() {
		defer close(s.served)
		if cfg.plain {
			_ = s.http.Serve(listener)
		} else {
			_ = s.http.ServeTLS(listener, "", "")
		}
	}()
	return s, nil
}

// NewInMemory makes a server without a socket. Its [Server.Transport] answers requests in the goroutine that sends them, so
// it works inside a testing/synctest bubble, delays included.
func NewInMemory(t *Tenant, opts ...Option) (*Server, error) {
	s := newServer(t, newConfig(t, opts), "graph.contoso.example")
	s.transport = inMemory{s}
	return s, nil
}

func newConfig(t *Tenant, opts []Option) config {
	cfg := config{
		base: time.Now, scale: 1, speed: PublishedSpeed(), pageSize: 100, logLimit: 100_000,
		tokenLifetime: time.Hour, faultSeed: t.seed, addr: "127.0.0.1:0",
	}
	for _, opt := range opts {
		opt(&cfg)
	}
	return cfg
}

func newServer(t *Tenant, cfg config, host string) *Server {
	began := cfg.base()
	if cfg.start.IsZero() {
		cfg.start = began
	}
	s := &Server{
		tenant: t, host: host, plain: cfg.plain, speed: cfg.speed, pageSize: cfg.pageSize,
		clock:  clock{base: cfg.base, began: began, start: cfg.start, scale: cfg.scale},
		faults: newFaults(cfg.faultSeed, cfg.faults),
		log:    &requestLog{limit: cfg.logLimit},
		routes: allRoutes(), page: cfg.page, odd: cfg.odd,
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	s.sign = &signIn{
		base: cfg.base, key: key, lifetime: cfg.tokenLifetime,
		tenantID: t.ids.guid(kindEntity, 0, 1, 0), clientID: t.ids.guid(kindEntity, 0, 2, 0),
		secret: t.ids.opaque(kindEntity, 0, 3, 0), issuer: s.origin(),
	}
	s.state = newState(s, s.clock.now())
	return s
}

// Close stops the server and its connections.
func (s *Server) Close() {
	if s.http == nil {
		return
	}
	if t, ok := s.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	_ = s.http.Close()
	<-s.served
}

func (s *Server) origin() string {
	if s.plain {
		return "http://" + s.host
	}
	return "https://" + s.host
}

// BaseURL is the root of the API, version included: https://127.0.0.1:PORT/v1.0. The server answers under /beta as well.
func (s *Server) BaseURL() string { return s.origin() + "/v1.0" }

// AuthorityHost is the ActiveDirectoryAuthorityHost for azidentity. Credentials must set DisableInstanceDiscovery, as for
// any authority that Microsoft's public clouds do not know.
func (s *Server) AuthorityHost() string { return s.origin() + "/" }

// TenantID is the id of the tenant in token requests.
func (s *Server) TenantID() string { return s.sign.tenantID }

// ClientID is the id of the registered application that may sign in.
func (s *Server) ClientID() string { return s.sign.clientID }

// ClientSecret is the secret of that application.
func (s *Server) ClientSecret() string { return s.sign.secret }

// Transport reaches this server: over the socket with the right root certificate, or in memory. It is also an
// azcore-compatible transport when wrapped in a client, see [Server.HTTPClient].
func (s *Server) Transport() http.RoundTripper { return s.transport }

// HTTPClient is a client over [Server.Transport], without cookies, timeout or redirects of its own making.
func (s *Server) HTTPClient() *http.Client { return &http.Client{Transport: s.transport} }

// Now is the tenant's time.
func (s *Server) Now() time.Time { return s.clock.now() }

// Tenant is the tenant that the server was made with.
func (s *Server) Tenant() *Tenant { return s.tenant }
