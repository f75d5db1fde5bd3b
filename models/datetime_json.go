package models

import "time"

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
