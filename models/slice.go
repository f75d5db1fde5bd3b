package models

import (
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// Slices are the one place where reflection does the work: code for a slice of every
// type that has one would be a third of the package.

// maxGuess bounds the room made on the ground of a guess: a first item that is
// much smaller than the rest must not reserve memory without measure.
const maxGuess = 1024

// decodeSlice reads an array into a pointer to a slice, which is nil before and stays
// so for null. A long array goes into one allocation: entities are large values, and
// growing a slice of them step by step would cost as much as decoding them.
func decodeSlice(dec *decoder, slice any) error {
	if some, err := begin(dec, '[', slice); !some {
		return err
	}
	if texts, ok := slice.(*[]string); ok {
		return decodeTexts(dec, texts)
	}
	items := reflect.ValueOf(slice).Elem()
	items.Set(reflect.MakeSlice(items.Type(), 0, 1))
	for n := 0; dec.PeekKind() != ']'; n++ {
		start := dec.InputOffset()
		if n == items.Cap() {
			items.Grow(1)
		}
		// What is behind the end of a slice that only grew is zero.
		items.SetLen(n + 1)
		if err := decodeField(dec, items.Index(n).Addr().Interface()); err != nil {
			return err
		}
		if n == 0 {
			items.Grow(guess(dec.Decoder, start))
		}
	}
	_, err := dec.ReadToken()
	return err
}

func decodeTexts(dec *decoder, texts *[]string) error {
	*texts = []string{}
	for dec.PeekKind() != ']' {
		text, _, err := decodeText(dec, texts)
		if err != nil {
			return err
		}
		*texts = append(*texts, dec.text(text))
	}
	_, err := dec.ReadToken()
	return err
}

// guess tells how many more items an array has whose first one began at start.
func guess(dec *jsontext.Decoder, start int64) int {
	size := max(1, dec.InputOffset()-start)
	rest := int64(len(dec.UnreadBuffer())) / size
	return int(min(rest+rest/16, maxGuess))
}

// slice writes what a pointer to a slice points to; nil becomes [].
func (w *writer) slice(slice any) {
	w.buf = append(w.buf, '[')
	if texts, ok := slice.(*[]string); ok {
		for _, text := range *texts {
			w.comma()
			w.quote(text)
		}
	} else {
		items := reflect.ValueOf(slice).Elem()
		for i := range items.Len() {
			w.comma()
			w.value(items.Index(i).Addr().Interface())
		}
	}
	w.buf = append(w.buf, ']')
}
