package transport

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
)

// A connTrace learns from net/http whether a request ever had a connection. A
// round tripper that does not report leaves it unknown.
//
// It is the context of one attempt and never used for another: net/http may
// hold it for longer than the attempt takes, to finish dialling.
type connTrace struct {
	context.Context
	hooks httptrace.ClientTrace
	state atomic.Int32
}

const (
	connUnknown int32 = iota
	connWanted
	connGot
)

// watch makes the trace a context below ctx. The hooks of a trace that is in
// ctx already go on being called.
func (t *connTrace) watch(ctx context.Context) context.Context {
	t.Context = ctx
	if outer := httptrace.ContextClientTrace(ctx); outer != nil {
		t.hooks = *outer
	}
	wanted, got := t.hooks.GetConn, t.hooks.GotConn
	t.hooks.GetConn = func(hostPort string) {
		// net/http sends a request a second time only if the first connection
		// did not take it, so wanting another one starts over.
		t.state.Store(connWanted)
		if wanted != nil {
			wanted(hostPort)
		}
	}
	t.hooks.GotConn = func(info httptrace.GotConnInfo) {
		t.state.Store(connGot)
		if got != nil {
			got(info)
		}
	}
	return t
}

// Value implements [context.Context].
func (t *connTrace) Value(key any) any {
	if key == traceKey {
		return &t.hooks
	}
	return t.Context.Value(key)
}

// traceKey is what net/http asks a context for to find the hooks. It is taken
// from the question, since [httptrace.WithClientTrace] brings the calling of
// functions by reflection into every program, to join hooks that hardly any has.
// Were the key not found, no connection would count as missing: what was not
// sent would be taken for lost, which is the safe side.
var traceKey = func() (key any) {
	_ = httptrace.ContextClientTrace(keyFinder{context.Background(), &key})
	return key
}()

type keyFinder struct {
	context.Context
	key *any
}

func (f keyFinder) Value(key any) any {
	*f.key = key
	return nil
}
