package transport

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func testEndpoint(t testing.TB, base string) endpoint {
	t.Helper()
	u, err := url.Parse(base)
	require.NoError(t, err)
	require.NoError(t, checkBaseURL(u))
	return newEndpoint(u)
}

var followedLinks = []struct{ base, link, want string }{
	{testBase, "https://graph.test/v1.0/solutions/x?$skiptoken=a%2Fb", "https://graph.test/v1.0/solutions/x?$skiptoken=a%2Fb"},
	{testBase, "HTTPS://GRAPH.Test/V1.0/Solutions/BackupRestore/x?$skiptoken=A", "https://graph.test/V1.0/Solutions/BackupRestore/x?$skiptoken=A"},
	{testBase, "https://graph.test:443/v1.0/x", "https://graph.test/v1.0/x"},
	{testBase, "/solutions/backupRestore/x?&$skiptoken=a", "https://graph.test/v1.0/solutions/backupRestore/x?&$skiptoken=a"},
	{testBase, "/v1.0/solutions/x?$skip=2", "https://graph.test/v1.0/solutions/x?$skip=2"},
	{testBase, "/beta/solutions/x", "https://graph.test/beta/solutions/x"},
	{testBase, "solutions/x?a=b", "https://graph.test/v1.0/solutions/x?a=b"},
	{testBase, "https://graph.test/v1.0/x(a='b%27c')?x#part", "https://graph.test/v1.0/x(a='b%27c')?x"},
	{"https://gate.test/graph/v1.0", "/solutions/x", "https://gate.test/graph/v1.0/solutions/x"},
	{"https://gate.test/graph/v1.0", "/v1.0/solutions/x", "https://gate.test/graph/v1.0/solutions/x"},
	{"https://gate.test/graph/v1.0", "/graph/v1.0/solutions/x", "https://gate.test/graph/v1.0/solutions/x"},
	{"https://gate.test/graph/v1.0", "https://gate.test/graph/v1.0/x?y", "https://gate.test/graph/v1.0/x?y"},
	{"http://127.0.0.1:8080/v1.0", "http://127.0.0.1:8080/v1.0/x", "http://127.0.0.1:8080/v1.0/x"},
	{"http://[::1]:8080/v1.0/", "/x", "http://[::1]:8080/v1.0/x"},
}

var refusedLinks = []string{
	"",
	"https://evil.test/v1.0/x",
	"https://graph.test.evil.test/v1.0/x",
	"https://graph.test./v1.0/x",
	"http://graph.test/v1.0/x",
	"ftp://graph.test/v1.0/x",
	"https://graph.test:8443/v1.0/x",
	"https://user@graph.test/v1.0/x",
	"https://user:pass@graph.test/v1.0/x",
	"https://graph.test@evil.test/v1.0/x",
	"https://evil.test\\@graph.test/v1.0/x",
	"https:\\\\evil.test/v1.0/x",
	"\\\\evil.test/x",
	"//evil.test/v1.0/x",
	"//graph.test/v1.0/x",
	"///evil.test/v1.0/x",
	"/\\evil.test/x",
	"https:graph.test/v1.0/x",
	"https:///v1.0/x",
	"javascript:alert(1)",
	"https://graph.teſt/v1.0/x",
	"https://graph.test/v1.0/../../secret",
	"https://graph.test/v1.0/%2e%2E/secret",
	"https://graph.test/v1.0/x\r\nHost: evil.test",
	"https://graph.test/v1.0/x y",
	"https://graph.test/v1.0/%zz",
	"https://graph.test/other/x",
	"https://graph.test",
	"https://graph.test/",
	"?$skiptoken=a",
	"/v1.0/x?a=b c",
	"/" + strings.Repeat("a", maxLink),
}

func TestLinksFollowed(t *testing.T) {
	for _, test := range followedLinks {
		t.Run(test.link, func(t *testing.T) {
			u, err := testEndpoint(t, test.base).resolveLink(test.link, "")
			require.NoError(t, err)
			require.Equal(t, test.want, u.String())
		})
	}
	u, err := testEndpoint(t, testBase).resolveLink("/solutions/x", "beta")
	require.NoError(t, err)
	require.Equal(t, "https://graph.test/beta/solutions/x", u.String())
}

func TestLinkOutsideOfAGatewaysPrefix(t *testing.T) {
	_, err := testEndpoint(t, "https://gate.test/graph/v1.0").resolveLink("https://gate.test/payroll/v1.0/x", "")
	require.ErrorContains(t, err, "outside of the base url")
}

// A refused link costs neither a token nor a connection.
func TestLinksRefused(t *testing.T) {
	credential := &testCredential{}
	tr := newTestTransport(t, roundTripFunc(func(r *http.Request) (*http.Response, error) {
		t.Errorf("sent to %s", r.URL)
		return nil, errReset
	}), func(c *Config) { c.Credential = credential })
	for _, link := range refusedLinks {
		t.Run(link[:min(len(link), 60)], func(t *testing.T) {
			_, err := tr.ResolveLink(link)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "evil")
			if link == "" {
				return // a request without a link is another call
			}
			_, err = do(t.Context(), tr, &Request{Method: http.MethodGet, Template: testTemplate, Link: link})
			requireKind(t, err, KindRequest)
		})
	}
	require.Empty(t, credential.asked)
}

func TestLinkIsSentAsItIs(t *testing.T) {
	s := &script{replies: []reply{answer(200, `{}`)}}
	link := "https://graph.test/v1.0/a%2Fb/c?&$skiptoken=x%27+y%20z&$top=5"
	_, err := do(t.Context(), newTestTransport(t, s), &Request{Method: http.MethodGet, Template: testTemplate, Link: link})
	require.NoError(t, err)
	require.Equal(t, link, s.seen[0].url)
}

func TestCanonicalLink(t *testing.T) {
	tr := newTestTransport(t, http.NewFileTransport(http.Dir(".")))
	canonical := func(link string) string {
		u, err := tr.ResolveLink(link)
		require.NoError(t, err)
		return CanonicalLink(u)
	}
	same := canonical("https://graph.test/v1.0/Solutions/x?$skiptoken=Ab")
	require.Equal(t, same, canonical("/solutions/X?&$skiptoken=Ab"))
	require.Equal(t, same, canonical("https://GRAPH.test:443/V1.0/solutions/x?$skiptoken=Ab"))
	require.NotEqual(t, same, canonical("/solutions/x?$skiptoken=ab"))
}

func TestDotSegments(t *testing.T) {
	for _, dots := range []string{".", "..", "%2e", "%2E", "%2e.", ".%2E", "%2e%2E"} {
		require.True(t, isDots(dots), dots)
	}
	for _, name := range []string{"", "...", "%2e%2e%2e", ".a", "a.", "..a", "%2", "%2f", "%2e%2", "a"} {
		require.False(t, isDots(name), name)
	}
}

func TestRequestsRefused(t *testing.T) {
	tr := newTestTransport(t, roundTripFunc(func(r *http.Request) (*http.Response, error) {
		t.Errorf("sent to %s", r.URL)
		return nil, errReset
	}))
	for name, change := range map[string]func(*Request){
		"method":            func(r *Request) { r.Method = "TRACE" },
		"body of a GET":     func(r *Request) { r.Body = []byte("{}") },
		"link and path":     func(r *Request) { r.Link = "/x" },
		"relative path":     func(r *Request) { r.Path = "x" },
		"empty segment":     func(r *Request) { r.Path = "/restoreSessions/" },
		"empty inner":       func(r *Request) { r.Path = "/restoreSessions//activate" },
		"dot segment":       func(r *Request) { r.Path = "/restoreSessions/../x" },
		"escaped dots":      func(r *Request) { r.Path = "/restoreSessions/%2e%2E/x" },
		"question mark":     func(r *Request) { r.Path = "/restoreSessions/a?b" },
		"fragment":          func(r *Request) { r.Path = "/restoreSessions/a#b" },
		"backslash":         func(r *Request) { r.Path = "/restoreSessions/a\\b" },
		"space":             func(r *Request) { r.Path = "/restoreSessions/a b" },
		"line":              func(r *Request) { r.Path = "/restoreSessions/a\nb" },
		"broken escape":     func(r *Request) { r.Path = "/restoreSessions/%4" },
		"unescaped":         func(r *Request) { r.Path = "/restoreSessions/a\"b" },
		"query":             func(r *Request) { r.Query = "a=b\r\nX: y" },
		"query fragment":    func(r *Request) { r.Query = "a#b" },
		"version":           func(r *Request) { r.Version = "../x" },
		"authorization":     func(r *Request) { r.Header = http.Header{"authorization": {"x"}} },
		"host":              func(r *Request) { r.Header = http.Header{"Host": {"x"}} },
		"cookie":            func(r *Request) { r.Header = http.Header{"Cookie": {"x"}} },
		"length":            func(r *Request) { r.Header = http.Header{"Content-Length": {"1"}} },
		"framing":           func(r *Request) { r.Header = http.Header{"Transfer-Encoding": {"chunked"}} },
		"proxy":             func(r *Request) { r.Header = http.Header{"Proxy-Authorization": {"x"}} },
		"idempotency":       func(r *Request) { r.Header = http.Header{"Idempotency-Key": {"x"}} },
		"header name":       func(r *Request) { r.Header = http.Header{"a b": {"x"}} },
		"header value":      func(r *Request) { r.Header = http.Header{"A": {"x\r\nB: y"}} },
		"client request id": func(r *Request) { r.Header = http.Header{"Client-Request-Id": {"a b"}} },
	} {
		t.Run(name, func(t *testing.T) {
			r := testRequest(http.MethodGet)
			change(r)
			_, err := do(t.Context(), tr, r)
			requireKind(t, err, KindRequest)
		})
	}
	requireKind(t, tr.Do(t.Context(), nil, nil), KindRequest)
	//nolint:staticcheck // a caller's mistake must not panic
	requireKind(t, tr.Do(nil, testRequest(http.MethodGet), nil), KindRequest)
}

func TestVersionAndOwnRequestID(t *testing.T) {
	s := &script{replies: []reply{answer(200, `{}`)}}
	r := testRequest(http.MethodGet)
	r.Version = "beta"
	r.Header = http.Header{"client-request-id": {"my-id"}}
	require.NoError(t, newTestTransport(t, s).Do(t.Context(), r, func(response *Response) error {
		require.Equal(t, "my-id", response.ClientRequestID)
		return nil
	}))
	require.Equal(t, "https://graph.test/beta"+testPath+"?"+testQuery, s.seen[0].url)
	require.Equal(t, []string{"my-id"}, s.seen[0].header["Client-Request-Id"])
}

func TestRedirectIsRefusedAndNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			s := &script{replies: []reply{answer(status, "", "Location", "https://evil.test/secret")}}
			_, err := do(t.Context(), newTestTransport(t, s), testRequest(method))
			e := requireError(t, err, KindStatus)
			require.Equal(t, status, e.Status)
			require.ErrorIs(t, err, errRedirect)
			require.Len(t, s.seen, 1)
		}
	}
}

func FuzzLink(f *testing.F) {
	for _, l := range followedLinks {
		f.Add(l.link)
	}
	for _, l := range refusedLinks {
		f.Add(l[:min(len(l), 200)])
	}
	e := testEndpoint(f, "https://graph.test/gate/v1.0")
	f.Fuzz(func(t *testing.T, link string) {
		u, err := e.resolveLink(link, "")
		if err != nil {
			return
		}
		require.Equal(t, "https", u.Scheme)
		require.Equal(t, "graph.test", u.Host)
		require.Nil(t, u.User)
		require.Regexp(t, `(?i)^/gate/[^/]+/.`, u.EscapedPath())
		// What net/http would send reads back as the same place.
		again, err := url.Parse(u.String())
		require.NoError(t, err)
		require.Equal(t, "graph.test", again.Host)
		second, err := e.resolveLink(u.String(), "")
		require.NoError(t, err)
		require.Equal(t, CanonicalLink(&u), CanonicalLink(&second))
	})
}
