package models

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// List is a slice that decodes a long JSON array into one allocation. Entities are
// large values, and growing a slice of them step by step would cost as much as
// decoding them. It encodes as any slice does.
type List[T any] []T

// maxGuess bounds the room made on the ground of a guess: a first item that is
// much smaller than the rest must not reserve memory without measure.
const maxGuess = 1024

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (l *List[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '[' {
		return json.UnmarshalDecode(dec, (*[]T)(l))
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	items := (*l)[:0]
	if items == nil {
		items = []T{}
	}
	var s scratch
	for dec.PeekKind() != ']' {
		start := dec.InputOffset()
		var zero T
		items = append(items, zero)
		if err := decodeItem(dec, &items[len(items)-1], &s); err != nil {
			*l = items
			return err
		}
		if len(items) == 1 {
			size := max(1, dec.InputOffset()-start)
			rest := int64(len(dec.UnreadBuffer())) / size
			items = slices.Grow(items, int(min(rest+rest/16, maxGuess)))
		}
	}
	*l = items
	_, err := dec.ReadToken()
	return err
}

func decodeItem(dec *jsontext.Decoder, item any, s *scratch) error {
	if u, ok := item.(interface {
		decode(*jsontext.Decoder, *scratch) error
	}); ok {
		return u.decode(dec, s)
	}
	return unmarshalItem(dec, item)
}

// unmarshalItem saves the search for the item's methods.
func unmarshalItem(dec *jsontext.Decoder, item any) error {
	if u, ok := item.(json.UnmarshalerFrom); ok {
		return u.UnmarshalJSONFrom(dec)
	}
	return json.UnmarshalDecode(dec, item)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (l *List[T]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, l) }
