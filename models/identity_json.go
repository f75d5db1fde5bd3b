package models

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// UnmarshalJSONFrom implements [json.UnmarshalerFrom]. Anything but an object is
// kept as it is: some answers hold an empty text here.
func (s *IdentitySet) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == '{' {
		return decodeObject(dec, s)
	}
	odd, err := dec.ReadValue()
	if err != nil {
		return err
	}
	*s = IdentitySet{odd: odd.Clone()}
	return nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (s *IdentitySet) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, s) }

// MarshalJSONTo implements [json.MarshalerTo].
func (s IdentitySet) MarshalJSONTo(enc *jsontext.Encoder) error {
	type identitySet IdentitySet
	if s.odd != nil {
		return enc.WriteValue(s.odd)
	}
	return json.MarshalEncode(enc, (*identitySet)(&s))
}

// MarshalJSON implements [json.Marshaler].
func (s IdentitySet) MarshalJSON() ([]byte, error) { return json.Marshal(&s) }
