package graphtest

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// LoggedRequest is one request that the server received, with what became of it. Bodies of sign-in requests and
// Authorization headers are left out.
type LoggedRequest struct {
	Time            time.Time // on the clock, not in the tenant's time
	Method          string
	Path            string // as sent, without the version
	Query           string
	Operation       string // "POST /restoreSessions/{id}/activate"; empty for paths that nobody serves
	Row             int    // of the operation in the API's documentation; 0 when it has no page
	Header          http.Header
	Body            []byte
	Status          int // 0 if the connection was cut before an answer
	RequestID       string
	ClientRequestID string
	Attempt         int // how many requests have carried this client-request-id so far
	Faults          []FaultKind
}

// Effect is one change that a request made to the tenant.
type Effect struct {
	Time      time.Time // the tenant's
	Operation string
	ID        string // of the resource that was made or changed
	RequestID string
	Lost      bool // acknowledged, and then lost by a fault
}

type requestLog struct {
	mu       sync.Mutex
	limit    int
	requests []LoggedRequest
	effects  []Effect
	attempts map[string]int
}

// attempt counts the uses of a client-request-id.
func (l *requestLog) attempt(clientRequestID string) int {
	if clientRequestID == "" {
		return 1
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.attempts == nil || len(l.attempts) > l.limit {
		l.attempts = map[string]int{}
	}
	l.attempts[clientRequestID]++
	return l.attempts[clientRequestID]
}

func (l *requestLog) add(r LoggedRequest) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, r)
	// Dropping a tenth at a time keeps the cost of forgetting low.
	if len(l.requests) > l.limit {
		l.requests = slices.Delete(l.requests, 0, 1+l.limit/10)
	}
}

func (l *requestLog) effect(e Effect) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.effects = append(l.effects, e)
	if len(l.effects) > l.limit {
		l.effects = slices.Delete(l.effects, 0, 1+l.limit/10)
	}
}

// Requests are the requests so far, in the order of their arrival.
func (s *Server) Requests() []LoggedRequest {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return slices.Clone(s.log.requests)
}

// Effects are the changes that requests have made to the tenant so far.
func (s *Server) Effects() []Effect {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return slices.Clone(s.log.effects)
}

// ResetLog forgets all requests and effects.
func (s *Server) ResetLog() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.requests, s.log.effects, s.log.attempts = nil, nil, nil
}

// Count tells how many requests an operation has had, such as "POST /restoreSessions/{id}/activate". Case does not matter,
// and neither do the names of the parameters.
func (s *Server) Count(operation string) int {
	n := 0
	want := canonical(operation)
	for _, r := range s.Requests() {
		if canonical(r.Operation) == want {
			n++
		}
	}
	return n
}

// Operations counts the requests of every operation that had some.
func (s *Server) Operations() map[string]int {
	counts := map[string]int{}
	for _, r := range s.Requests() {
		counts[r.Operation]++
	}
	return counts
}

// canonical makes operation templates comparable: lower case, and every parameter {}.
func canonical(operation string) string {
	parts := strings.Split(strings.ToLower(strings.TrimSpace(operation)), "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/")
}

// loggable copies headers without what must stay secret.
func loggable(h http.Header) http.Header {
	kept := h.Clone()
	kept.Del("Authorization")
	kept.Del("Cookie")
	return kept
}
