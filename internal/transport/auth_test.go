package transport

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	azurekiota "github.com/microsoft/kiota-authentication-azure-go"
	"github.com/stretchr/testify/require"
)

const testClaims = `{"access_token":{"nbf":{"essential":true,"value":"1604106651"},"x":"??>>"}}`

var (
	claimsStd = base64.StdEncoding.EncodeToString([]byte(testClaims))
	claimsURL = base64.RawURLEncoding.EncodeToString([]byte(testClaims))
)

// challenges are the spellings of WWW-Authenticate that hold claims.
var challenges = []string{
	`Bearer realm="", authorization_uri="https://login.test/common/oauth2/authorize", error="insufficient_claims", claims="` + claimsStd + `"`,
	`Bearer claims="` + claimsURL + `", error="insufficient_claims"`,
	`bearer error="insufficient_claims",claims="` + claimsStd + `"`,
	`BEARER ERROR="insufficient_claims" , CLAIMS = "` + claimsStd + `"`,
	`Bearer error=insufficient_claims, claims=` + claimsStd,
	`Bearer error='insufficient_claims', claims='` + claimsStd + `'`,
	`Bearer error="insufficient_claims" claims="` + claimsStd + `"`,
	`Bearer error="invalid_token", error_description="a, \"quoted\" claims=\"x\", text", claims="` + claimsStd + `"`,
	`PoP realm="a", nonce="b", Bearer realm="c", error="insufficient_claims", claims="` + claimsStd + `"`,
	`Negotiate, Bearer claims="` + claimsStd + `"`,
	`Negotiate dG9rZW42OA==, Bearer claims="` + claimsStd + `"`,
	`Bearer claims="{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"},\"x\":\"??>>\"}}"`,
	`Bearer claims="` + url.PathEscape(testClaims) + `"`,
	`Bearer claims="` + url.QueryEscape(claimsStd) + `"`,
	`Bearer claims=" ` + claimsStd + ` "`,
}

var malformedChallenges = []string{
	`Bearer error="insufficient_claims"`,
	`Bearer error="insufficient_claims", claims=""`,
	`Bearer error="insufficient_claims", claims`,
	`Bearer error="insufficient_claims", claims=`,
	`Bearer claims="`,
	`Bearer claims="` + claimsStd,
	`Bearer claims=`,
	`Bearer claims="!!!"`,
	`Bearer claims="` + base64.StdEncoding.EncodeToString([]byte(`not json`)) + `"`,
	`Bearer claims="` + base64.StdEncoding.EncodeToString([]byte(`[1]`)) + `"`,
	`Bearer claims="` + base64.StdEncoding.EncodeToString([]byte(`{"a":`)) + `"`,
}

var otherChallenges = []string{
	"", "Bearer", `Bearer realm="a"`, `Bearer error="invalid_token"`, "Negotiate", "=", `"`, `claims`, `,,,`, "Bearer\x00", `Basic realm="claims"`,
}

func TestChallengeIsAnsweredOnce(t *testing.T) {
	for _, header := range challenges {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run(method+"/"+header[:min(len(header), 40)], func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					credential := &testCredential{}
					s := &script{replies: []reply{
						answer(401, failure500("InvalidAuthenticationToken"), "WWW-Authenticate", header),
						answer(503, "", "Retry-After", "1"), answer(200, `{}`),
					}}
					r := testRequest(method)
					r.Repeat = RepeatSafe
					_, err := do(t.Context(), newTestTransport(t, s, func(c *Config) { c.Credential = credential }), r)
					require.NoError(t, err)
					require.Len(t, s.seen, 3)
					require.Equal(t, s.seen[0].at, s.seen[1].at, "answered without a wait")
					require.Equal(t, s.seen[0].body, s.seen[1].body)
					require.Len(t, credential.asked, 3)
					require.JSONEq(t, testClaims, credential.asked[1].Claims)
					require.Empty(t, credential.asked[0].Claims)
					require.Empty(t, credential.asked[2].Claims, "the new token is in the credential's cache")
					for i, asked := range credential.asked {
						require.True(t, asked.EnableCAE)
						require.Equal(t, []string{"https://graph.test/.default"}, asked.Scopes)
						require.Equal(t, "Bearer "+testToken(i+1), s.seen[i].header.Get("Authorization"))
					}
				})
			})
		}
	}
}

func TestChallengeAgainstAPolicyOfOneAttempt(t *testing.T) {
	challenge := answer(401, "", "WWW-Authenticate", challenges[0])
	one := func(c *Config) { c.Retry.MaxAttempts = 1 }
	s := &script{replies: []reply{challenge, answer(200, `{}`)}}
	_, err := do(t.Context(), newTestTransport(t, s, one), testRequest(http.MethodPost))
	require.NoError(t, err)

	s = &script{replies: []reply{challenge}}
	_, err = do(t.Context(), newTestTransport(t, s, one), testRequest(http.MethodPost))
	require.Equal(t, 401, requireError(t, err, KindStatus).Status)
	require.Len(t, s.seen, 2, "not answered for ever")
}

func TestChallengeBesideAnotherStatus(t *testing.T) {
	s := &script{replies: []reply{answer(403, "", "WWW-Authenticate", challenges[0]), answer(200, `{}`)}}
	_, err := do(t.Context(), newTestTransport(t, s), testRequest(http.MethodGet))
	require.Equal(t, 403, requireError(t, err, KindStatus).Status)
	require.Len(t, s.seen, 1)
}

func TestSecondHeaderLineHoldsTheChallenge(t *testing.T) {
	h := http.Header{}
	h.Add("WWW-Authenticate", "Negotiate")
	h.Add("WWW-Authenticate", challenges[0])
	claims, err := claimsChallenge(h)
	require.NoError(t, err)
	require.JSONEq(t, testClaims, claims)
}

func TestChallengeThatCannotBeAnswered(t *testing.T) {
	for _, header := range slices.Concat(malformedChallenges, otherChallenges) {
		s := &script{replies: []reply{answer(401, failure500("InvalidAuthenticationToken"), "WWW-Authenticate", header)}}
		_, err := do(t.Context(), newTestTransport(t, s), testRequest(http.MethodGet))
		e := requireError(t, err, KindStatus)
		require.Equal(t, 401, e.Status)
		require.Equal(t, "InvalidAuthenticationToken", e.Code)
		require.Len(t, s.seen, 1, header)
		require.Equal(t, slices.Contains(malformedChallenges, header), errors.Is(err, errMalformedChallenge), header)
	}
}

func TestNoTokenNothingSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cause := errors.New("ClientSecretCredential authentication failed.\nPOST https://login.test/x?secret=1\nRESPONSE 401\n{\"error_description\":\"AADSTS7000222: the secret-key expired\"}")
		s := &script{replies: []reply{answer(200, `{}`)}}
		_, err := do(t.Context(), newTestTransport(t, s, func(c *Config) { c.Credential = &testCredential{err: cause} }), testRequest(http.MethodPost))
		e := requireError(t, err, KindAuth)
		require.ErrorIs(t, err, cause)
		require.Contains(t, e.Error(), "ClientSecretCredential authentication failed. (AADSTS7000222)")
		require.Empty(t, s.seen)
		require.Zero(t, e.Attempts)
		require.True(t, e.Sent.IsZero())
	})
}

// kiotaProvider calls a function in place of a provider.
type kiotaProvider func(context.Context, *abstractions.RequestInformation, map[string]any) error

func (p kiotaProvider) AuthenticateRequest(ctx context.Context, r *abstractions.RequestInformation, extra map[string]any) error {
	return p(ctx, r, extra)
}

func withProvider(p authentication.AuthenticationProvider) func(*Config) {
	return func(c *Config) { c.Credential, c.Scopes, c.Provider = nil, nil, KiotaProvider(p) }
}

// The provider that ships with kiota answers challenges through this core.
func TestKiotasOwnProvider(t *testing.T) {
	for _, header := range challenges {
		credential := &testCredential{}
		provider, err := azurekiota.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(credential, []string{"scope"}, []string{"graph.test"})
		require.NoError(t, err)
		s := &script{replies: []reply{answer(401, "", "WWW-Authenticate", header), answer(200, `{}`)}}
		_, err = do(t.Context(), newTestTransport(t, s, withProvider(provider)), testRequest(http.MethodPost))
		require.NoError(t, err)
		require.Len(t, credential.asked, 2)
		require.JSONEq(t, testClaims, credential.asked[1].Claims)
		require.Equal(t, "Bearer "+testToken(1), s.seen[0].header.Get("Authorization"))
		require.Equal(t, []string{"Bearer " + testToken(2)}, s.seen[1].header["Authorization"])
	}
}

func TestKiotaProviderSeesAFreshRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		provider := kiotaProvider(func(_ context.Context, r *abstractions.RequestInformation, _ map[string]any) error {
			calls++
			require.False(t, r.Headers.ContainsKey("Authorization"))
			require.Equal(t, abstractions.POST, r.Method)
			u, err := r.GetUri()
			require.NoError(t, err)
			require.Equal(t, "graph.test", u.Host)
			r.Headers.Add("Authorization", "Bearer "+testToken(calls))
			r.Headers.Add("X-Proof", "p")
			return nil
		})
		s := &script{replies: []reply{answer(429, ""), answer(200, `{}`)}}
		_, err := do(t.Context(), newTestTransport(t, s, withProvider(provider)), testRequest(http.MethodPost))
		require.NoError(t, err)
		require.Equal(t, "Bearer "+testToken(2), s.seen[1].header.Get("Authorization"))
		require.Equal(t, "p", s.seen[1].header.Get("X-Proof"))
	})
}

func TestKiotaProviderMisbehaves(t *testing.T) {
	for name, provider := range map[string]kiotaProvider{
		"panics":    func(context.Context, *abstractions.RequestInformation, map[string]any) error { panic("secret") },
		"fails":     func(context.Context, *abstractions.RequestInformation, map[string]any) error { return errReset },
		"no header": func(context.Context, *abstractions.RequestInformation, map[string]any) error { return nil },
		"no headers": func(_ context.Context, r *abstractions.RequestInformation, _ map[string]any) error {
			r.Headers = nil
			return nil
		},
		"other url": func(_ context.Context, r *abstractions.RequestInformation, _ map[string]any) error {
			r.Headers.Add("Authorization", "Bearer x")
			r.SetUri(url.URL{Scheme: "https", Host: "evil.test"})
			return nil
		},
		"bad token": func(_ context.Context, r *abstractions.RequestInformation, _ map[string]any) error {
			r.Headers.Add("Authorization", "Bearer secret\r\nHost: evil.test")
			return nil
		},
		"two tokens": func(_ context.Context, r *abstractions.RequestInformation, _ map[string]any) error {
			r.Headers.Add("Authorization", "Bearer a", "Bearer b")
			return nil
		},
		"host": func(_ context.Context, r *abstractions.RequestInformation, _ map[string]any) error {
			r.Headers.Add("Authorization", "Bearer a")
			r.Headers.Add("Bad Name", "b")
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{replies: []reply{answer(200, `{}`)}}
			_, err := do(t.Context(), newTestTransport(t, s, withProvider(provider)), testRequest(http.MethodGet))
			requireKind(t, err, KindAuth)
			require.Empty(t, s.seen)
		})
	}
}

// Kiota's provider silently adds nothing for a host that it does not know.
func TestKiotaProviderForAnotherHost(t *testing.T) {
	provider, err := azurekiota.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(&testCredential{}, nil, []string{"elsewhere.test"})
	require.NoError(t, err)
	s := &script{replies: []reply{answer(200, `{}`)}}
	_, err = do(t.Context(), newTestTransport(t, s, withProvider(provider)), testRequest(http.MethodGet))
	require.ErrorContains(t, requireError(t, err, KindAuth), "does it allow this host?")
	require.Empty(t, s.seen)
}

func FuzzChallenge(f *testing.F) {
	for _, list := range [][]string{challenges, malformedChallenges, otherChallenges} {
		for _, c := range list {
			f.Add(c)
		}
	}
	f.Fuzz(func(t *testing.T, header string) {
		claims, err := claimsChallenge(http.Header{"Www-Authenticate": {header}})
		if err != nil {
			require.Empty(t, claims)
			return
		}
		require.True(t, claims == "" || isObject(claims))
	})
}

var testTime = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func FuzzRetryAfter(f *testing.F) {
	for _, v := range []string{"", "0", "1", "1.5", "-1", "NaN", "Inf", "1e9", "0x10", ".", "..1", "99999999999999999999", "Fri, 31 Dec 1999 23:59:59 GMT", "Friday, 31-Dec-99 23:59:59 GMT", "soon"} {
		f.Add(v, "")
		f.Add(v, "Fri, 31 Dec 1999 23:59:00 GMT")
	}
	f.Fuzz(func(t *testing.T, value, date string) {
		h := http.Header{"Retry-After": {value}}
		if date != "" {
			h["Date"] = []string{date}
		}
		wait, ok := retryAfter(h, func() time.Time { return testTime })
		require.GreaterOrEqual(t, wait, time.Duration(0))
		require.True(t, ok || wait == 0)
	})
}
