package graphtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"
)

// spoilEarly applies the faults that stop a request before any work is done.
func (s *Server) spoilEarly(x *exchange) (answer, bool) {
	for _, hit := range x.hits {
		switch {
		case hit.Kind == FaultRevoked:
			s.sign.revoke()
		case hit.Kind == FaultRedirect:
			x.header.Set("Location", hit.Location)
			return x.send(orElse(hit.Status, http.StatusTemporaryRedirect), nil, ""), true
		case hit.Kind == FaultThrottle,
			!hit.AfterWork && (hit.Kind == FaultStatus || hit.Kind == FaultHTML || hit.Kind == FaultCut):
			// What is sent is decided in spoil; here it matters only that nothing is done.
			return x.send(http.StatusOK, nil, ""), true
		}
	}
	return answer{}, false
}

// spoil applies a fault to an answer.
func (s *Server) spoil(hit Fault, a answer, entry *LoggedRequest) answer {
	switch hit.Kind {
	case FaultStatus, FaultThrottle:
		return failWith(hit, a, entry)
	case FaultCut:
		a.cut = cutBeforeHeaders
	case FaultCutHeaders:
		a.cut = cutAfterHeaders
	case FaultCutBody:
		a.cut = cutMidBody
	case FaultDelay:
		a.delay += hit.Delay
	case FaultDrip:
		a.drip = hit.Delay
	case FaultSkew:
		a.header.Set("Date", entry.Time.Add(hit.Delay).UTC().Format(http.TimeFormat))
	case FaultGarbage:
		a.body = []byte("\x00\xff{\"value\": [tru")
	case FaultEmpty:
		a.body = nil
	case FaultHTML:
		a.status = orElse(hit.Status, http.StatusBadGateway)
		a.body = []byte("<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body><h1>Our services aren't available right now</h1></body></html>")
		a.header.Set("Content-Type", "text/html")
	case FaultWrongType:
		a.body = wrongType(a.body)
	case FaultForeignLink:
		a.body = relink(a.body, func(string) string { return orElse(hit.Location, "https://graph.example.net/v1.0/next?$skiptoken=1") })
	case FaultLoopLink:
		self := entry.Path
		if entry.Query != "" {
			self += "?" + entry.Query
		}
		a.body = relink(a.body, func(string) string { return self })
	}
	return a
}

func failWith(hit Fault, a answer, entry *LoggedRequest) answer {
	status, code := hit.Status, hit.Code
	if hit.Kind == FaultThrottle {
		status, code = orElse(status, http.StatusTooManyRequests), orElse(code, "TooManyRequests")
	}
	status = orElse(status, http.StatusInternalServerError)
	codes := map[int]string{500: "InternalServerError", 502: "BadGateway", 503: "ServiceUnavailable", 504: "GatewayTimeout"}
	code = orElse(code, orElse(codes[status], "UnknownError"))
	f := refuse(status, code, "This failure was injected.")
	a.status = status
	a.body, _ = json.Marshal(f.body(entry.Time.UTC().Format("2006-01-02T15:04:05"), entry.RequestID, entry.ClientRequestID))
	a.header.Set("Content-Type", "application/json")
	a.header.Del("Content-Location")
	if hit.RetryAfter != "" {
		a.header.Set("Retry-After", retryAfter(hit.RetryAfter, entry.Time))
	}
	return a
}

// wrongType turns objects into arrays, and lists into objects.
func wrongType(body []byte) []byte {
	if bytes.Contains(body, []byte(`"value":[`)) {
		return []byte(`{"value":{"unexpected":"object"}}`)
	}
	return []byte(`["unexpected","array"]`)
}

// relink replaces the link to the next page, or adds one to a last page.
func relink(body []byte, link func(string) string) []byte {
	var page map[string]json.RawMessage
	if json.Unmarshal(body, &page) != nil || page["value"] == nil {
		return body
	}
	next, err := json.Marshal(link(string(page["@odata.nextLink"])))
	if err != nil {
		return body
	}
	page["@odata.nextLink"] = next
	if text, err := json.Marshal(page); err == nil {
		return text
	}
	return body
}

func orElse[T comparable](v, other T) T {
	var zero T
	if v == zero {
		return other
	}
	return v
}

// after is the later of two instants.
func after(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
