package transport

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"
)

// An event is how an attempt failed: the rows of the retry table.
type event int

const (
	// eventThrottled: 429.
	eventThrottled event = iota
	// eventUnavailable: 503 or 509 with Retry-After.
	eventUnavailable
	// eventFailed: 408, or any other 5xx but 501 and 505.
	eventFailed
	// eventLost: the request was or may have been written, and the connection
	// broke or the time was up before the whole answer was there.
	eventLost
	// eventNotSent: no connection, or the service said that it did not look at
	// the request.
	eventNotSent
	// eventBusy: a limit that takes minutes to hours to clear, sent as 500.
	eventBusy
	// eventRefused: any other status.
	eventRefused
	// eventUnreadable: an answer that would be no better the next time.
	eventUnreadable
)

type repetition int

const (
	never repetition = iota
	ifRepeatable
	always
)

// rules is the retry table, the only one. kind is what the caller gets in the
// end; once replaces it for calls that change something each time they run.
var rules = [...]struct {
	repeat     repetition
	kind, once Kind
	// mayHaveRun: the attempt may have had its effect.
	mayHaveRun bool
	// newConnection: the next attempt should not meet the same machine.
	newConnection bool
}{
	eventThrottled:   {repeat: always, kind: KindStatus, once: KindStatus},
	eventUnavailable: {repeat: ifRepeatable, kind: KindStatus, once: KindAmbiguous, mayHaveRun: true, newConnection: true},
	eventFailed:      {repeat: ifRepeatable, kind: KindStatus, once: KindAmbiguous, mayHaveRun: true},
	eventLost:        {repeat: ifRepeatable, kind: KindAmbiguous, once: KindAmbiguous, mayHaveRun: true},
	eventNotSent:     {repeat: always, kind: KindNotSent, once: KindNotSent},
	eventBusy:        {repeat: never, kind: KindStatus, once: KindStatus},
	eventRefused:     {repeat: never, kind: KindStatus, once: KindStatus},
	eventUnreadable:  {repeat: never, kind: KindAnswer, once: KindAnswer},
}

// codeBusy is a throttle that the service sends as 500.
const codeBusy = "TooManyActiveRestoreSessions"

func statusEvent(status int, codes []string, hasRetryAfter bool) event {
	switch {
	case status == http.StatusTooManyRequests:
		return eventThrottled
	case status >= 500 && slices.ContainsFunc(codes, func(code string) bool { return strings.EqualFold(code, codeBusy) }):
		return eventBusy
	case (status == http.StatusServiceUnavailable || status == 509) && hasRetryAfter:
		return eventUnavailable
	case status == http.StatusNotImplemented || status == http.StatusHTTPVersionNotSupported:
		return eventRefused
	case status >= 500 || status == http.StatusRequestTimeout:
		return eventFailed
	default:
		return eventRefused
	}
}

// harmless says that the call has the same effect however often it runs.
func (r *Request) harmless() bool {
	return r.reads() || r.Method != http.MethodPost && r.Repeat != RepeatNever
}

func (r *Request) kind(e event) Kind {
	switch {
	case e == eventLost && r.reads():
		// Nothing can have happened but reading.
		return KindAnswer
	case r.harmless():
		return rules[e].kind
	default:
		return rules[e].once
	}
}

func (r *Request) mayRepeat(e event) bool {
	switch rules[e].repeat {
	case always:
		return true
	case ifRepeatable:
		return r.repeatable()
	default:
		return false
	}
}

// backoff is the pause after the given number of attempts.
func (p RetryPolicy) backoff(attempts int) time.Duration {
	d := p.BaseDelay
	for i := 1; i < attempts && d < p.MaxDelay; i++ {
		d *= 2
	}
	d = min(d, p.MaxDelay)
	return d - time.Duration(rand.Int64N(int64(d)/2+1))
}
