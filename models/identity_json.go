package models

import "github.com/go-json-experiment/json/jsontext"

// decode keeps anything but an object as it is: some answers hold an empty text
// here.
func (s *IdentitySet) decode(dec *decoder) error {
	if dec.PeekKind() == '{' {
		return decodeMembers(dec, s)
	}
	odd, err := dec.ReadValue()
	s.odd = dec.keep(odd)
	return err
}

func (s *IdentitySet) encode(w *writer) {
	if s.odd != nil {
		w.raw(s.odd)
		return
	}
	w.object(s)
}

// UnmarshalJSONFrom implements UnmarshalerFrom of json/v2.
func (s *IdentitySet) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*s = IdentitySet{}
	return s.decode(newDecoder(dec))
}

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (s *IdentitySet) UnmarshalJSON(b []byte) error {
	*s = IdentitySet{}
	return unmarshal(b, s)
}

// MarshalJSONTo implements MarshalerTo of json/v2.
func (s IdentitySet) MarshalJSONTo(enc *jsontext.Encoder) error { return marshalTo(enc, &s) }

// MarshalJSON implements [encoding/json.Marshaler].
func (s IdentitySet) MarshalJSON() ([]byte, error) { return marshal(&s) }
