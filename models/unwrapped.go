package models

import (
	"bytes"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Unwrapped decodes an entity that may be wrapped as {"value":{...}}, as the
// answers of deleteAndUnprotect are. Wrapped tells which form arrived; encoding
// gives the same form back.
type Unwrapped[T any] struct {
	Value   T
	Wrapped bool
	// around holds the members beside value.
	around Unknowns
}

// wrapper is the wrapped form.
type wrapper[T any] struct {
	Value T `json:"value"`
	Unknowns
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (u *Unwrapped[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	obj, err := dec.ReadValue()
	if err != nil {
		return err
	}
	*u = Unwrapped[T]{}
	for name, value := range members(obj) {
		if name == "value" && value.Kind() == '{' {
			var w wrapper[T]
			err := json.UnmarshalDecode(jsontext.NewDecoder(bytes.NewBuffer(obj), dec.Options()), &w)
			*u = Unwrapped[T]{Value: w.Value, Wrapped: true, around: w.Unknowns}
			return err
		}
	}
	return json.UnmarshalDecode(jsontext.NewDecoder(bytes.NewBuffer(obj), dec.Options()), &u.Value)
}

// UnmarshalJSON implements [json.Unmarshaler].
func (u *Unwrapped[T]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, u) }

// MarshalJSONTo implements [json.MarshalerTo].
func (u Unwrapped[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if u.Wrapped {
		return json.MarshalEncode(enc, &wrapper[T]{u.Value, u.around})
	}
	return json.MarshalEncode(enc, &u.Value)
}

// MarshalJSON implements [json.Marshaler].
func (u Unwrapped[T]) MarshalJSON() ([]byte, error) { return json.Marshal(&u) }
