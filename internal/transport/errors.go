package transport

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Kind says what went wrong in the one way that matters to the caller: what
// may have happened at the service.
type Kind int

const (
	// KindStatus means that the service answered and refused. A call that was held back
	// because of an earlier 429 has this kind too, with status 429 and no
	// attempt.
	KindStatus Kind = iota + 1
	// KindAmbiguous means that the request may have run and its answer is lost.
	KindAmbiguous
	// KindNotSent means that the request was not processed.
	KindNotSent
	// KindAnswer means an answer that cannot be read, or one to a GET that was
	// lost. With a 2xx status the request ran.
	KindAnswer
	// KindAuth means that no token could be had.
	KindAuth
	// KindRequest means refused here, before anything was sent.
	KindRequest
	// KindCanceled means that the context ended and the request did not run,
	// or does no harm if it did.
	KindCanceled
)

// String names the kind as logs and spans show it.
func (k Kind) String() string {
	switch k {
	case KindStatus:
		return "refused"
	case KindAmbiguous:
		return "ambiguous"
	case KindNotSent:
		return "not sent"
	case KindAnswer:
		return "unreadable answer"
	case KindAuth:
		return "no token"
	case KindRequest:
		return "refused before sending"
	case KindCanceled:
		return "canceled"
	}
	return "kind " + strconv.Itoa(int(k))
}

// An Error is a call that brought no usable answer. Its texts hold no token,
// no query string and no body, whatever the service sent.
type Error struct {
	Kind   Kind
	Status int
	// Code is the outer code of the service, Codes that and all inner ones,
	// outermost first.
	Code    string
	Codes   []string
	Message string
	Target  string
	Details []Detail

	RequestID       string
	ClientRequestID string
	// RetryAfter is what the service asked for, if HasRetryAfter.
	RetryAfter    time.Duration
	HasRetryAfter bool
	Method        string
	Template      string
	// Sent is when the last attempt began, zero if none did.
	Sent     time.Time
	Attempts int
	// Reads says that the call has no effect at all, Lost that its answer did
	// not arrive whole.
	Reads, Lost bool
	// Excerpt is the beginning of an answer that is not JSON, in one safe line.
	Excerpt string
	// Err is the cause; its text is safe too.
	Err error
}

// A Detail is one entry of the details in an error answer.
type Detail struct{ Code, Message, Target string }

// Error describes the failure in one line.
func (e *Error) Error() string { return e.text() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Format makes every print verb as safe as Error.
func (e Error) Format(f fmt.State, verb rune) {
	if verb == 'q' {
		_, _ = fmt.Fprintf(f, "%q", e.text())
		return
	}
	_, _ = fmt.Fprint(f, e.text())
}

// LogValue makes a logged error as safe as Error.
func (e Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("kind", e.Kind.String()), slog.String("method", e.Method), slog.String("template", e.Template),
		slog.Int("status", e.Status), slog.String("code", e.Code), slog.Int("attempts", e.Attempts),
		slog.String("request_id", e.RequestID), slog.String("client_request_id", e.ClientRequestID))
}

func (e Error) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s", e.Method, e.Template, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, ", status %d", e.Status)
	}
	if e.Code != "" {
		b.WriteString(", " + strings.Join(e.Codes, " / "))
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.Excerpt != "" {
		fmt.Fprintf(&b, ": %q", e.Excerpt)
	}
	if e.HasRetryAfter {
		fmt.Fprintf(&b, " (retry after %s)", e.RetryAfter)
	}
	fmt.Fprintf(&b, " [attempts %d, request-id %s, client-request-id %s]", e.Attempts, e.RequestID, e.ClientRequestID)
	return b.String()
}
