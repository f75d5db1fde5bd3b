package models

import (
	"github.com/go-json-experiment/json/jsontext"
)

// Unwrapped decodes an entity that may be wrapped as {"value":{...}}, as the
// answers of deleteAndUnprotect are. Wrapped tells which form arrived; encoding
// gives the same form back.
type Unwrapped[T any] struct {
	Value   T
	Wrapped bool
	// around holds the members beside value.
	around Unknowns
}

func (u *Unwrapped[T]) decode(dec *decoder) error {
	obj, err := dec.ReadValue()
	if err != nil {
		return err
	}
	for name, value := range members(obj) {
		if name == "value" && value.Kind() == '{' {
			u.Wrapped = true
			return decodeField(dec.again(obj), &wrapper{&u.Value, &u.around})
		}
	}
	return decodeField(dec.again(obj), &u.Value)
}

func (u *Unwrapped[T]) encode(w *writer) {
	if u.Wrapped {
		w.object(&wrapper{&u.Value, &u.around})
		return
	}
	w.value(&u.Value)
}

// wrapper is the wrapped form.
type wrapper struct {
	value  any
	around *Unknowns
}

func (o *wrapper) decodeMember(name []byte, dec *decoder) error {
	if string(name) == "value" {
		return decodeField(dec, o.value)
	}
	return o.around.decodeMember(name, dec)
}

func (o *wrapper) encodeMembers(w *writer)  { w.member("value", o.value) }
func (o *wrapper) unknowns() jsontext.Value { return o.around.UnknownMembers }
