package graphtest

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// FaultKind says what goes wrong.
type FaultKind string

// The kinds of faults. The members of [Fault] that a kind reads stand in brackets.
const (
	FaultStatus      FaultKind = "status"       // an error answer [Status, Code, RetryAfter, AfterWork]
	FaultThrottle    FaultKind = "throttle"     // 429, for calls beyond a rate if one is set [Rate, Per, RetryAfter]
	FaultCut         FaultKind = "cut"          // the connection breaks before the headers [AfterWork]
	FaultCutHeaders  FaultKind = "cutHeaders"   // ... after the headers; the work is done
	FaultCutBody     FaultKind = "cutBody"      // ... in the middle of the body; the work is done
	FaultDelay       FaultKind = "delay"        // the answer takes its time [Delay]
	FaultDrip        FaultKind = "drip"         // the body comes in pieces [Delay between them]
	FaultGarbage     FaultKind = "garbage"      // a good status with a body that is no JSON; the work is done
	FaultHTML        FaultKind = "html"         // a page from some box on the way [Status, 502 by default; AfterWork]
	FaultEmpty       FaultKind = "empty"        // a good status without a body; the work is done
	FaultWrongType   FaultKind = "wrongType"    // JSON of another shape; the work is done
	FaultForeignLink FaultKind = "foreignLink"  // the next page is said to be on another host [Location]
	FaultLoopLink    FaultKind = "loopLink"     // the next page is said to be this page
	FaultRedirect    FaultKind = "redirect"     // a redirect [Status, 307 by default; Location]
	FaultExpired     FaultKind = "expiredToken" // the token is treated as expired
	FaultRevoked     FaultKind = "revokedToken" // all tokens are revoked before the call
	FaultSkew        FaultKind = "skew"         // the Date header is off [Delay]
	FaultLostWrite   FaultKind = "lostWrite"    // acknowledged, then forgotten
	FaultArtifacts   FaultKind = "artifacts"    // artifacts of the activated session fail [Code, or each in turn; Portion]
	FaultStuck       FaultKind = "stuck"        // the activated session never ends
)

// Fault is something that goes wrong with some calls of some operations. The zero selection is every call.
//
// A fault hits a call if its operation matches, the call is number From or later among the matching calls (the first is
// 1), it is one of every Every calls, it falls within the Share, and the fault has hit fewer than Times calls so far.
type Fault struct {
	Kind FaultKind `json:"kind"`

	Operation string  `json:"operation,omitempty"` // "POST /restoreSessions/{id}/activate", "GET *", "* /browseSessions"; empty for all
	From      int     `json:"from,omitempty"`
	Every     int     `json:"every,omitempty"`
	Times     int     `json:"times,omitempty"`
	Share     float64 `json:"share,omitempty"`

	Status     int           `json:"status,omitempty"`
	Code       string        `json:"code,omitempty"`
	AfterWork  bool          `json:"afterWork,omitempty"`  // the work is done, and then it goes wrong
	RetryAfter string        `json:"retryAfter,omitempty"` // sent as it is; "date:30s" becomes an HTTP date in 30 seconds
	Delay      time.Duration `json:"delay,omitempty"`
	Location   string        `json:"location,omitempty"`
	Rate       int           `json:"rate,omitempty"` // calls that are let through in each Per
	Per        time.Duration `json:"per,omitempty"`  // one second by default
	Portion    float64       `json:"portion,omitempty"`
}

// faults decides which calls are hit. Everything follows from the seed and the order of the calls.
type faults struct {
	mu    sync.Mutex
	ids   idSpace
	rules []*faultRule
}

type faultRule struct {
	Fault
	number uint32
	seen   int
	hit    int
	recent []time.Time // calls within the window of a throttle
}

func newFaults(seed uint64, list []Fault) *faults {
	f := &faults{ids: newIDSpace(seed)}
	f.add(list)
	return f
}

func (f *faults) add(list []Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range list {
		f.rules = append(f.rules, &faultRule{Fault: one, number: uint32(len(f.rules))})
	}
}

// Inject adds faults to those that the server has. Earlier faults are looked at first.
func (s *Server) Inject(faults ...Fault) { s.faults.add(faults) }

// ClearFaults takes all faults away.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.rules = nil
}

// match returns the faults that hit a call.
func (f *faults) match(operation string, now time.Time) []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var hits []Fault
	for _, r := range f.rules {
		if matchesOperation(r.Operation, operation) && r.hits(f.ids, now) {
			r.hit++
			hits = append(hits, r.Fault)
		}
	}
	return hits
}

func (r *faultRule) hits(ids idSpace, now time.Time) bool {
	r.seen++
	nth := r.seen - max(r.From, 1)
	switch {
	case nth < 0, r.Every > 1 && nth%r.Every != 0, r.Times > 0 && r.hit >= r.Times:
		return false
	case r.Share > 0 && ids.share(r.number, uint32(r.seen), 99) >= r.Share:
		return false
	case r.Kind == FaultThrottle && r.Rate > 0:
		return r.overRate(now)
	}
	return true
}

// overRate counts every call, the refused ones too, as Graph does.
func (r *faultRule) overRate(now time.Time) bool {
	per := r.Per
	if per <= 0 {
		per = time.Second
	}
	r.recent = slices.DeleteFunc(r.recent, func(t time.Time) bool { return now.Sub(t) >= per })
	r.recent = append(r.recent, now)
	return len(r.recent) > r.Rate
}

// matchesOperation compares "METHOD /template" with a pattern in which either half may be *, and the path may end in *.
func matchesOperation(pattern, operation string) bool {
	if pattern == "" || pattern == "*" {
		return true
	}
	method, path, _ := strings.Cut(canonical(operation), " ")
	wantMethod, wantPath, both := strings.Cut(canonical(pattern), " ")
	if !both {
		wantMethod, wantPath = "*", wantMethod
	}
	if wantMethod != "*" && wantMethod != method {
		return false
	}
	if prefix, open := strings.CutSuffix(wantPath, "*"); open {
		return strings.HasPrefix(path, prefix)
	}
	return wantPath == path
}
