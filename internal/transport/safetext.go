package transport

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	maxText    = 500
	maxExcerpt = 120
	maxID      = 128
)

// secretLike finds what may be a token, and the query of a URL, in text that
// others wrote: servers, proxies, credentials.
var secretLike = regexp.MustCompile(`(?i)\b(?:bearer|pop|basic)\s+[\w.~+/=-]{8,}|\beyJ[\w.~+/=-]{8,}|[?&][\w$.%-]+=[^\s"'<>]*`)

const redacted = "[redacted]"

// safeText makes one printable line of at most limit bytes out of foreign
// text, without the given secrets and anything that looks like one.
func safeText(s string, secrets []string, limit int) string {
	// Cutting before the search bounds the work; cutting far behind the limit
	// keeps a secret from surviving as a half.
	if room := 4*limit + 8192; len(s) > room {
		s = s[:room]
	}
	for _, secret := range secrets {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, redacted)
		}
	}
	s = replaceAll(secretLike, s, redacted)
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case r == utf8.RuneError || r <= ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			space = b.Len() > 0
			continue
		case space:
			b.WriteByte(' ')
			space = false
		}
		if b.Len()+utf8.RuneLen(r) > limit {
			b.WriteString("...")
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// replaceAll is what the method of this name does, without the templates that
// it understands and every program would have to carry.
func replaceAll(pattern *regexp.Regexp, s, by string) string {
	var b strings.Builder
	for at := pattern.FindStringIndex(s); at != nil; at = pattern.FindStringIndex(s) {
		b.WriteString(s[:at[0]])
		b.WriteString(by)
		s = s[at[1]:]
	}
	b.WriteString(s)
	return b.String()
}

var tag = regexp.MustCompile(`(?is)<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>`)

// excerpt is the visible beginning of an answer that is not what it should be.
func excerpt(body []byte, secrets []string) string {
	if len(body) > 16<<10 {
		body = body[:16<<10]
	}
	return safeText(replaceAll(tag, string(body), " "), secrets, maxExcerpt)
}

// safeID keeps a server's id only if it is one.
func safeID(s string) string {
	for i := range len(s) {
		if !isTokenChar(s[i]) {
			return ""
		}
	}
	if len(s) > maxID {
		return ""
	}
	return s
}

// A safeError is a foreign error whose text has been made safe. The original
// stays reachable by errors.Is and errors.As.
type safeError struct {
	text string
	err  error
}

func (e *safeError) Error() string    { return e.text }
func (e *safeError) Unwrap() error    { return e.err }
func (e *safeError) GoString() string { return e.text }

// safeErr cuts an error's text to its first line: credentials print whole
// exchanges below it.
func safeErr(err error, secrets []string) error {
	if err == nil {
		return nil
	}
	full := err.Error()
	line, _, _ := strings.Cut(strings.TrimSpace(full), "\n")
	text := safeText(line, secrets, maxText)
	if code := entraCode.FindString(full); code != "" && !strings.Contains(text, code) {
		text += " (" + code + ")"
	}
	return &safeError{text: text, err: err}
}

// entraCode is what to search for when sign-in fails.
var entraCode = regexp.MustCompile(`AADSTS\d{4,9}`)
