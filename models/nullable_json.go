package models

import (
	"bytes"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// textDecoder is a value that any JSON string can be read into. The argument is
// the unescaped text and is only valid during the call.
type textDecoder interface{ decodeText(text []byte) }

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (n *Nullable[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Nullable[T]{}
	null, err := decodeValue(dec, &n.value)
	n.state = isSet
	if null {
		n.state = isNull
	}
	return err
}

// UnmarshalJSON implements [json.Unmarshaler].
func (n *Nullable[T]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, n) }

// MarshalJSONTo implements [json.MarshalerTo]. An absent value has no JSON of its
// own; outside a struct it is written as null.
func (n Nullable[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if n.state != isSet {
		return enc.WriteToken(jsontext.Null)
	}
	return json.MarshalEncode(enc, &n.value)
}

// MarshalJSON implements [json.Marshaler].
func (n Nullable[T]) MarshalJSON() ([]byte, error) { return json.Marshal(n) }

// unquote returns the text of a JSON string, which may share val's memory.
func unquote(val jsontext.Value) ([]byte, error) {
	if bytes.IndexByte(val, '\\') < 0 {
		return val[1 : len(val)-1], nil
	}
	return jsontext.AppendUnquote(nil, val)
}
