package transport

import (
	"context"
	"net/http"
	"time"
)

// An Item is one of the answers that the answer to a batch carries.
type Item struct {
	Status int
	Header http.Header
	Body   []byte
	// Sent is when the batch was sent, Attempts how often the item has been
	// asked for.
	Sent     time.Time
	Attempts int
	// Unreadable is what is wrong with an item that is there and 2xx.
	Unreadable error
}

// ItemError judges an item as [Transport.Do] would judge it as the answer to a
// call of its own, r: what its error is, and whether and after what wait the
// retry table lets it be asked for again. A 429 holds back the whole client.
func (t *Transport) ItemError(ctx context.Context, r *Request, item Item, batch *Response) (e *Error, wait time.Duration, again bool) {
	now := time.Now()
	secrets := []string{r.Path, r.Query}
	e = &Error{
		Kind: KindAnswer, Reads: r.reads(), Status: item.Status, Method: r.Method, Template: r.Template, Sent: item.Sent, Attempts: item.Attempts,
		RequestID: responseID(item.Header), ClientRequestID: batch.ClientRequestID, Err: safeErr(item.Unreadable, secrets),
	}
	if e.RequestID == "" {
		e.RequestID = batch.RequestID
	}
	if item.Unreadable != nil {
		return e, 0, false
	}
	env := parseEnvelope(item.Body, secrets)
	e.Code, e.Codes, e.Message, e.Target, e.Details = env.code(), env.codes, env.message, env.target, env.details
	e.RetryAfter, e.HasRetryAfter = retryAfter(item.Header, time.Now)
	event := statusEvent(item.Status, env.codes, e.HasRetryAfter)
	e.Kind = r.kind(event)

	policy := &t.config.Retry
	wait = max(policy.backoff(item.Attempts), e.RetryAfter)
	inReach := e.RetryAfter <= policy.MaxRetryAfter
	// The throttled items of one batch are one signal, not up to twenty.
	if event == eventThrottled && inReach && t.gate.closedFor(now) < wait {
		t.gate.refused(item.Sent, now, wait)
	}
	again = r.mayRepeat(event) && inReach && item.Attempts < policy.MaxAttempts && inTime(ctx, now.Add(wait))
	return e, wait, again
}

// ItemRetryAfter is how long a readable item asks to wait before the next look
// at what it shows, 0 if it does not.
func ItemRetryAfter(h http.Header) time.Duration {
	wait, _ := retryAfter(h, time.Now)
	return wait
}
