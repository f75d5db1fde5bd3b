package transport

import (
	"net/http"
	"testing"
	"testing/synctest"

	nethttplibrary "github.com/microsoft/kiota-http-go"
	"github.com/stretchr/testify/require"
)

type middlewareFunc func(nethttplibrary.Pipeline, int, *http.Request) (*http.Response, error)

func (f middlewareFunc) Intercept(p nethttplibrary.Pipeline, next int, r *http.Request) (*http.Response, error) {
	return f(p, next, r)
}

func withMiddleware(m ...nethttplibrary.Middleware) func(*Config) {
	return func(c *Config) { c.Pipeline = KiotaPipeline(m...) }
}

func TestMiddlewareSeesEveryAttemptInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		note := func(name string) nethttplibrary.Middleware {
			return middlewareFunc(func(p nethttplibrary.Pipeline, next int, r *http.Request) (*http.Response, error) {
				order = append(order, name+r.Header.Get("Retry-Attempt"))
				r.Header["Prefer"][0] = "spoiled"
				r.Header["X-One"][0] = "spoiled"
				r.URL.RawQuery += "&" + name
				return p.Next(r, next)
			})
		}
		s := &script{replies: []reply{answer(500, ""), answer(200, `{}`)}}
		tr := newTestTransport(t, s, withMiddleware(note("a"), note("b"), nethttplibrary.NewHeadersInspectionHandler()))
		r := testRequest(http.MethodGet)
		r.Header = http.Header{"X-One": {"one"}}
		_, err := do(t.Context(), tr, r)
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b", "a1", "b1"}, order)
		require.Equal(t, "one", r.Header.Get("X-One"))
		require.Equal(t, s.seen[0].url, s.seen[1].url, "an attempt does not inherit what middleware did to the last")
		require.Contains(t, tr.fields, field{"Prefer", []string{"include-unknown-enum-members"}})
	})
}

// Kiota takes its own list, with its retries, where it is given an empty one.
func TestNoMiddlewareIsNoPipeline(t *testing.T) {
	require.Nil(t, KiotaPipeline())
	require.False(t, newTestTransport(t, nil, withMiddleware()).guarded)
}

func TestMiddlewareIsCopied(t *testing.T) {
	list := []nethttplibrary.Middleware{nethttplibrary.NewHeadersInspectionHandler()}
	pipeline := KiotaPipeline(list...)
	list[0] = nethttplibrary.NewRetryHandler()
	newTestTransport(t, nil, func(c *Config) { c.Pipeline = pipeline })
}

// A value that is added to one header does not run over into another.
func TestMiddlewareAddsValues(t *testing.T) {
	s := &script{replies: []reply{answer(200, `{}`)}}
	tr := newTestTransport(t, s, withMiddleware(middlewareFunc(func(p nethttplibrary.Pipeline, next int, r *http.Request) (*http.Response, error) {
		for name := range r.Header {
			r.Header.Add(name, "more of "+name)
		}
		return p.Next(r, next)
	})))
	_, err := do(t.Context(), tr, testRequest(http.MethodPost))
	require.NoError(t, err)
	for name, values := range s.seen[0].header {
		require.Len(t, values, 2, name)
		require.Equal(t, "more of "+name, values[1])
		require.NotContains(t, values[0], "more of")
	}
}

func TestMiddlewareCannotSendElsewhere(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"host":   func(r *http.Request) { r.URL.Host = "evil.test" },
		"header": func(r *http.Request) { r.Host = "evil.test" },
		"scheme": func(r *http.Request) { r.URL.Scheme = "http" },
		"url":    func(r *http.Request) { r.URL = nil },
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{replies: []reply{answer(200, `{}`)}}
			_, err := do(t.Context(), newTestTransport(t, s, withMiddleware(middlewareFunc(
				func(p nethttplibrary.Pipeline, next int, r *http.Request) (*http.Response, error) {
					change(r)
					return p.Next(r, next)
				}))), testRequest(http.MethodPost))
			requireKind(t, err, KindRequest)
			require.ErrorIs(t, err, errForeignOrigin)
			require.Empty(t, s.seen)
		})
	}
}

// Middleware that retries by itself is a way to a duplicate restore.
func TestMiddlewareCannotSendTwice(t *testing.T) {
	twice := middlewareFunc(func(p nethttplibrary.Pipeline, next int, r *http.Request) (*http.Response, error) {
		resp, err := p.Next(r, next)
		if err != nil || resp.StatusCode == http.StatusOK {
			return resp, err
		}
		_ = resp.Body.Close()
		r.Body, _ = r.GetBody()
		return p.Next(r, next)
	})
	for _, column := range columns {
		t.Run(column.name, func(t *testing.T) {
			if column.request().Body == nil {
				return // there is no GetBody for the test's middleware to use
			}
			s := &script{replies: []reply{answer(503, ""), answer(200, `{}`)}}
			_, err := do(t.Context(), newTestTransport(t, s, withMiddleware(twice)), column.request())
			if column.once {
				requireKind(t, err, KindAmbiguous)
				require.ErrorIs(t, err, errSentTwice)
				require.Len(t, s.seen, 1)
				return
			}
			require.NoError(t, err)
			require.Len(t, s.seen, 2)
		})
	}
	idempotent := middlewareFunc(func(p nethttplibrary.Pipeline, next int, r *http.Request) (*http.Response, error) {
		r.Header.Set("Idempotency-Key", "1")
		return p.Next(r, next)
	})
	s := &script{replies: []reply{answer(200, `{}`)}}
	_, err := do(t.Context(), newTestTransport(t, s, withMiddleware(idempotent)), testRequest(http.MethodPost))
	require.Error(t, err)
	require.Empty(t, s.seen)
}
