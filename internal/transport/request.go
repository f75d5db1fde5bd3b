package transport

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Repeat says whether a call may run twice.
type Repeat int

const (
	// RepeatByMethod repeats every method but POST.
	RepeatByMethod Repeat = iota
	// RepeatSafe is for a call of which the caller said that it may run twice.
	RepeatSafe
	// RepeatRead is for a POST that only reads.
	RepeatRead
	// RepeatNever is for a call that changes something by increments.
	RepeatNever
)

// Expect says what a successful answer holds.
type Expect int

const (
	// ExpectBody makes an answer without a JSON value an error.
	ExpectBody Expect = iota
	// ExpectNone leaves the body unread; it does not matter.
	ExpectNone
	// ExpectAny reads the body as it is; it may be empty and need not be JSON.
	ExpectAny
)

// A Request is one call. It is not changed by [Transport.Do].
type Request struct {
	Method string
	// Template stands for the path in errors, logs and spans, with names in
	// braces for the ids.
	Template string
	// Path is relative to the base URL, begins with a slash and is escaped.
	Path string
	// Query is the encoded query without its question mark.
	Query string
	// Link is followed instead of Path and Query; see [Transport.ResolveLink].
	Link string
	// Version replaces the API version of the base URL.
	Version string
	// Header is added to this call's requests.
	Header http.Header
	// Body is JSON, or nil.
	Body   []byte
	Repeat Repeat
	Expect Expect
}

// Format keeps ids, query and body out of any print verb.
func (r Request) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "%s %s", r.Method, r.Template) }

// reads says that the call has no effect at all.
func (r *Request) reads() bool { return r.Method == http.MethodGet || r.Repeat == RepeatRead }

// repeatable says whether the call may be sent again when it may have run.
func (r *Request) repeatable() bool {
	switch r.Repeat {
	case RepeatSafe, RepeatRead:
		return true
	case RepeatNever:
		return false
	default:
		return r.Method != http.MethodPost
	}
}

// A Response is a successful answer. Body is valid only while the function
// that was given to [Transport.Do] runs.
type Response struct {
	Status          int
	Header          http.Header
	Body            []byte
	RequestID       string
	ClientRequestID string
	Attempts        int
	// RetryAfter is how long the service asks to wait before the next look at
	// something that goes on, 0 if it does not.
	RetryAfter time.Duration
}

// Format keeps the body out of any print verb.
func (r Response) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%d, %d bytes, request-id %s", r.Status, len(r.Body), r.RequestID)
}

func (r *Request) check() error {
	switch r.Method {
	case http.MethodGet:
		if r.Body != nil {
			return errors.New("a GET has no body")
		}
	case http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete:
		if r.Link != "" {
			return errors.New("a link is followed by GET only")
		}
	default:
		return errors.New("method is not one of GET, POST, PATCH, PUT, DELETE")
	}
	if r.Link != "" && (r.Path != "" || r.Query != "") {
		return errors.New("a link excludes path and query")
	}
	return checkHeader(r.Header)
}

// checkHeader refuses the headers that belong to the transport: credentials,
// routing, framing, and the encoding that net/http negotiates and undoes.
func checkHeader(h http.Header) error {
	for name, values := range h {
		if !validToken(name) {
			return errors.New("header name with a character that is not allowed")
		}
		switch lower := strings.ToLower(name); lower {
		case "authorization", "host", "content-length", "transfer-encoding", "connection", "cookie", "upgrade",
			"te", "trailer", "keep-alive", "expect", "accept-encoding", "content-encoding", "retry-attempt":
			return fmt.Errorf("header %s is set by the client itself", lower)
		case "idempotency-key", "x-idempotency-key":
			// net/http sends a POST twice when it sees one.
			return fmt.Errorf("header %s has no meaning to the service and makes requests repeat", lower)
		case "client-request-id":
			if len(values) != 1 || values[0] == "" || safeID(values[0]) == "" {
				return fmt.Errorf("header %s is not an id", lower)
			}
		default:
			if strings.HasPrefix(lower, "proxy-") {
				return fmt.Errorf("header %s is not sent to the service", lower)
			}
		}
		for _, v := range values {
			if !validHeaderValue(v) {
				return fmt.Errorf("header %s: character not allowed in a value", strings.ToLower(name))
			}
		}
	}
	return nil
}

func validToken(s string) bool {
	for i := range len(s) {
		if !isTokenChar(s[i]) {
			return false
		}
	}
	return s != ""
}

func isTokenChar(c byte) bool {
	switch c {
	case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~':
		return true
	default:
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
}

func validHeaderValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// addHeader lays the caller's headers over the defaults. Prefer is added to,
// anything else replaced.
func addHeader(to, from http.Header) {
	for name, values := range from {
		key := http.CanonicalHeaderKey(name)
		if key == "Prefer" {
			old := to[key]
			to[key] = append(old[:len(old):len(old)], values...)
			continue
		}
		to[key] = slices.Clone(values)
	}
}
