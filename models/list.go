package models

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// List is a slice that decodes a long JSON array into one allocation. Entities are
// large values, and growing a slice of them step by step would cost as much as
// decoding them. It encodes as any slice does.
type List[T any] []T

// items is what the code that all lists share sees of one.
type items interface {
	codec
	// reset makes the list nil, or empty with the room that it has.
	reset(empty bool)
	// next adds a zero item and returns a pointer to it.
	next() any
	grow(n int)
	length() int
	// at returns a pointer to an item.
	at(i int) any
}

func (l *List[T]) reset(empty bool) {
	switch {
	case !empty:
		*l = nil
	case *l == nil:
		*l = List[T]{}
	default:
		clear((*l)[:cap(*l)])
		*l = (*l)[:0]
	}
}

func (l *List[T]) next() any {
	n := len(*l)
	if n == cap(*l) {
		*l = slices.Grow(*l, 1)
	}
	// What is behind the end is zero: reset saw to it, or growing did.
	*l = (*l)[:n+1]
	return &(*l)[n]
}

func (l *List[T]) grow(n int)   { *l = slices.Grow(*l, n) }
func (l *List[T]) length() int  { return len(*l) }
func (l *List[T]) at(i int) any { return &(*l)[i] }

// IsZero reports whether the list is nil. It is what omitzero asks for.
func (l List[T]) IsZero() bool { return l == nil }

func (l *List[T]) decode(dec *decoder) error { return decodeItems(dec, l) }
func (l *List[T]) encode(w *writer)          { w.items(l) }

// maxGuess bounds the room made on the ground of a guess: a first item that is
// much smaller than the rest must not reserve memory without measure.
const maxGuess = 1024

func decodeItems(dec *decoder, list items) error {
	switch dec.PeekKind() {
	case '[', 0:
	case 'n':
		list.reset(false)
		return dec.SkipValue()
	default:
		return wrongKind(dec, list)
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	list.reset(true)
	for dec.PeekKind() != ']' {
		start := dec.InputOffset()
		if err := decodeField(dec, list.next()); err != nil {
			return err
		}
		if list.length() == 1 {
			size := max(1, dec.InputOffset()-start)
			rest := int64(len(dec.UnreadBuffer())) / size
			list.grow(int(min(rest+rest/16, maxGuess)))
		}
	}
	_, err := dec.ReadToken()
	return err
}

func (w *writer) items(list items) {
	w.buf = append(w.buf, '[')
	for i := range list.length() {
		w.comma()
		w.value(list.at(i))
	}
	w.buf = append(w.buf, ']')
}

// UnmarshalJSONFrom implements UnmarshalerFrom of json/v2.
func (l *List[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error { return l.decode(newDecoder(dec)) }

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (l *List[T]) UnmarshalJSON(b []byte) error { return unmarshal(b, l) }
