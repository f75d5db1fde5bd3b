package models

import "github.com/go-json-experiment/json/jsontext"

// Collection is one page of a list, as the service answers a GET of a collection.
// Value is nil when the answer has no such member, and is then no page.
type Collection[T any] struct {
	Value    List[T]
	NextLink string
	Count    Nullable[int64]
	Unknowns
}

func (c *Collection[T]) decodeMember(name []byte, dec *decoder) error {
	switch string(name) {
	case "value":
		return c.Value.decode(dec)
	case "@odata.nextLink":
		return decodeField(dec, &c.NextLink)
	case "@odata.count":
		return c.Count.decode(dec)
	}
	return c.Unknowns.decodeMember(name, dec)
}

func (c *Collection[T]) encodeMembers(w *writer) {
	w.unlessZero("@odata.count", &c.Count)
	w.text("@odata.nextLink", c.NextLink)
	w.unlessZero("value", &c.Value)
}

// UnmarshalJSONFrom implements UnmarshalerFrom of json/v2.
func (c *Collection[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*c = Collection[T]{}
	return decodeMembers(newDecoder(dec), c)
}

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (c *Collection[T]) UnmarshalJSON(b []byte) error {
	*c = Collection[T]{}
	return unmarshal(b, c)
}

// MarshalJSONTo implements MarshalerTo of json/v2.
func (c Collection[T]) MarshalJSONTo(enc *jsontext.Encoder) error { return marshalTo(enc, &c) }

// MarshalJSON implements [encoding/json.Marshaler].
func (c Collection[T]) MarshalJSON() ([]byte, error) { return marshal(&c) }
