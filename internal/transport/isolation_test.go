package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"
)

// Buffers are used again by other calls. No call may see an answer that is not
// its own, from the moment that its reader begins until it ends, whatever else
// happens: answers of all sizes, refusals with a body, answers that break off,
// repetitions.
func TestAnswersDoNotMix(t *testing.T) {
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		id := strings.TrimPrefix(r.URL.Path, "/v1.0/")
		n, _ := strconv.Atoi(r.URL.RawQuery)
		body := ownAnswer(id, n)
		switch requests.Add(1) % 5 {
		case 0:
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = fmt.Fprintf(w, `{"error":{"code":"of-%s","message":%q}}`, id, body)
		case 1: // breaks off
			w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
			_, _ = io.WriteString(w, body)
		case 2: // of unknown length
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, body)
		default:
			_, _ = io.WriteString(w, body)
		}
	}))
	defer server.Close()
	tr := newTestTransport(t, server.Client().Transport, func(c *Config) {
		c.BaseURL.Scheme, c.BaseURL.Host = "http", strings.TrimPrefix(server.URL, "http://")
		c.Retry = RetryPolicy{MaxAttempts: 50, BaseDelay: time.Microsecond, MaxDelay: time.Microsecond}
	})
	var group sync.WaitGroup
	for caller := range 32 {
		group.Go(func() {
			for i := range 25 {
				id, n := fmt.Sprintf("%d-%d", caller, i), rand.IntN(20_000)
				want := []byte(ownAnswer(id, n))
				r := &Request{Method: http.MethodGet, Template: "/{id}", Path: "/" + id, Query: strconv.Itoa(n)}
				err := tr.Do(t.Context(), r, func(response *Response) error {
					for range 3 {
						if !bytes.Equal(want, response.Body) {
							return errors.New("another call's answer")
						}
						runtime.Gosched()
					}
					return nil
				})
				if err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
		})
	}
	group.Wait()
}

// ownAnswer is n times an id, as JSON.
func ownAnswer(id string, n int) string { return `{"id":"` + strings.Repeat(id, n/len(id)) + `"}` }

// The answer itself is the caller's to keep, but for its body.
func TestResponseOutlivesTheCall(t *testing.T) {
	s := &script{replies: []reply{answer(200, `{"a":1}`, "X-Call", "1"), answer(200, `{"a":2}`, "X-Call", "2")}}
	tr := newTestTransport(t, s)
	var kept []*Response
	for range 2 {
		require.NoError(t, tr.Do(t.Context(), testRequest(http.MethodGet), func(response *Response) error {
			kept = append(kept, response)
			return nil
		}))
	}
	require.Equal(t, "1", kept[0].Header.Get("X-Call"))
	require.Equal(t, "2", kept[1].Header.Get("X-Call"))
	require.NotEqual(t, kept[0].ClientRequestID, kept[1].ClientRequestID)
}

// A round tripper may hold a request for longer than the attempt takes. What
// the next attempt does must not reach it.
func TestAttemptsShareNothing(t *testing.T) {
	var held []*http.Request
	s := &script{replies: []reply{answer(503, ""), answer(503, ""), answer(200, `{}`)}}
	tr := newTestTransport(t, roundTripFunc(func(r *http.Request) (*http.Response, error) {
		held = append(held, r)
		return s.RoundTrip(r)
	}), func(c *Config) { c.Retry.BaseDelay = 1 })
	r := testRequest(http.MethodGet)
	r.Header = http.Header{"X-One": {"one"}}
	_, err := do(t.Context(), tr, r)
	require.NoError(t, err)
	require.Len(t, held, 3)
	for i, request := range held {
		require.Equal(t, "Bearer "+testToken(i+1), request.Header.Get("Authorization"))
		require.Equal(t, s.seen[i].header, request.Header)
		request.URL.Path = "/spoiled"
		for name := range request.Header {
			request.Header[name][0] = "spoiled"
			request.Header[name] = append(request.Header[name], "spoiled")
		}
	}
	_, err = do(t.Context(), tr, r)
	require.NoError(t, err)
	last := s.seen[3]
	require.Equal(t, s.seen[0].url, last.url)
	require.NotContains(t, fmt.Sprint(last.header), "spoiled")
	require.Equal(t, s.seen[0].header["Prefer"], last.header["Prefer"])
}

// endless is a body that never ends.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	e.read += int64(len(p))
	return len(p), nil
}

func (e *endless) Close() error { return nil }

// What does not matter, or not beyond its beginning, is not read for ever.
func TestEndlessBodies(t *testing.T) {
	for status, most := range map[int]int64{204: maxDrain, 404: maxErrorBody + maxDrain} {
		body := &endless{}
		tr := newTestTransport(t, roundTripFunc(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: body, ContentLength: -1}, nil
		}))
		_, err := do(t.Context(), tr, testRequest(http.MethodDelete))
		require.Equal(t, status == 204, err == nil)
		require.Equal(t, most, body.read)
	}
}

// changingCredential hands out what it is told to.
type changingCredential struct{ token string }

func (c *changingCredential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: c.token}, nil
}

// A token that was checked once says nothing about the next one.
func TestEveryTokenIsChecked(t *testing.T) {
	credential := &changingCredential{}
	s := &script{replies: []reply{answer(200, `{}`)}}
	tr := newTestTransport(t, s, func(c *Config) { c.Credential = credential })
	sent := 0
	for _, test := range []struct {
		token string
		fine  bool
	}{
		{"", false}, {"one", true}, {"one", true}, {"one\r\nHost: evil.test", false}, {"one\r\nHost: evil.test", false},
		{"", false}, {"two", true}, {"one", true}, {"onetwo", true},
	} {
		credential.token = test.token
		_, err := do(t.Context(), tr, testRequest(http.MethodGet))
		if !test.fine {
			requireKind(t, err, KindAuth)
			continue
		}
		require.NoError(t, err)
		sent++
		require.Equal(t, []string{"Bearer " + test.token}, s.seen[sent-1].header["Authorization"])
	}
	require.Len(t, s.seen, sent)
}
