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
//
// The kinds that fill the API's lists (strings, dates, enums) are read here,
// because a nested decode by reflection costs several times as much.
func (n *Nullable[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	switch p := any(&n.value).(type) {
	case *string:
		val, err := dec.ReadValue()
		if err != nil {
			return err
		}
		switch val.Kind() {
		case '"':
			text, err := unquote(val)
			*p, n.state = string(text), isSet
			return err
		case 'n':
			*n = Nullable[T]{state: isNull}
			return nil
		}
		return wrongKind[T](val.Kind())
	case textDecoder:
		val, err := dec.ReadValue()
		if err != nil {
			return err
		}
		switch val.Kind() {
		case '"':
			text, err := unquote(val)
			if err != nil {
				return err
			}
			p.decodeText(text)
			n.state = isSet
			return nil
		case 'n':
			*n = Nullable[T]{state: isNull}
			return nil
		}
		// What is no text is for the type itself to accept or to refuse.
		*n = Nullable[T]{state: isSet}
		return json.Unmarshal(val, &n.value)
	}
	if dec.PeekKind() == 'n' {
		*n = Nullable[T]{state: isNull}
		return dec.SkipValue()
	}
	*n = Nullable[T]{state: isSet}
	return unmarshalItem(dec, &n.value)
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
