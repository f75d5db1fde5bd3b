package models

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

func (d *DateTime) decode(dec *decoder) error {
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

func (d *DateTime) encode(w *writer) {
	switch {
	case d.text != "":
		w.buf = append(w.buf, d.text...)
	case d.nanos == 0:
		w.null()
	default:
		w.buf = append(w.buf, '"')
		w.buf = d.Time().AppendFormat(w.buf, time.RFC3339Nano)
		w.buf = append(w.buf, '"')
	}
}

// UnmarshalJSONFrom implements UnmarshalerFrom of json/v2.
func (d *DateTime) UnmarshalJSONFrom(dec *jsontext.Decoder) error { return d.decode(newDecoder(dec)) }

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (d *DateTime) UnmarshalJSON(b []byte) error { return unmarshal(b, d) }

// MarshalJSONTo implements MarshalerTo of json/v2.
func (d DateTime) MarshalJSONTo(enc *jsontext.Encoder) error { return marshalTo(enc, &d) }

// MarshalJSON implements [encoding/json.Marshaler].
func (d DateTime) MarshalJSON() ([]byte, error) { return marshal(&d) }
