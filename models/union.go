package models

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Union carries a value of one of the polymorphic families ([RestoreSession],
// [BrowseSession], [ProtectionPolicy], [ProtectionUnit], [ProtectionRule]) over
// the wire. The concrete type is chosen by @odata.type without regard to case,
// then by the members that are present; a subtype that nobody knows becomes the
// family's Unknown type. The zero value is absent.
type Union[T any] struct {
	Value T
	null  bool
}

// IsZero reports whether there is neither a value nor a null.
func (u Union[T]) IsZero() bool { return any(u.Value) == nil && !u.null }

// ResourceID returns the ID of the value, or "".
func (u Union[T]) ResourceID() string {
	if entity, ok := any(u.Value).(interface{ ResourceID() string }); ok {
		return entity.ResourceID()
	}
	return ""
}

// variant is one concrete type of a family.
type variant[T any] struct {
	name string
	// members are properties that no other type of the family has.
	members []string
	decode  func(*jsontext.Decoder, *scratch) (T, error)
}

// family is the closed set of concrete types behind an interface.
type family[T any] struct {
	base     string
	variants []variant[T]
	fallback variant[T]
}

func variantOf[T, C any](name string, members ...string) variant[T] {
	return variant[T]{name: name, members: members, decode: func(dec *jsontext.Decoder, s *scratch) (T, error) {
		c := room[C](s)
		err := unmarshalItem(dec, c)
		t, _ := any(*c).(T)
		return t, err
	}}
}

// scratch keeps the values that the concrete types of a list are decoded into.
// Going into an interface copies them, so one of each type does for the list.
type scratch []any

// room returns the value of type C. Decoding clears it.
func room[C any](s *scratch) *C {
	for _, value := range *s {
		if c, ok := value.(*C); ok {
			return c
		}
	}
	c := new(C)
	*s = append(*s, c)
	return c
}

// familyOf returns the family of T, or nil when T is not one.
func familyOf[T any]() *family[T] {
	var f *family[T]
	switch p := any(&f).(type) {
	case **family[RestoreSession]:
		*p = &restoreSessions
	case **family[BrowseSession]:
		*p = &browseSessions
	case **family[ProtectionPolicy]:
		*p = &protectionPolicies
	case **family[ProtectionUnit]:
		*p = &protectionUnits
	case **family[ProtectionRule]:
		*p = &protectionRules
	}
	return f
}

// byType returns the variant that a type annotation names. An annotation that is
// missing or names the abstract base leaves the choice to byMembers.
func (f *family[T]) byType(odataType []byte) (v *variant[T], open bool) {
	odataType = odataType[bytes.LastIndexAny(odataType, ".#/")+1:]
	for i := range f.variants {
		// This costs no allocation, unlike the comparison without case.
		if string(odataType) == f.variants[i].name {
			return &f.variants[i], false
		}
	}
	name := string(odataType)
	if name == "" || strings.EqualFold(name, f.base) {
		return nil, true
	}
	for i := range f.variants {
		if strings.EqualFold(name, f.variants[i].name) {
			return &f.variants[i], false
		}
	}
	return &f.fallback, false
}

func (f *family[T]) byMembers(obj jsontext.Value) *variant[T] {
	for key := range members(obj) {
		property, _, _ := strings.Cut(key, "@")
		for i := range f.variants {
			for _, member := range f.variants[i].members {
				if property == member {
					return &f.variants[i]
				}
			}
		}
	}
	return &f.fallback
}

func (f *family[T]) choose(obj jsontext.Value) *variant[T] {
	var odataType []byte
	for key, value := range members(obj) {
		if key == "@odata.type" && value.Kind() == '"' {
			text, _ := unquote(value)
			odataType = bytes.Clone(text)
			break
		}
	}
	if v, open := f.byType(odataType); !open {
		return v
	}
	return f.byMembers(obj)
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (u *Union[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return u.decode(dec, &scratch{})
}

func (u *Union[T]) decode(dec *jsontext.Decoder, s *scratch) (err error) {
	f := familyOf[T]()
	if f == nil {
		return fmt.Errorf("%v is not a polymorphic family", reflect.TypeFor[T]())
	}
	*u = Union[T]{}
	switch dec.PeekKind() {
	case 'n':
		u.null = true
		return dec.SkipValue()
	case '{':
		// When the type comes before anything nested, as the service writes it,
		// the object is decoded in one pass.
		if v, open := f.byType(leadingType(dec.UnreadBuffer())); !open {
			u.Value, err = v.decode(dec, s)
			return err
		}
	}
	obj, err := dec.ReadValue()
	if err != nil {
		return err
	}
	u.Value, err = f.choose(obj).decode(jsontext.NewDecoder(bytes.NewBuffer(obj), dec.Options()), s)
	return err
}

// UnmarshalJSON implements [json.Unmarshaler].
func (u *Union[T]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, u) }

// MarshalJSONTo implements [json.MarshalerTo].
func (u Union[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if any(u.Value) == nil {
		return enc.WriteToken(jsontext.Null)
	}
	return json.MarshalEncode(enc, u.Value)
}

// MarshalJSON implements [json.Marshaler].
func (u Union[T]) MarshalJSON() ([]byte, error) { return json.Marshal(u) }

// leadingType looks for the type annotation among the plain string members that
// an object begins with. It returns nil when it cannot tell without parsing: the
// bytes have not been validated and may break off.
func leadingType(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t\r\n,:")
	if len(b) == 0 || b[0] != '{' {
		return nil
	}
	b = b[1:]
	for {
		name, rest, ok := plainString(b)
		if !ok {
			return nil
		}
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if len(rest) == 0 || rest[0] != ':' {
			return nil
		}
		value, rest, ok := plainString(rest[1:])
		if !ok {
			return nil
		}
		if string(name) == "@odata.type" {
			return value
		}
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if len(rest) == 0 || rest[0] != ',' {
			return nil
		}
		b = rest[1:]
	}
}

// plainString cuts a JSON string without escapes from the front of b.
func plainString(b []byte) (text, rest []byte, ok bool) {
	b = bytes.TrimLeft(b, " \t\r\n")
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, false
	}
	end := bytes.IndexAny(b[1:], `"\`)
	if end < 0 || b[1+end] == '\\' {
		return nil, nil, false
	}
	return b[1 : 1+end], b[end+2:], true
}
