package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// echo is a service that gives everything it was told back in an answer.
func echo(status int, contentType, format string) reply {
	return func(r *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(r.Body)
		text := strings.Join([]string{r.Header.Get("Authorization"), r.URL.String(), r.URL.Path, string(body)}, " ")
		if contentType == "application/json" {
			text = strings.ReplaceAll(text, `"`, `\"`)
		}
		return answer(status, fmt.Sprintf(format, text), "Content-Type", contentType, "WWW-Authenticate", challenges[0])(r)
	}
}

// Nothing secret gets into a log, a span, an error or any printed value: not
// the token, not the query, not the body, not the ids in the path, even if the
// service, a proxy or the network puts them into what it says.
func TestNoSecretGetsOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logs := &logBuffer{}
		spans := tracetest.NewInMemoryExporter()
		tracing := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
		config := testConfig(t, nil)
		config.Logger, config.Tracer = Logging(logs.logger()), Tracing(tracing)
		config.Header = http.Header{"X-Key": {"secret-header"}}
		sink := slog.New(slog.NewTextHandler(logs, nil))

		for _, fault := range []reply{
			echo(500, "text/html", "<p>%s"),
			echo(400, "application/json", `{"error":{"code":"A","message":"%s"}}`),
			echo(401, "application/json", `{"error":{"code":"A","message":"%s"}}`),
			echo(200, "text/plain", "%s"),
			func(r *http.Request) (*http.Response, error) {
				return nil, fmt.Errorf("no route for %s with %s", r.URL, r.Header.Get("Authorization"))
			},
			answer(200, `{}`),
			answer(429, ""),
		} {
			config.RoundTripper = roundTripFunc(fault)
			tr, err := New(config)
			require.NoError(t, err)
			for _, method := range []string{http.MethodGet, http.MethodPatch} {
				r := testRequest(method)
				err = tr.Do(t.Context(), r, func(response *Response) error {
					sink.Info("response", "plain", response, "fmt", fmt.Sprintf("%v %+v %#v", response, response, *response))
					return errors.New("cannot decode")
				})
				var e *Error
				require.ErrorAs(t, err, &e)
				for _, v := range []any{e, *e, tr, config, &config, r, *r} {
					sink.Error("call", "error", v, "fmt", fmt.Sprintf("%v %+v %#v %s %q", v, v, v, v, v))
				}
			}
		}
		for _, span := range spans.GetSpans() {
			_, _ = fmt.Fprintf(logs, "%s %v %v %+v\n", span.Name, span.Attributes, span.Status, span.Events)
		}
		require.NoError(t, tracing.Shutdown(context.Background()))
		out := logs.String()
		require.Contains(t, out, "graph attempt")
		require.Contains(t, out, "graph call repeats")
		require.Contains(t, out, "client_request_id")
		for _, secret := range []string{"secret-token", "secret-query", "secret-id", "secret-body", "secret-header", "Bearer"} {
			if i := strings.Index(out, secret); i >= 0 {
				t.Errorf("%s is in the output: %s", secret, out[max(0, i-300):i+50])
			}
		}
	})
}

func TestOneSpanPerCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spans := tracetest.NewInMemoryExporter()
		tracing := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
		s := &script{replies: []reply{answer(503, ""), answer(503, ""), answer(200, `{}`), answer(404, failure500("X"))}}
		tr := newTestTransport(t, s, func(c *Config) { c.Tracer = Tracing(tracing) })
		_, err := do(t.Context(), tr, testRequest(http.MethodGet))
		require.NoError(t, err)
		_, err = do(t.Context(), tr, testRequest(http.MethodGet))
		require.Error(t, err)
		got := spans.GetSpans()
		require.Len(t, got, 2)
		require.Equal(t, "GET "+testTemplate, got[0].Name)
		attributes := map[string]string{}
		for _, a := range got[0].Attributes {
			attributes[string(a.Key)] = a.Value.Emit()
		}
		require.Equal(t, "200", attributes["http.response.status_code"])
		require.Equal(t, "2", attributes["http.request.resend_count"])
		require.Equal(t, testTemplate, attributes["url.template"])
		require.Equal(t, "Error", got[1].Status.Code.String())
	})
}

func TestLogRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logs := &logBuffer{}
		s := &script{replies: []reply{answer(503, ""), answer(200, `{}`)}}
		_, err := do(t.Context(), newTestTransport(t, s, func(c *Config) { c.Logger = Logging(logs.logger()) }), testRequest(http.MethodGet))
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSpace(logs.String()), "\n")
		require.Len(t, lines, 3)
		require.Contains(t, lines[0], `"level":"DEBUG"`)
		require.Contains(t, lines[0], `"status":503`)
		require.Contains(t, lines[1], `"level":"WARN"`)
		require.Contains(t, lines[1], `"delay":`)
		require.Contains(t, lines[2], `"attempt":2`)
		require.Contains(t, lines[2], `"status":200`)
	})
}

// page is like a page of a list as the service sends it.
var page = `{"value":[` + strings.Repeat(`{"id":"845457dc-4bb2-4815-bef3-8628ebd1952e","status":"succeeded"},`, 50) + `{}]}`

func BenchmarkGET(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, page)
	}))
	defer server.Close()
	b.Run("bare net/http", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			req, _ := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+"/v1.0/x", nil)
			req.Header = http.Header{ // the same bytes on the wire
				"Authorization": {"Bearer x"}, "Accept": {"application/json"}, "Prefer": {"include-unknown-enum-members"},
				"Return-Client-Request-Id": {"true"}, "Client-Request-Id": {newID()}, "User-Agent": {DefaultUserAgent},
			}
			resp, err := server.Client().Do(req)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
	run := func(name string, change func(*Config)) {
		b.Run(name, func(b *testing.B) {
			tr := newTestTransport(b, server.Client().Transport, func(c *Config) {
				c.BaseURL.Scheme, c.BaseURL.Host = "http", strings.TrimPrefix(server.URL, "http://")
				c.Credential = fixedCredential{}
				change(c)
			})
			r := &Request{Method: http.MethodGet, Template: "/x", Path: "/x"}
			b.ReportAllocs()
			for b.Loop() {
				if err := tr.Do(b.Context(), r, func(*Response) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("transport", func(*Config) {})
	run("transport with logger", func(c *Config) {
		c.Logger = Logging(slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug})))
	})
}
