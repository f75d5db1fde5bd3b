package models

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// A writer puts a document together. The first error stays; what is written after
// it is of no use.
type writer struct {
	buf []byte
	err error
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// comma separates what follows from what was written before it in the same object
// or array.
func (w *writer) comma() {
	if last := w.buf[len(w.buf)-1]; last != '{' && last != '[' {
		w.buf = append(w.buf, ',')
	}
}

// name begins a member. The names of the API need no escapes.
func (w *writer) name(name string) {
	w.comma()
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '"', ':')
}

// member writes a member, whatever its value.
func (w *writer) member(name string, value any) {
	w.name(name)
	w.value(value)
}

// omittable is a codec that can be absent.
type omittable interface {
	codec
	IsZero() bool
}

// unlessZero writes a member unless it is absent.
func (w *writer) unlessZero(name string, value omittable) {
	if !value.IsZero() {
		w.name(name)
		value.encode(w)
	}
}

// list writes a member that is an array.
func (w *writer) list(name string, slice any) {
	w.name(name)
	w.slice(slice)
}

// text writes a member with a text unless that is empty.
func (w *writer) text(name, text string) {
	if text != "" {
		w.name(name)
		w.quote(text)
	}
}

// part writes a member that is an object unless nothing is in it.
func (w *writer) part(name string, x object) {
	before := len(w.buf)
	w.name(name)
	start := len(w.buf)
	w.object(x)
	if len(w.buf)-start == len("{}") {
		w.buf = w.buf[:before]
	}
}

// value writes what a pointer points to.
func (w *writer) value(value any) {
	switch p := value.(type) {
	case *string:
		w.quote(*p)
	case codec:
		p.encode(w)
	case object:
		w.object(p)
	case textual:
		w.quote(p.text())
	case *bool:
		w.buf = strconv.AppendBool(w.buf, *p)
	case *int32:
		w.buf = strconv.AppendInt(w.buf, int64(*p), 10)
	case *int64:
		w.buf = strconv.AppendInt(w.buf, *p, 10)
	default:
		w.foreign(value)
	}
}

func (w *writer) quote(text string) {
	buf, err := jsontext.AppendQuote(w.buf, text)
	if w.buf = buf; err != nil {
		w.fail(fmt.Errorf("models: %w", err))
	}
}

// raw writes JSON that was kept as it came, in the form in which an encoder of
// jsontext would pass it on.
func (w *writer) raw(value jsontext.Value) {
	buf, err := jsontext.AppendFormat(w.buf, value)
	if w.buf = buf; err != nil {
		w.fail(fmt.Errorf("models: JSON that was kept: %w", err))
	}
}

func (w *writer) null() { w.buf = append(w.buf, "null"...) }

func (w *writer) object(x object) {
	start := len(w.buf)
	w.buf = append(w.buf, '{')
	x.encodeMembers(w)
	keeper, _ := x.(interface{ unknowns() jsontext.Value })
	odd := keeper != nil && w.bag(keeper.unknowns())
	w.buf = append(w.buf, '}')
	if odd && w.err == nil && !jsontext.Value(w.buf[start:]).IsValid() {
		w.fail(errors.New("models: UnknownMembers has a member that the type has a field for"))
	}
}

// bag writes the members of an object, and says whether there were any.
func (w *writer) bag(members jsontext.Value) bool {
	if len(members) == 0 {
		return false
	}
	before := len(w.buf)
	w.comma()
	start := len(w.buf)
	w.raw(members)
	switch bag := w.buf[start:]; {
	case w.err != nil:
	case string(bag) == "{}":
		w.buf = w.buf[:before]
		return false
	case bag[0] != '{':
		w.fail(errors.New("models: UnknownMembers is no JSON object"))
	default:
		w.buf = append(w.buf[:start], bag[1:len(bag)-1]...)
	}
	return true
}

// foreign writes a type of somebody else.
func (w *writer) foreign(value any) {
	b, err := stdjson.Marshal(value)
	if err != nil {
		w.fail(err)
		return
	}
	w.buf = append(w.buf, b...)
}

// unknowns is the bag for the writer.
func (u *Unknowns) unknowns() jsontext.Value { return u.UnknownMembers }
