package models

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// The JSON methods of all types end in the four functions below. Those in turn
// work on pointers to what decode.go and encode.go know: objects, whose methods are
// generated from the struct tags, and the kinds of values that fields have. A
// program that imports this package does not carry a second library that finds
// fields by reflection.

// unmarshal reads a whole document.
func unmarshal(b []byte, value any) error {
	r := open(b)
	defer r.close()
	if err := decodeField(&r.decoder, value); err != nil {
		return err
	}
	switch _, err := r.ReadToken(); {
	case err == nil:
		return errors.New("models: a second JSON value follows the first")
	case !errors.Is(err, io.EOF):
		return err
	}
	return nil
}

// marshal writes a document.
func marshal(value any) ([]byte, error) {
	w := writers.Get().(*writer)
	w.value(value)
	out, err := bytes.Clone(w.buf), w.err
	if w.buf, w.err = w.buf[:0], nil; cap(w.buf) <= maxKeptBuffer {
		writers.Put(w)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// maxKeptBuffer lets a bulk request of the usual size be written without growing
// a buffer, and nothing much larger be held for ever.
const maxKeptBuffer = 1 << 20

var writers = sync.Pool{New: func() any { return new(writer) }}

// marshalTo writes a document into a stream.
func marshalTo(enc *jsontext.Encoder, value any) error {
	b, err := marshal(value)
	if err != nil {
		return err
	}
	return enc.WriteValue(b)
}
