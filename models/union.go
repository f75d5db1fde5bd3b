package models

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"reflect"
	"strings"

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

// family is the closed set of concrete types behind an interface.
type family struct {
	base     string
	variants []variant
	fallback variant
}

// variant is one concrete type of a family.
type variant struct {
	name string
	// members are properties that no other type of the family has.
	members []string
	// make returns a pointer to an empty value, and take what it points to,
	// leaving it empty again.
	make func() object
	take func(object) any
}

func variantOf[C any, P interface {
	*C
	object
}](name string, members ...string) variant {
	return variant{
		name: name, members: members,
		make: func() object { return P(new(C)) },
		take: func(x object) any {
			p, _ := x.(P)
			value := *p
			var empty C
			*p = empty
			return value
		},
	}
}

func (v *variant) decode(dec *decoder) (any, error) {
	x := dec.enter(v)
	// After an error what x holds is not known, and it is not used again.
	if err := decodeMembers(dec, x); err != nil {
		return v.take(x), err
	}
	value := v.take(x)
	dec.leave(v, x)
	return value, nil
}

// familyOf returns the family of the interface that p points to, or nil when it is
// none.
func familyOf(p any) *family {
	switch p.(type) {
	case *RestoreSession:
		return &restoreSessions
	case *BrowseSession:
		return &browseSessions
	case *ProtectionPolicy:
		return &protectionPolicies
	case *ProtectionUnit:
		return &protectionUnits
	case *ProtectionRule:
		return &protectionRules
	}
	return nil
}

// byType returns the variant that a type annotation names. An annotation that is
// missing or names the abstract base leaves the choice to byMembers.
func (f *family) byType(odataType []byte) (v *variant, open bool) {
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

func (f *family) byMembers(obj jsontext.Value) *variant {
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

func (f *family) choose(obj jsontext.Value) *variant {
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

func (u *Union[T]) decode(dec *decoder) error {
	f := familyOf(&u.Value)
	if f == nil {
		return fmt.Errorf("models: %v is not a polymorphic family", reflect.TypeFor[T]())
	}
	value, null, err := f.decode(dec)
	*u = Union[T]{null: null}
	u.Value, _ = value.(T)
	return err
}

func (f *family) decode(dec *decoder) (value any, null bool, err error) {
	switch dec.PeekKind() {
	case 'n':
		return nil, true, dec.SkipValue()
	case '{':
		// When the type comes before anything nested, as the service writes it,
		// the object is decoded in one pass.
		if v, open := f.byType(leadingType(dec.UnreadBuffer())); !open {
			value, err = v.decode(dec)
			return value, false, err
		}
	}
	obj, err := dec.ReadValue()
	if err != nil {
		return nil, false, err
	}
	value, err = f.choose(obj).decode(dec.again(obj))
	return value, false, err
}

func (u *Union[T]) encode(w *writer) {
	value, ok := any(u.Value).(stdjson.Marshaler)
	if p := reflect.ValueOf(u.Value); !ok || p.Kind() == reflect.Pointer && p.IsNil() {
		w.null()
		return
	}
	b, err := value.MarshalJSON()
	if err != nil {
		w.fail(err)
	}
	w.raw(b)
}

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
