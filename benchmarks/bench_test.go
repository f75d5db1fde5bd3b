package benchmarks_test

import (
	"io"
	"log/slog"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/benchmarks/fixture"
	"github.com/graphbackup/backuprestore/benchmarks/suite"
)

func TestEqual(t *testing.T) {
	t.Run("floor", func(t *testing.T) { suite.Equal(t, floor) })
	t.Run("sdk", func(t *testing.T) { suite.Equal(t, sdk) })
}

func BenchmarkDecode(b *testing.B) { suite.Decode(b, floor, sdk) }
func BenchmarkEncode(b *testing.B) { suite.Encode(b, floor, sdk) }
func BenchmarkCall(b *testing.B)   { suite.Call(b, floor, sdk) }
func BenchmarkList(b *testing.B)   { suite.List(b, floor, sdk) }
func BenchmarkWait(b *testing.B)   { suite.Wait(b, floor, sdk) }

// BenchmarkValidate measures what the SDK does before it encodes a bulk
// request and nobody else does: it looks for entries that are empty or twice
// in the list.
func BenchmarkValidate(b *testing.B) {
	body := bulkRequest(fixture.Bulk(10_000))
	b.Run("impl=sdk", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := body.Validate(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkObserved measures calls that are logged at debug level and traced.
func BenchmarkObserved(b *testing.B) {
	logger := backuprestore.WithLogger(slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug})))
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(tracetest.NewNoopExporter()))
	tracer := backuprestore.WithTracerProvider(provider)
	for _, with := range []struct {
		name    string
		options []backuprestore.Option
	}{
		{"none", nil},
		{"slog", []backuprestore.Option{logger}},
		{"otel", []backuprestore.Option{tracer}},
		{"both", []backuprestore.Option{logger, tracer}},
	} {
		b.Run("with="+with.name+"/impl=sdk", func(b *testing.B) {
			b.ReportAllocs()
			suite.Sequential(b, func(tb testing.TB, url string) suite.Client { return connect(tb, url, with.options...) })
		})
	}
}
