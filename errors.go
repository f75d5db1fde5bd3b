package backuprestore

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

// Sentinels for errors.Is. An [*Error] matches those that its status and its
// codes imply; see each for what to do.
var (
	// ErrInvalid: the call was refused here, before anything was sent. The
	// error wraps a [*models.ValidationError] that names the property.
	ErrInvalid = errors.New("invalid request")
	// ErrBadRequest: Graph found the request wrong (400, 422).
	ErrBadRequest = errors.New("bad request")
	// ErrUnauthorized: no token could be had, or Graph did not accept it (401).
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden: the permission, the role or the state of the resource does
	// not allow the call (403).
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound: there is no such resource, or no longer (404, 410).
	ErrNotFound = errors.New("not found")
	// ErrConflict: the resource exists already or is being changed (409).
	ErrConflict = errors.New("conflict")
	// ErrLimit: a documented limit is exceeded (413, and 400 with the code of
	// a limit).
	ErrLimit = errors.New("limit exceeded")
	// ErrBilling: the tenant's billing profile does not allow the call (402).
	ErrBilling = errors.New("billing profile not usable")
	// ErrThrottled: too many calls (429) or too many active restore sessions.
	// [Error.RetryAfter] says how long to wait, when the service said it.
	ErrThrottled = errors.New("throttled")
	// ErrUnavailable: the service failed for now (5xx), or the connection broke
	// while an answer to a read was on its way, and kept failing while the call
	// was repeated.
	ErrUnavailable = errors.New("service unavailable")
	// ErrAmbiguous: the request was sent and may have run, but its answer was
	// lost or cannot be read. It was not repeated. Read the list that would show
	// its effect before calling again.
	ErrAmbiguous = errors.New("outcome unknown")
	// ErrNotSent: no connection could be made; the request never ran.
	ErrNotSent = errors.New("not sent")
	// ErrBadAnswer: what came back could not be read as the promised value.
	ErrBadAnswer = errors.New("unreadable answer")
	// ErrRefusedURL: a link led to another origin or twice to the same page, or
	// the service answered with a redirect; neither is followed.
	ErrRefusedURL = errors.New("link refused")

	// ErrFailed: the job that was waited for has failed. See [*OperationError].
	ErrFailed = errors.New("failed")
	// ErrPartial: part of a job or of a request has failed. See
	// [*OperationError] and [*PartialError].
	ErrPartial = errors.New("partly failed")
	// ErrUnknownStatus: a job has a status that this SDK cannot tell apart,
	// so waiting for it would not be sure to end.
	ErrUnknownStatus = errors.New("unknown status")
	// ErrResumeToken: a resume token is damaged or belongs to another kind of
	// poller.
	ErrResumeToken = errors.New("resume token not usable")
)

// An Error is a call that did not bring what it promised: Graph refused it,
// its outcome is unknown, or its answer could not be read. It renders as one
// line and holds no token, no query string and no body.
type Error struct {
	// Status is the HTTP status, 0 when there was no answer.
	Status int
	// Code is the error's outer code; Codes holds it and every inner one, from
	// the outermost to the innermost. Branch on these, not on Message.
	Code  string
	Codes []string
	// Message is the service's text, for people.
	Message string
	// Target and Details say which part of the request is meant.
	Target  string
	Details []ErrorDetail
	// RequestID and ClientRequestID are what Microsoft's support asks for.
	RequestID       string
	ClientRequestID string
	// RetryAfter is how long the service asked to wait, 0 when it did not.
	RetryAfter time.Duration
	// Method and Path name the operation; ids are left out of Path.
	Method string
	Path   string
	// Sent is when the last attempt was sent, zero when none was.
	Sent time.Time
	// Attempts is how often the request was sent.
	Attempts int
	// Excerpt is the beginning of an answer that could not be read, made safe
	// to print.
	Excerpt string

	kind        transport.Kind
	reads, lost bool
	err         error
}

// An ErrorDetail is one entry of an error's details.
type ErrorDetail struct {
	Code    string
	Message string
	Target  string
}

// kindTexts say what happened where a status does not.
var kindTexts = map[transport.Kind]string{
	transport.KindAmbiguous: "the request may have run but its answer was lost; look before repeating it",
	transport.KindNotSent:   "not sent",
	transport.KindAuth:      "no token",
	transport.KindAnswer:    "unreadable answer",
	transport.KindRequest:   "refused before sending",
	transport.KindCanceled:  "stopped",
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: ", e.Method, e.Path)
	b.WriteString(kindTexts[e.kind])
	if e.Status != 0 {
		if e.kind != transport.KindStatus {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%d %s", e.Status, http.StatusText(e.Status))
	}
	if len(e.Codes) > 0 {
		fmt.Fprintf(&b, ", %s", strings.Join(e.Codes, " / "))
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	for _, d := range e.Details {
		fmt.Fprintf(&b, "; %s %s: %s", d.Target, d.Code, d.Message)
	}
	if e.err != nil {
		fmt.Fprintf(&b, ": %v", e.err)
	}
	if e.Excerpt != "" {
		fmt.Fprintf(&b, ": %q", e.Excerpt)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (retry after %s)", e.RetryAfter)
	}
	if !e.Sent.IsZero() {
		fmt.Fprintf(&b, " [client-request-id %s, sent %s", e.ClientRequestID, e.Sent.UTC().Format(time.RFC3339))
		if e.RequestID != "" {
			fmt.Fprintf(&b, ", request-id %s", e.RequestID)
		}
		b.WriteString("]")
	}
	return oneLine(b.String())
}

func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
}

// Unwrap gives the cause, so that errors.Is finds context.Canceled and the
// like.
func (e *Error) Unwrap() error { return e.err }

// HasCode says whether the service named this code at any depth, whatever its
// case.
func (e *Error) HasCode(code string) bool {
	for _, c := range e.Codes {
		if strings.EqualFold(c, code) {
			return true
		}
	}
	return false
}

// Is matches the sentinels of this package.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrAmbiguous:
		return e.kind == transport.KindAmbiguous || e.kind == transport.KindAnswer && !e.reads && e.Method != http.MethodDelete
	case ErrNotSent:
		return e.kind == transport.KindNotSent
	case ErrBadAnswer:
		return e.kind == transport.KindAnswer
	case ErrRefusedURL:
		return e.kind == transport.KindRequest || e.kind == transport.KindStatus && e.Status/100 == 3
	case ErrUnauthorized:
		return e.kind == transport.KindAuth || e.refused(http.StatusUnauthorized)
	case ErrThrottled:
		return e.refused(http.StatusTooManyRequests) || e.HasCode("TooManyActiveRestoreSessions")
	case ErrLimit:
		return e.refused(http.StatusRequestEntityTooLarge) || e.hasLimitCode()
	case ErrBadRequest:
		return e.refused(http.StatusBadRequest, http.StatusUnprocessableEntity)
	case ErrForbidden:
		return e.refused(http.StatusForbidden)
	case ErrNotFound:
		return e.refused(http.StatusNotFound, http.StatusGone)
	case ErrConflict:
		return e.refused(http.StatusConflict)
	case ErrBilling:
		return e.refused(http.StatusPaymentRequired)
	case ErrUnavailable:
		return e.kind == transport.KindStatus && e.Status >= 500 && !e.HasCode("TooManyActiveRestoreSessions") || e.reads && e.lost
	}
	return false
}

func (e *Error) refused(statuses ...int) bool {
	for _, s := range statuses {
		if e.kind == transport.KindStatus && e.Status == s {
			return true
		}
	}
	return false
}

func (e *Error) hasLimitCode() bool {
	for _, c := range e.Codes {
		if strings.HasSuffix(c, "LimitBreached") || strings.HasSuffix(c, "LimitExceeded") || strings.HasSuffix(c, "ExceedsLimit") {
			return true
		}
	}
	return false
}

// fromTransport turns the transport's error into the public one and leaves
// any other as it is.
func fromTransport(err error) error {
	var t *transport.Error
	if !errors.As(err, &t) {
		return err
	}
	e := &Error{
		Status: t.Status, Code: t.Code, Codes: t.Codes, Message: t.Message, Target: t.Target,
		RequestID: t.RequestID, ClientRequestID: t.ClientRequestID, RetryAfter: t.RetryAfter,
		Method: t.Method, Path: t.Template, Sent: t.Sent, Attempts: t.Attempts, Excerpt: t.Excerpt,
		kind: t.Kind, reads: t.Reads, lost: t.Lost, err: t.Err,
	}
	for _, d := range t.Details {
		e.Details = append(e.Details, ErrorDetail(d))
	}
	return e
}

// invalid names what is wrong with one property or parameter.
func invalid(property, reason string) error {
	return &models.ValidationError{Property: property, Reason: reason}
}

// refusal wraps what was found wrong before sending.
func refusal(method, template string, err error) error {
	return fmt.Errorf("%s %s: %w: %w", method, template, ErrInvalid, err)
}
