package models

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Period is a length of time in the notation of ISO 8601, such as P2W or P1Y. It
// stays text, because weeks, months and years have no fixed length in
// nanoseconds; AddTo applies it to a date.
type Period string

func (p *Period) decodeText(text []byte) { *p = Period(text) }
func (p *Period) text() string           { return string(*p) }

var periodPattern = regexp.MustCompile(
	`^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)

// AddTo returns t moved by the period. It fails when the text is no ISO 8601
// duration.
func (p Period) AddTo(t time.Time) (time.Time, error) {
	m := periodPattern.FindStringSubmatch(string(p))
	if m == nil || p[len(p)-1] == 'P' || p[len(p)-1] == 'T' {
		return time.Time{}, fmt.Errorf("period %q is not an ISO 8601 duration", string(p))
	}
	sign := 1
	if m[1] == "-" {
		sign = -1
	}
	var n [6]int
	for i, digits := range m[2:8] {
		if digits == "" {
			continue
		}
		v, err := strconv.ParseInt(digits, 10, 32)
		if err != nil {
			return time.Time{}, fmt.Errorf("period %q is out of range", string(p))
		}
		n[i] = sign * int(v)
	}
	years, months, weeks, days, hours, minutes := n[0], n[1], n[2], n[3], n[4], n[5]
	clock := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if m[8] != "" {
		seconds, err := time.ParseDuration(m[8] + "s")
		if err != nil {
			return time.Time{}, fmt.Errorf("period %q is out of range", string(p))
		}
		clock += time.Duration(sign) * seconds
	}
	return t.AddDate(years, months, 7*weeks+days).Add(clock), nil
}
