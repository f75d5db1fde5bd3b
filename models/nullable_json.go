package models

import "github.com/go-json-experiment/json/jsontext"

func (n *Nullable[T]) decode(dec *decoder) error {
	null, err := decodeValue(dec, &n.value)
	n.state = isSet
	if null {
		n.state = isNull
	}
	return err
}

// encode writes an absent value as null, for it has no JSON of its own.
func (n *Nullable[T]) encode(w *writer) {
	if n.state != isSet {
		w.null()
		return
	}
	w.value(&n.value)
}

// UnmarshalJSONFrom implements UnmarshalerFrom of json/v2.
func (n *Nullable[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Nullable[T]{}
	return n.decode(newDecoder(dec))
}

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (n *Nullable[T]) UnmarshalJSON(b []byte) error {
	*n = Nullable[T]{}
	return unmarshal(b, n)
}

// MarshalJSONTo implements MarshalerTo of json/v2. An absent value has no JSON of its
// own; outside a struct it is written as null.
func (n Nullable[T]) MarshalJSONTo(enc *jsontext.Encoder) error { return marshalTo(enc, &n) }

// MarshalJSON implements [encoding/json.Marshaler].
func (n Nullable[T]) MarshalJSON() ([]byte, error) { return marshal(&n) }
