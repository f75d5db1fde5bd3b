package transport

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

const instrumentation = "github.com/graphbackup/backuprestore"

// A Tracer opens a span for each call. It names operations by their template:
// ids and queries are the tenant's business.
type Tracer interface {
	start(ctx context.Context, r *Request) (context.Context, span)
}

type span interface{ end(state, *Error) }

// Tracing makes spans of provider, none if that is nil.
func Tracing(provider trace.TracerProvider) Tracer {
	if isNil(provider) {
		return nil
	}
	return tracing{provider.Tracer(instrumentation)}
}

type tracing struct{ tracer trace.Tracer }

func (t tracing) start(ctx context.Context, r *Request) (context.Context, span) {
	ctx, opened := t.tracer.Start(ctx, r.Method+" "+r.Template, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("http.request.method", r.Method), attribute.String("url.template", r.Template)))
	return ctx, tracingSpan{opened}
}

type tracingSpan struct{ span trace.Span }

func (s tracingSpan) end(last state, e *Error) {
	s.span.SetAttributes(
		attribute.Int("http.response.status_code", last.status),
		attribute.Int("http.request.resend_count", max(0, last.attempts-1)),
		attribute.String("client_request_id", last.clientRequestID),
		attribute.String("request_id", last.requestID))
	if e != nil {
		s.span.SetAttributes(attribute.String("error.type", e.Kind.String()), attribute.String("error.code", e.Code))
		s.span.SetStatus(codes.Error, e.Kind.String())
	}
	s.span.End()
}
