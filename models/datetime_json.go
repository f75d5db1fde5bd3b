package models

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (d *DateTime) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
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
		d.decodeText(text)
	case 'n':
		*d = DateTime{}
	default:
		*d = DateTime{text: string(val)}
	}
	return nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (d *DateTime) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, d) }

// MarshalJSONTo implements [json.MarshalerTo].
func (d DateTime) MarshalJSONTo(enc *jsontext.Encoder) error {
	switch {
	case d.text != "":
		return enc.WriteValue(jsontext.Value(d.text))
	case d.nanos == 0:
		return enc.WriteToken(jsontext.Null)
	}
	buf := append(slices.Grow(enc.AvailableBuffer(), len(time.RFC3339Nano)+2), '"')
	buf = d.Time().AppendFormat(buf, time.RFC3339Nano)
	return enc.WriteValue(append(buf, '"'))
}

// MarshalJSON implements [json.Marshaler].
func (d DateTime) MarshalJSON() ([]byte, error) { return json.Marshal(d) }
