package transport

import (
	"context"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

const instrumentation = "github.com/graphbackup/backuprestore"

// telemetry writes logs and spans. It names operations by their template: ids
// and queries are the tenant's business.
type telemetry struct {
	logger *slog.Logger
	tracer trace.Tracer
}

func newTelemetry(c Config) telemetry {
	t := telemetry{logger: c.Logger}
	if !isNil(c.TracerProvider) {
		t.tracer = c.TracerProvider.Tracer(instrumentation)
	}
	return t
}

func (t telemetry) start(ctx context.Context, r *Request) (context.Context, func(*call, *Error)) {
	if t.tracer == nil {
		return ctx, func(*call, *Error) {}
	}
	ctx, span := t.tracer.Start(ctx, r.Method+" "+r.Template, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("http.request.method", r.Method), attribute.String("url.template", r.Template)))
	return ctx, func(c *call, e *Error) {
		span.SetAttributes(
			attribute.Int("http.response.status_code", c.lastStatus),
			attribute.Int("http.request.resend_count", max(0, c.attempts-1)),
			attribute.String("client_request_id", c.clientRequestID),
			attribute.String("request_id", c.requestID))
		if e != nil {
			span.SetAttributes(attribute.String("error.type", e.Kind.String()), attribute.String("error.code", e.Code))
			span.SetStatus(codes.Error, e.Kind.String())
		}
		span.End()
	}
}

func (t telemetry) attempted(ctx context.Context, c *call, response *Response, fail *failure, now time.Time) {
	if t.logger == nil || !t.logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	outcome, status := "ok", 0
	if fail != nil {
		outcome, status = fail.err.Kind.String(), fail.err.Status
	} else {
		status = response.Status
	}
	t.logger.LogAttrs(ctx, slog.LevelDebug, "graph attempt",
		slog.String("method", c.r.Method), slog.String("template", c.r.Template), slog.Int("attempt", c.attempts),
		slog.Int("status", status), slog.String("outcome", outcome), slog.Duration("duration", now.Sub(c.sent)),
		slog.String("request_id", c.requestID), slog.String("client_request_id", c.clientRequestID))
}

func (t telemetry) repeating(ctx context.Context, c *call, e *Error, wait time.Duration) {
	if t.logger == nil || !t.logger.Enabled(ctx, slog.LevelWarn) {
		return
	}
	t.logger.LogAttrs(ctx, slog.LevelWarn, "graph call repeats",
		slog.String("method", c.r.Method), slog.String("template", c.r.Template), slog.Int("attempt", c.attempts),
		slog.Int("status", e.Status), slog.String("code", e.Code), slog.String("outcome", e.Kind.String()), slog.Duration("delay", wait),
		slog.String("request_id", e.RequestID), slog.String("client_request_id", c.clientRequestID))
}
