package models

// Collection is one page of a list, as the service answers a GET of a collection.
// Value is nil when the answer has no such member, and is then no page.
type Collection[T any] struct {
	Value    []T
	NextLink string
	Count    Nullable[int64]
	Unknowns
}

// DecodeCollection reads a page of entities, or of a [Union] of them, such as the
// body of an answer to a call that the SDK has no method for.
func DecodeCollection[T any](b []byte) (Collection[T], error) {
	var c Collection[T]
	err := unmarshal(b, &collection{&c.Value, &c.NextLink, &c.Count, &c.Unknowns})
	return c, err
}

// collection points to the members of a page.
type collection struct {
	value    any
	nextLink *string
	count    *Nullable[int64]
	rest     *Unknowns
}

func (c *collection) decodeMember(name []byte, dec *decoder) error {
	switch string(name) {
	case "value":
		return decodeSlice(dec, c.value)
	case "@odata.nextLink":
		return decodeField(dec, c.nextLink)
	case "@odata.count":
		return c.count.decode(dec)
	}
	return c.rest.decodeMember(name, dec)
}
