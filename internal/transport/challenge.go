package transport

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const maxChallenge = 64 << 10

var errMalformedChallenge = errors.New("malformed claims challenge in WWW-Authenticate; sign in again")

// claimsChallenge finds the claims that a 401 asks for (continuous access
// evaluation) and returns them as the JSON text that a credential takes. No
// challenge is "", nil; one that cannot be read is an error.
func claimsChallenge(h http.Header) (string, error) {
	asked := false
	for _, line := range h.Values("WWW-Authenticate") {
		if len(line) > maxChallenge {
			return "", errMalformedChallenge
		}
		raw, wanted := findClaims(line)
		if raw != "" {
			return decodeClaims(raw)
		}
		asked = asked || wanted
	}
	if asked {
		return "", errMalformedChallenge
	}
	return "", nil
}

// findClaims walks over all challenges of one header line. It follows RFC 9110
// where the line does, and otherwise takes what can be told apart: unquoted
// values, single quotes, any case, spaces around the equals sign.
func findClaims(line string) (claims string, asked bool) {
	for line != "" {
		line = strings.TrimLeft(line, " \t,;")
		end := 0
		for end < len(line) && isTokenChar(line[end]) {
			end++
		}
		if end == 0 {
			// Neither name nor separator; skip it.
			line = line[min(1, len(line)):]
			continue
		}
		name := line[:end]
		rest := strings.TrimLeft(line[end:], " \t")
		if !strings.HasPrefix(rest, "=") {
			line = rest // a scheme
			continue
		}
		var value string
		value, line = cutValue(strings.TrimLeft(rest[1:], " \t"))
		switch {
		case strings.EqualFold(name, "claims"):
			asked = true
			if claims == "" {
				claims = value
			}
		case strings.EqualFold(name, "error") && strings.EqualFold(value, "insufficient_claims"):
			asked = true
		}
	}
	return claims, asked
}

func cutValue(s string) (value, rest string) {
	if s == "" {
		return "", ""
	}
	quote := s[0]
	if quote != '"' && quote != '\'' {
		end := strings.IndexAny(s, ", \t;")
		if end < 0 {
			end = len(s)
		}
		return s[:end], s[end:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote:
			return b.String(), s[i+1:]
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	// No closing quote: what is there was cut off.
	return "", ""
}

func decodeClaims(raw string) (string, error) {
	candidates := []string{raw}
	if unescaped, err := url.PathUnescape(raw); err == nil {
		candidates = append(candidates, unescaped)
	}
	for _, c := range candidates {
		c = strings.TrimSpace(c)
		if isObject(c) {
			return c, nil
		}
		// Padding and the two alphabets come in every mixture.
		plain := strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(c, "="))
		if decoded, err := base64.RawStdEncoding.DecodeString(plain); err == nil && isObject(string(decoded)) {
			return string(decoded), nil
		}
	}
	return "", errMalformedChallenge
}

func isObject(s string) bool {
	v := jsontext.Value(s)
	return v.Kind() == '{' && v.IsValid()
}
