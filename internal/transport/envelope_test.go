package transport

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

var envelopes = []struct {
	name, body string
	want       envelope
}{
	{"documented", `{"error":{"code":"RestoreSessionNotFound","message":"Not there.","innerError":{"date":"2026-01-01T00:00:00","request-id":"r1","client-request-id":"c1"}}}`,
		envelope{found: true, codes: []string{"RestoreSessionNotFound"}, message: "Not there.", requestID: "r1"}},
	{"nested, lower case", `{"error":{"innererror":{"innererror":{"code":"C"},"code":"B","message":"inner"},"code":"A","message":"outer","target":"t"}}`,
		envelope{found: true, codes: []string{"A", "B", "C"}, message: "inner", target: "t"}},
	{"details", `{"error":{"code":"A","details":[{"code":"D","message":"m","target":"x"},{},7,{"code":5}]}}`,
		envelope{found: true, codes: []string{"A"}, details: []Detail{{"D", "m", "x"}, {Code: "5"}}}},
	{"empty details", `{"error":{"code":"OperationNotAllowed","message":"m","details":[]}}`,
		envelope{found: true, codes: []string{"OperationNotAllowed"}, message: "m"}},
	{"oauth", `{"error":"invalid_client","error_description":"AADSTS1: no\r\nTrace"}`,
		envelope{found: true, codes: []string{"invalid_client"}, message: "AADSTS1: no Trace"}},
	{"bare", `{"code":"A","message":"m"}`, envelope{found: true, codes: []string{"A"}, message: "m"}},
	{"problem", `{"title":"Bad Gateway","status":502}`, envelope{found: true, message: "Bad Gateway"}},
	{"old odata", `{"odata.error":{"code":"A","message":{"lang":"en","value":"m"}}}`, envelope{found: true, codes: []string{"A"}, message: "m"}},
	{"array", `[{"error":{"code":"A"}},{"error":{"code":"B"}}]`, envelope{found: true, codes: []string{"A", "B"}}},
	{"array inside", `{"error":[{"code":"A","message":"m"}]}`, envelope{found: true, codes: []string{"A"}, message: "m"}},
	{"numbers", `{"error":{"code":404,"message":12}}`, envelope{found: true, codes: []string{"404"}, message: "12"}},
	{"cut off", `{"error":{"code":"A","message":"m","innerError":{"da`, envelope{found: true, codes: []string{"A"}, message: "m"}},
	{"other kinds", `{"error":{"code":{},"message":[],"innerError":"x","details":"x","target":1}}`, envelope{target: "1"}},
	{"null", `{"error":null}`, envelope{}},
	{"byte order mark", "\xef\xbb\xbf" + `{"error":{"code":"A"}}`, envelope{found: true, codes: []string{"A"}}},
	{"broken text", "{\"error\":{\"code\":\"A\xff\",\"code\":\"B\",\"message\":\"a\\u0000b\\u2028c\xffd\"}}",
		envelope{found: true, codes: []string{"B", "A"}, message: "a b c d"}},
	{"html", `<html></html>`, envelope{}},
	{"text", `nothing`, envelope{}},
	{"string", `"x"`, envelope{}},
	{"empty", ``, envelope{}},
	{"a secret", `{"error":{"code":"A","message":"token hidden-token is bad, Bearer eyJhbGciOi.J9.x too, see https://a.test/b?sig=1&x=2 for"}}`,
		envelope{found: true, codes: []string{"A"}, message: "token [redacted] is bad, [redacted] too, see https://a.test/b[redacted] for"}},
}

func TestErrorEnvelope(t *testing.T) {
	for _, test := range envelopes {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, parseEnvelope([]byte(test.body), []string{"hidden-token"}))
		})
	}
}

// Hostile sizes cost neither much time nor much memory.
func TestErrorEnvelopeIsBounded(t *testing.T) {
	many := func(unit string) string { return strings.Repeat(unit, maxErrorBody/len(unit)) }
	for name, body := range map[string]string{
		"deep inner errors": many(`{"innerError":`),
		"deep arrays":       `{"error":` + many(`[`),
		"deep details":      `{"error":{"details":[{"x":` + many(`[`),
		"many codes":        `{"error":{` + many(`"code":"a",`),
		"many details":      `{"error":{"details":[` + many(`{"code":"a"},`),
		"many errors":       `[` + many(`{"error":"a"},`),
		"long message":      `{"error":{"message":"` + many("x"),
		"long code":         `{"error":{"code":"` + strings.Repeat("x", 100_000) + `"}}`,
		"long html":         many("<"),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			env := parseEnvelope([]byte(body), nil)
			_ = excerpt([]byte(body), nil)
			require.Less(t, time.Since(began), time.Second)
			require.LessOrEqual(t, len(env.codes), maxInner)
			require.LessOrEqual(t, len(env.details), maxDetails)
			require.LessOrEqual(t, len(env.message), maxText+len("..."))
			require.LessOrEqual(t, len(env.code()), maxCode+len("..."))
		})
	}
}

// replaceAll is what regexp's own method does.
func TestReplaceAll(t *testing.T) {
	parts := []string{"Bearer abcdefgh", "eyJabcdefghij", "eyJ", "?a=b", "&c=", "x", " ", "\"", "\n", "<p>", "<script>x</script>", "<", ">", "=", "-", "ü", "basic"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range random.IntN(8) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		for _, pattern := range []*regexp.Regexp{secretLike, tag} {
			require.Equal(t, pattern.ReplaceAllString(b.String(), "-"), replaceAll(pattern, b.String(), "-"), b.String())
		}
	}
}

func TestSafeText(t *testing.T) {
	for in, want := range map[string]string{
		"  a \r\n\t b ":                        "a b",
		"a\u0085b\u2028c\ufeffd\x1b[31m":       "a b c d [31m",
		"Bearer abcdefgh12345":                 "[redacted]",
		"x eyJ0eXAiOiJKV1QiLCJhbGciOi.a-b_c y": "x [redacted] y",
		"GET https://a.test/x?token=1":         "GET https://a.test/x[redacted]",
		"what? nothing":                        "what? nothing",
		strings.Repeat("ä", 300):               strings.Repeat("ä", 250) + "...",
		strings.Repeat("x", 600):               strings.Repeat("x", 500) + "...",
	} {
		require.Equal(t, want, safeText(in, nil, maxText))
	}
	// A secret is found before the text is cut, so no half of it stays.
	require.Equal(t, "aaaaaaaa[...", safeText("aaaaaaaahidden-token", []string{"hidden-token"}, 9))
}

func FuzzErrorEnvelope(f *testing.F) {
	for _, e := range envelopes {
		f.Add([]byte(e.body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		env := parseEnvelope(body, []string{"hidden-token"})
		require.LessOrEqual(t, len(env.codes), maxInner)
		require.LessOrEqual(t, len(env.details), maxDetails)
		texts := append([]string{env.message, env.target, env.requestID, excerpt(body, []string{"hidden-token"})}, env.codes...)
		for _, d := range env.details {
			texts = append(texts, d.Code, d.Message, d.Target)
		}
		for _, text := range texts {
			require.True(t, utf8.ValidString(text))
			require.NotContains(t, text, "\n")
			require.NotContains(t, text, "hidden-token")
			require.LessOrEqual(t, len(text), maxText+len("..."))
		}
	})
}
