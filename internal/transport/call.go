package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A call is one [Transport.Do].
type call struct {
	t   *Transport
	r   *Request
	url url.URL

	state
	sent time.Time
	// authorization of the last attempt, to keep it out of texts.
	authorization string
	claims        string // for the next attempt
	challenged    bool   // a claims challenge was answered once
	mayHaveRun    bool   // an earlier attempt may have had its effect
}

// state is what logs and spans show of a call.
type state struct {
	clientRequestID string
	attempts        int
	requestID       string
	status          int
}

func (c *call) run(ctx context.Context, read func(*Response) error) *Error {
	for {
		fail, done := c.step(ctx, read)
		if done {
			return nil
		}
		wait, again := c.next(ctx, fail)
		if !again {
			return c.final(fail)
		}
		if logger := c.t.config.Logger; logger != nil {
			logger.repeating(ctx, c.r, c.state, fail.err, wait)
		}
		if err := sleep(ctx, wait); err != nil {
			return c.final(c.canceled(ctx))
		}
	}
}

// prepare checks the request and finds its address and its id. Nothing is sent
// when it fails.
func (c *call) prepare(ctx context.Context) error {
	r := c.r
	if r == nil {
		return &Error{Kind: KindRequest, Err: errors.New("no request")}
	}
	err := r.check()
	if ctx == nil {
		err = errors.New("no context")
	}
	if err == nil {
		c.url, err = c.t.endpoint.address(r)
	}
	if err != nil {
		return &Error{Kind: KindRequest, Method: r.Method, Template: r.Template, Err: err}
	}
	for name, values := range r.Header {
		if strings.EqualFold(name, "client-request-id") {
			c.clientRequestID = values[0]
		}
	}
	if c.clientRequestID == "" {
		c.clientRequestID = newID()
	}
	return nil
}

// step makes one attempt and delivers its answer.
func (c *call) step(ctx context.Context, read func(*Response) error) (*failure, bool) {
	if err := c.t.gate.enter(ctx); err != nil {
		return c.heldBack(ctx, err), false
	}
	response, buffer, fail := c.admitted(ctx)
	now := time.Now()
	if fail == nil || fail.err.Status != 0 && fail.event != eventThrottled {
		c.t.gate.answered(now)
	}
	if c.t.config.Logger != nil {
		c.log(ctx, response, fail, now)
	}
	if fail != nil {
		if !c.goneAlready(fail) {
			return fail, false
		}
		response = &Response{
			Status: fail.err.Status, Header: http.Header{},
			RequestID: c.requestID, ClientRequestID: c.clientRequestID, Attempts: c.attempts,
		}
	}
	c.status = response.Status
	defer c.t.buffers.put(buffer)
	if read == nil {
		return nil, true
	}
	if err := read(response); err != nil {
		return c.failed(eventUnreadable, response.Status, safeErr(err, c.secrets())), false
	}
	return nil, true
}

// admitted leaves the gate even if a round tripper panics: a program that
// recovers would else find the client full one day.
func (c *call) admitted(ctx context.Context) (*Response, *bytes.Buffer, *failure) {
	defer c.t.gate.leave()
	return c.attempt(ctx)
}

// log notes an attempt. The status of the call is still that of the attempt
// before.
func (c *call) log(ctx context.Context, response *Response, fail *failure, now time.Time) {
	last, outcome := c.state, "ok"
	if fail != nil {
		last.status, outcome = fail.err.Status, fail.err.Kind.String()
	} else {
		last.status = response.Status
	}
	c.t.config.Logger.attempted(ctx, c.r, last, outcome, now.Sub(c.sent))
}

// goneAlready: the thing to delete is not there, after an attempt that may
// have deleted it.
func (c *call) goneAlready(fail *failure) bool {
	return c.r.Method == http.MethodDelete && fail.err.Status == http.StatusNotFound && c.mayHaveRun
}

// next decides by the retry table what follows a failure, and how long to wait
// before it. The wait for a 429 is at the gate, where all calls wait.
func (c *call) next(ctx context.Context, fail *failure) (wait time.Duration, again bool) {
	c.status = fail.err.Status
	if fail.claims != "" {
		// A 401 comes before any processing. It costs no attempt, or a policy
		// of one attempt could never answer a challenge.
		c.challenged, c.claims = true, fail.claims
		return 0, ctx.Err() == nil
	}
	c.mayHaveRun = c.mayHaveRun || rules[fail.event].mayHaveRun
	if fail.final {
		return 0, false
	}
	policy := &c.t.config.Retry
	now := time.Now()
	e := fail.err
	wait = max(policy.backoff(c.attempts), e.RetryAfter)
	if fail.event == eventThrottled && e.RetryAfter <= policy.MaxRetryAfter {
		opens := c.t.gate.refused(c.sent, now, wait)
		if wait = 0; !inTime(ctx, opens) {
			return 0, false
		}
	}
	switch {
	case !c.r.mayRepeat(fail.event), c.attempts >= policy.MaxAttempts, e.RetryAfter > policy.MaxRetryAfter:
		return 0, false
	case !inTime(ctx, now.Add(wait)):
		return 0, false
	}
	if rules[fail.event].newConnection {
		c.t.CloseIdleConnections()
	}
	return wait, true
}

func inTime(ctx context.Context, at time.Time) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() == nil && (!ok || at.Before(deadline))
}

// final completes the error that the caller gets. A call that changes
// something each time it runs stays in doubt once an attempt may have run,
// whatever a later attempt brought.
func (c *call) final(fail *failure) *Error {
	e := fail.err
	if c.mayHaveRun && !c.r.harmless() && e.Kind != KindAnswer {
		e.Kind = KindAmbiguous
	}
	return e
}

// secrets are what no text may hold, even if the service sends it back.
func (c *call) secrets() []string {
	_, token, _ := strings.Cut(c.authorization, " ")
	return []string{c.authorization, token, c.url.RawQuery, c.url.EscapedPath(), c.url.Path, string(c.r.Body)}
}

// failed makes the error of an attempt.
func (c *call) failed(e event, status int, err error) *failure {
	return &failure{event: e, err: &Error{
		Kind: c.r.kind(e), Status: status, Err: err, Reads: c.r.reads(), Lost: e == eventLost,
		Method: c.r.Method, Template: c.r.Template, Sent: c.sent, Attempts: c.attempts,
		RequestID: c.requestID, ClientRequestID: c.clientRequestID,
	}}
}

// canceled is the end of the context. Its cause is kept beside the plain
// error that callers test for.
func (c *call) canceled(ctx context.Context) *failure {
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, err) {
		err = fmt.Errorf("%w: %w", err, safeErr(cause, c.secrets()))
	}
	fail := c.failed(eventNotSent, 0, err)
	fail.err.Kind, fail.final = KindCanceled, true
	return fail
}

func (c *call) heldBack(ctx context.Context, err error) *failure {
	if !errors.Is(err, errHeldBack) {
		return c.canceled(ctx)
	}
	fail := c.failed(eventThrottled, http.StatusTooManyRequests, err)
	fail.final = true
	if wait := c.t.gate.closedFor(time.Now()); wait > 0 {
		fail.err.RetryAfter, fail.err.HasRetryAfter = wait, true
	}
	return fail
}
