package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads the header in seconds, with or without a fraction, or as an
// HTTP date. ok is false if it is absent or makes no sense (negative, not a
// number). A date in the past is a wait of 0; a number too large for a
// duration is the largest one.
func retryAfter(h http.Header, now func() time.Time) (wait time.Duration, ok bool) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0, false
	}
	if isDecimal(value) {
		seconds, err := strconv.ParseFloat(value, 64)
		if err != nil && !math.IsInf(seconds, 1) {
			return 0, false
		}
		if seconds >= math.MaxInt64/float64(time.Second) {
			return math.MaxInt64, true
		}
		return time.Duration(seconds * float64(time.Second)), true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	// The service means its own clock.
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		date = now()
	}
	return max(0, at.Sub(date)), true
}

// isDecimal keeps out the forms that ParseFloat accepts beyond the plain one:
// inf, nan, hexadecimal, signs, exponents.
func isDecimal(s string) bool {
	digits, dots := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			dots++
		default:
			return false
		}
	}
	return digits > 0 && dots <= 1
}
