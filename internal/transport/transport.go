package transport

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// A Transport carries calls to one service for one identity. It is immutable
// but for the gate that all its calls share, and safe for concurrent use.
type Transport struct {
	config       Config
	endpoint     endpoint
	roundTripper http.RoundTripper
	base         http.RoundTripper
	guarded      bool
	auth         Authorizer
	fields       []field // go out with every request
	fieldValues  int
	gate         *gate
	buffers      bufferPool
}

// New checks the configuration and copies it.
func New(config Config) (*Transport, error) {
	c, err := config.checked()
	if err != nil {
		return nil, err
	}
	c.Scopes = slices.Clone(c.Scopes)
	t := &Transport{
		config: c, endpoint: newEndpoint(c.BaseURL), base: c.RoundTripper,
		gate: newGate(c.MaxInFlight),
	}
	if t.base == nil {
		t.base = defaultRoundTripper()
	}
	t.roundTripper = t.base
	if c.Pipeline != nil {
		t.guarded = true
		if t.roundTripper, err = c.Pipeline(guard{next: t.base, endpoint: t.endpoint}); err != nil {
			return nil, err
		}
	}
	t.auth = c.Provider
	if !isNil(c.Credential) {
		t.auth = &credentialAuth{credential: c.Credential, scopes: c.Scopes}
	}
	header := http.Header{
		"Accept":                   {"application/json"},
		"Prefer":                   {"include-unknown-enum-members"},
		"Return-Client-Request-Id": {"true"},
		"User-Agent":               {c.UserAgent},
	}
	addHeader(header, c.Header)
	for name, values := range header {
		t.fields = append(t.fields, field{name, values})
		t.fieldValues += len(values)
	}
	return t, nil
}

// A field is a line of a header, or several of one name.
type field struct {
	name   string
	values []string
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
	u, err := t.endpoint.resolveLink(link, "")
	if err != nil {
		return nil, err
	}
	return &u, nil
}

// Do runs a call: it repeats what may be repeated, and hands the complete
// answer to read, which may be nil. An error from read is returned as an
// [*Error] of [KindAnswer].
//
// A 404 for a DELETE that may have run before counts as success: the earlier
// attempt, whose answer was lost, did the work.
func (t *Transport) Do(ctx context.Context, r *Request, read func(*Response) error) error {
	c := call{t: t, r: r}
	if err := c.prepare(ctx); err != nil {
		return err
	}
	var span span
	if t.config.Tracer != nil {
		ctx, span = t.config.Tracer.start(ctx, r)
	}
	fail := c.run(ctx, read)
	if span != nil {
		span.end(c.state, fail)
	}
	if fail != nil {
		return fail
	}
	return nil
}

// newID makes a random UUID (version 4). It has to be unique, not secret.
func newID() string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], rand.Uint64())
	binary.BigEndian.PutUint64(raw[8:], rand.Uint64())
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
