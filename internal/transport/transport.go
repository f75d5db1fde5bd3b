package transport

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	nethttplibrary "github.com/microsoft/kiota-http-go"
)

// A Transport carries calls to one service for one identity. It is immutable
// but for the gate that all its calls share, and safe for concurrent use.
type Transport struct {
	config       Config
	endpoint     endpoint
	roundTripper http.RoundTripper
	base         http.RoundTripper
	guarded      bool
	auth         authorizer
	header       http.Header
	gate         *gate
	buffers      bufferPool
	telemetry    telemetry
}

// New checks the configuration and copies it.
func New(config Config) (*Transport, error) {
	c, err := config.checked()
	if err != nil {
		return nil, err
	}
	c.Scopes = slices.Clone(c.Scopes)
	c.Middleware = slices.Clone(c.Middleware)
	t := &Transport{
		config: c, endpoint: newEndpoint(c.BaseURL), base: c.RoundTripper,
		gate: newGate(c.MaxInFlight), telemetry: newTelemetry(c),
	}
	if t.base == nil {
		t.base = defaultRoundTripper()
	}
	t.roundTripper = t.base
	if len(c.Middleware) > 0 {
		t.guarded = true
		t.roundTripper = nethttplibrary.NewCustomTransportWithParentTransport(guard{next: t.base, endpoint: t.endpoint}, c.Middleware...)
	}
	if isNil(c.Credential) {
		t.auth = providerAuth{provider: c.Provider}
	} else {
		t.auth = credentialAuth{credential: c.Credential, scopes: c.Scopes}
	}
	t.header = http.Header{
		"Accept":                   {"application/json"},
		"Prefer":                   {"include-unknown-enum-members"},
		"Return-Client-Request-Id": {"true"},
		"User-Agent":               {c.UserAgent},
	}
	addHeader(t.header, c.Header.Clone())
	return t, nil
}

// defaultRoundTripper is net/http's own with its proxies and HTTP/2, and with
// what a client of a single host needs: more idle connections than two, small
// header limits, and pings that notice a dead HTTP/2 connection.
func defaultRoundTripper() http.RoundTripper {
	shared, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		shared = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 10 * time.Second}
	}
	own := shared.Clone()
	own.MaxIdleConnsPerHost = 100
	own.MaxResponseHeaderBytes = 256 << 10
	if own.HTTP2 == nil {
		own.HTTP2 = &http.HTTP2Config{}
	}
	own.HTTP2.SendPingTimeout = 30 * time.Second
	own.HTTP2.PingTimeout = 15 * time.Second
	return own
}

// CloseIdleConnections closes the connections that no call uses.
func (t *Transport) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// Format keeps the configuration out of any print verb.
func (t *Transport) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "transport to %s://%s", t.endpoint.scheme, t.endpoint.host)
}

// ResolveLink checks an @odata.nextLink and makes it absolute without sending
// anything.
func (t *Transport) ResolveLink(link string) (*url.URL, error) {
	return t.endpoint.resolveLink(link, "")
}

// Do runs a call: it repeats what may be repeated, and hands the complete
// answer to read, which may be nil. An error from read is returned as an
// [*Error] of [KindAnswer].
//
// A 404 for a DELETE that may have run before counts as success: the earlier
// attempt, whose answer was lost, did the work.
func (t *Transport) Do(ctx context.Context, r *Request, read func(*Response) error) error {
	c, err := t.newCall(ctx, r)
	if err != nil {
		return err
	}
	ctx, end := t.telemetry.start(ctx, r)
	fail := c.run(ctx, read)
	end(c, fail)
	if fail != nil {
		return fail
	}
	return nil
}

func (t *Transport) newCall(ctx context.Context, r *Request) (*call, error) {
	if r == nil {
		return nil, &Error{Kind: KindRequest, Err: errors.New("no request")}
	}
	refuse := func(err error) error {
		return &Error{Kind: KindRequest, Method: r.Method, Template: r.Template, Err: err}
	}
	if ctx == nil {
		return nil, refuse(errors.New("no context"))
	}
	if err := r.check(); err != nil {
		return nil, refuse(err)
	}
	var target *url.URL
	var err error
	if r.Link != "" {
		target, err = t.endpoint.resolveLink(r.Link, r.Version)
	} else {
		target, err = t.endpoint.requestURL(r.Path, r.Query, r.Version)
	}
	if err != nil {
		return nil, refuse(err)
	}
	c := &call{t: t, r: r, url: target}
	for name, values := range r.Header {
		if strings.EqualFold(name, "client-request-id") {
			c.clientRequestID = values[0]
		}
	}
	if c.clientRequestID == "" {
		c.clientRequestID = newID()
	}
	return c, nil
}

// newID makes a random UUID (version 4).
func newID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	var text [36]byte
	hex.Encode(text[0:8], raw[0:4])
	hex.Encode(text[9:13], raw[4:6])
	hex.Encode(text[14:18], raw[6:8])
	hex.Encode(text[19:23], raw[8:10])
	hex.Encode(text[24:36], raw[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}
