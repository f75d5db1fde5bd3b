package transport

import (
	"context"
	"log/slog"
	"time"
)

// A Logger hears of every attempt and every repetition. It names operations by
// their template: ids and queries are the tenant's business.
type Logger interface {
	attempted(ctx context.Context, r *Request, last state, outcome string, took time.Duration)
	repeating(ctx context.Context, r *Request, last state, e *Error, wait time.Duration)
}

// Logging writes a debug record per attempt and a warning per repetition;
// nothing if logger is nil.
func Logging(logger *slog.Logger) Logger {
	if logger == nil {
		return nil
	}
	return logging{logger}
}

type logging struct{ logger *slog.Logger }

func (l logging) attempted(ctx context.Context, r *Request, last state, outcome string, took time.Duration) {
	if !l.logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	l.logger.LogAttrs(ctx, slog.LevelDebug, "graph attempt",
		slog.String("method", r.Method), slog.String("template", r.Template), slog.Int("attempt", last.attempts),
		slog.Int("status", last.status), slog.String("outcome", outcome), slog.Duration("duration", took),
		slog.String("request_id", last.requestID), slog.String("client_request_id", last.clientRequestID))
}

func (l logging) repeating(ctx context.Context, r *Request, last state, e *Error, wait time.Duration) {
	if !l.logger.Enabled(ctx, slog.LevelWarn) {
		return
	}
	l.logger.LogAttrs(ctx, slog.LevelWarn, "graph call repeats",
		slog.String("method", r.Method), slog.String("template", r.Template), slog.Int("attempt", last.attempts),
		slog.Int("status", e.Status), slog.String("code", e.Code), slog.String("outcome", e.Kind.String()), slog.Duration("delay", wait),
		slog.String("request_id", e.RequestID), slog.String("client_request_id", last.clientRequestID))
}
