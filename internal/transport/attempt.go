package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A failure is an attempt that brought no usable answer. err is complete but
// for what only the call knows.
type failure struct {
	event event
	err   *Error
	// final overrides the retry table: the context ended, or nothing was sent.
	final bool
	// claims answer the challenge of a 401.
	claims string
}

// An exchange is the memory of one attempt in one piece. It is not used again:
// net/http may hold its parts for longer than the attempt takes.
type exchange struct {
	url      url.URL
	trace    connTrace
	body     bodyReader
	response Response
}

// attempt sends the request once and reads the whole answer. On success the
// buffer is the caller's to return.
func (c *call) attempt(ctx context.Context) (*Response, *bytes.Buffer, *failure) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	x := &exchange{url: c.url}
	req, fail := c.request(ctx, &x.url)
	if fail != nil {
		return nil, nil, fail
	}
	c.sent, c.requestID = time.Now(), ""
	c.attempts++
	policy := &c.t.config.Retry
	timer := time.AfterFunc(policy.AttemptTimeout, func() { cancel(errAttemptTimeout) })
	defer timer.Stop()

	traced := x.trace.watch(ctx)
	if c.t.guarded && !c.r.repeatable() {
		traced = withOnce(traced)
	}
	resp, err := c.t.roundTripper.RoundTrip(req.WithContext(traced))
	if err == nil && resp == nil {
		err = errNoResponse
	}
	if err != nil {
		if resp != nil && resp.Body != nil {
			_ = resp.Body.Close()
		}
		return nil, nil, c.lost(ctx, err, x.trace.notSent(err))
	}
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	defer func() { _ = resp.Body.Close() }()
	x.body = bodyReader{r: resp.Body, timer: timer, idle: policy.IdleTimeout, until: c.sent.Add(policy.AttemptTimeout)}
	c.requestID = responseID(resp.Header)
	if resp.StatusCode/100 != 2 {
		return nil, nil, c.refused(resp, x.body.within(maxErrorTime))
	}
	response := &x.response
	*response = Response{
		Status: resp.StatusCode, Header: resp.Header, RequestID: c.requestID,
		ClientRequestID: c.clientRequestID, Attempts: c.attempts,
	}
	response.RetryAfter, _ = retryAfter(resp.Header, time.Now)
	if c.r.Expect == ExpectNone {
		drain(x.body.within(maxDrainTime))
		return response, nil, nil
	}
	buffer := c.t.buffers.get()
	if fail := c.readValue(ctx, resp, &x.body, buffer); fail != nil {
		c.t.buffers.put(buffer)
		return nil, nil, fail
	}
	response.Body = buffer.Bytes()
	return response, buffer, nil
}

func (c *call) readValue(ctx context.Context, resp *http.Response, body *bodyReader, buffer *bytes.Buffer) *failure {
	err := readBody(buffer, body, resp.ContentLength, c.t.config.MaxResponseBytes)
	switch {
	case errors.Is(err, errTooLarge):
		return c.failed(eventUnreadable, resp.StatusCode, err)
	case err != nil:
		fail := c.lost(ctx, err, false)
		fail.err.Status = resp.StatusCode
		return fail
	}
	if c.r.Expect == ExpectAny {
		return nil
	}
	if err := checkValue(resp, buffer.Bytes()); err != nil {
		if ctx.Err() != nil {
			// A server that notices that its client hangs up may end its answer
			// with nothing in it; that says nothing about the call.
			return c.lost(ctx, ctx.Err(), false)
		}
		fail := c.failed(eventUnreadable, resp.StatusCode, err)
		if !looksLikeJSON(buffer.Bytes()) {
			fail.err.Excerpt = excerpt(buffer.Bytes(), c.secrets())
		}
		return fail
	}
	return nil
}

// request builds the attempt afresh, with a token of its own. It is a value,
// since it becomes a copy when it gets its context.
func (c *call) request(ctx context.Context, target *url.URL) (http.Request, *failure) {
	req := http.Request{
		Method: c.r.Method, URL: target, Host: target.Host, Header: c.header(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: http.NoBody,
	}
	if len(c.r.Body) > 0 {
		payload := c.r.Body
		req.ContentLength = int64(len(payload))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(payload)), nil }
		req.Body, _ = req.GetBody()
	}
	claims := c.claims
	c.claims = ""
	if err := c.t.auth.authorize(ctx, req.Method, target, req.Header, claims); err != nil {
		if ctx.Err() != nil {
			return req, c.canceled(ctx)
		}
		fail := c.failed(eventNotSent, c.status, safeErr(err, nil))
		fail.err.Kind, fail.final = KindAuth, true
		return req, fail
	}
	c.authorization = req.Header.Get("Authorization")
	return req, nil
}

// ownFields is how many fields a call and its attempts add to those of all calls.
const ownFields = 4

// header is made anew for each attempt, down to the values, since middleware
// may change it.
func (c *call) header() http.Header {
	h := make(http.Header, len(c.t.fields)+ownFields)
	values := make([]string, 0, c.t.fieldValues+ownFields)
	set := func(name string, more ...string) {
		at := len(values)
		values = append(values, more...)
		h[name] = values[at:len(values):len(values)]
	}
	for _, f := range c.t.fields {
		set(f.name, f.values...)
	}
	addHeader(h, c.r.Header)
	set("Client-Request-Id", c.clientRequestID)
	if c.r.Body != nil && len(h["Content-Type"]) == 0 {
		set("Content-Type", "application/json")
	}
	if c.attempts > 0 {
		set("Retry-Attempt", strconv.Itoa(c.attempts))
	}
	return h
}

// lost is an attempt whose answer is missing, in whole or in part.
func (c *call) lost(ctx context.Context, err error, notSent bool) *failure {
	e := eventLost
	if notSent {
		e = eventNotSent
	}
	if cause := context.Cause(ctx); cause != nil {
		if !errors.Is(cause, errAttemptTimeout) {
			fail := c.canceled(ctx)
			fail.event = e
			return fail
		}
		err = errAttemptTimeout
	}
	fail := c.failed(e, 0, safeErr(err, c.secrets()))
	if errors.Is(err, errForeignOrigin) {
		fail.err.Kind, fail.final = KindRequest, true
	}
	return fail
}

// refused reads an answer that is not 2xx. The status stands whatever becomes
// of the body.
func (c *call) refused(resp *http.Response, body *bodyReader) *failure {
	buffer := c.t.buffers.get()
	defer c.t.buffers.put(buffer)
	_, _ = buffer.ReadFrom(body.atMost(maxErrorBody))
	drain(body)
	env := parseEnvelope(buffer.Bytes(), c.secrets())
	wait, hasWait := retryAfter(resp.Header, time.Now)
	fail := c.failed(statusEvent(resp.StatusCode, env.codes, hasWait), resp.StatusCode, nil)
	e := fail.err
	e.Code, e.Codes, e.Message, e.Target, e.Details = env.code(), env.codes, env.message, env.target, env.details
	e.RetryAfter, e.HasRetryAfter = wait, hasWait
	if e.RequestID == "" {
		e.RequestID = safeID(env.requestID)
	}
	if !env.found && !looksLikeJSON(buffer.Bytes()) {
		e.Excerpt = excerpt(buffer.Bytes(), c.secrets())
	}
	switch {
	case resp.StatusCode/100 == 3:
		e.Err = errRedirect
	case resp.StatusCode == http.StatusUnauthorized && !c.challenged:
		claims, err := claimsChallenge(resp.Header)
		fail.claims, e.Err = claims, err
	}
	return fail
}

var errRedirect = errors.New("redirects are not followed")

func looksLikeJSON(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && (body[0] == '{' || body[0] == '[')
}

func responseID(h http.Header) string {
	for _, name := range [...]string{"Request-Id", "X-Ms-Request-Id"} {
		if id := safeID(strings.TrimSpace(h.Get(name))); id != "" {
			return id
		}
	}
	return ""
}
