package models

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// DateTime is a moment as the service writes it. It goes back byte for byte as
// it came, also when its form is odd; a date that cannot be read never spoils
// the answer around it.
type DateTime struct {
	// nanos counts from 1970. It is 0 where only text tells the moment.
	nanos int64
	// text is the JSON value, quotes included. It is kept only where formatting
	// nanos would not give it back.
	text string
}

// NewDateTime returns the DateTime of t, in UTC.
func NewDateTime(t time.Time) DateTime {
	var d DateTime
	text := t.UTC().AppendFormat(nil, time.RFC3339Nano)
	d.decodeText(text)
	return d
}

// Time returns the moment in UTC. It is the zero time for the service's zero
// date and for text that cannot be read as a date.
func (d DateTime) Time() time.Time {
	if d.nanos == 0 {
		return parseTime(d.plainText())
	}
	return time.Unix(0, d.nanos).UTC()
}

// IsSet reports whether there is a real moment: not the zero value, not the
// service's zero date, not unreadable text.
func (d DateTime) IsSet() bool { return !d.Time().IsZero() }

// IsZero reports whether d is the zero value, which has no text at all. It is
// what omitzero asks for; to learn whether there is a real moment, ask IsSet.
func (d DateTime) IsZero() bool { return d == DateTime{} }

// String returns the text as it came or as it will be sent.
func (d DateTime) String() string {
	if d.text == "" && d.nanos != 0 {
		return d.Time().Format(time.RFC3339Nano)
	}
	return d.plainText()
}

func (d DateTime) plainText() string {
	if !strings.HasPrefix(d.text, `"`) {
		return d.text
	}
	text, err := unquote(jsontext.Value(d.text))
	if err != nil {
		return d.text
	}
	return string(text)
}

func (d *DateTime) decodeText(text []byte) {
	nanos, canonical := parseCanonical(text)
	switch {
	case canonical && nanos != 0:
		*d = DateTime{nanos: nanos}
		return
	case !canonical:
		nanos = toNanos(parseTime(string(text)))
	}
	quoted, err := jsontext.AppendQuote(nil, text)
	if err != nil {
		quoted, _ = jsontext.AppendQuote(nil, strings.ToValidUTF8(string(text), "\uFFFD"))
	}
	*d = DateTime{nanos: nanos, text: string(quoted)}
}

// The years whose nanoseconds fit in an int64, with a margin.
const minYear, maxYear = 1700, 2200

func toNanos(t time.Time) int64 {
	if t.Year() < minYear || t.Year() > maxYear {
		return 0
	}
	return t.UnixNano()
}

// layouts are the forms that can be read. After RFC 3339 come forms that are plain
// enough: many documented answers have dashes where colons belong.
var layouts = [...]string{
	time.RFC3339Nano,
	"2006-01-02T15-04-05Z07:00",
	"2006-01-02T15:04:05",
	"2006-01-02T15-04-05",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05",
	"2006-01-02",
}

func parseTime(text string) time.Time {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// parseCanonical reads the one form that formatting gives back unchanged: in UTC,
// with Z, without needless zeros. Lists are full of such dates, and reading them
// here takes a fraction of the time of parsing and formatting.
func parseCanonical(b []byte) (nanos int64, ok bool) {
	const seconds = len("2006-01-02T15:04:05")
	if len(b) <= seconds || b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[len(b)-1] != 'Z' {
		return 0, false
	}
	year, okYear := digits(b[0:4], minYear, maxYear)
	month, okMonth := digits(b[5:7], 1, 12)
	day, okDay := digits(b[8:10], 1, 31)
	hour, okHour := digits(b[11:13], 0, 23)
	minute, okMinute := digits(b[14:16], 0, 59)
	second, okSecond := digits(b[17:19], 0, 59)
	if !okYear || !okMonth || !okDay || !okHour || !okMinute || !okSecond {
		return 0, false
	}
	var fraction int
	if f := b[seconds : len(b)-1]; len(f) > 0 {
		if f[0] != '.' || len(f) < 2 || len(f) > 10 || f[len(f)-1] == '0' {
			return 0, false
		}
		if fraction, ok = digits(f[1:], 0, 1e9); !ok {
			return 0, false
		}
		for range 10 - len(f) {
			fraction *= 10
		}
	}
	if day > daysIn(year, month) {
		return 0, false
	}
	clock := (hour*60+minute)*60 + second
	return int64(daysSince1970(year, month, day)*secondsPerDay+clock)*int64(time.Second) + int64(fraction), true
}

const secondsPerDay = 24 * 60 * 60

func daysIn(year, month int) int {
	if month == 2 {
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 30 + (month+month/8)%2
}

// daysSince1970 counts in years that begin in March, so that the leap day is the
// last day of its year.
func daysSince1970(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469
}

func digits(b []byte, lowest, highest int) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, lowest <= n && n <= highest
}
