package models

import (
	"github.com/go-json-experiment/json/jsontext"
)

// PublicError is an error that a resource carries. The service sometimes sends an
// array of errors or a text in place of the object: then the fields hold the first
// error or the text, All holds every error, and it goes back as it came.
type PublicError struct {
	Code       Nullable[string]           `json:"code,omitzero"`
	Details    []PublicErrorDetail        `json:"details,omitzero"`
	InnerError Nullable[PublicInnerError] `json:"innerError,omitzero"`
	Message    Nullable[string]           `json:"message,omitzero"`
	Target     Nullable[string]           `json:"target,omitzero"`
	Unknowns
	odd jsontext.Value
}

// PublicErrorDetail is one part of a PublicError, such as an entry of a bulk
// request that was not found.
type PublicErrorDetail struct {
	Code    Nullable[string] `json:"code,omitzero"`
	Message Nullable[string] `json:"message,omitzero"`
	Target  Nullable[string] `json:"target,omitzero"`
	Unknowns
}

// PublicInnerError says more about a PublicError. The type is open.
type PublicInnerError struct {
	Code    Nullable[string]    `json:"code,omitzero"`
	Details []PublicErrorDetail `json:"details,omitzero"`
	Message Nullable[string]    `json:"message,omitzero"`
	Target  Nullable[string]    `json:"target,omitzero"`
	Unknowns
}

// IsEmpty reports whether the error says nothing. The service sends such objects
// in place of null.
func (e PublicError) IsEmpty() bool {
	return e.Code.Or("") == "" && e.Message.Or("") == "" && e.Target.Or("") == "" &&
		len(e.Details) == 0 && !isSomething(e.InnerError) && len(e.UnknownMembers) == 0
}

func isSomething[T any](n Nullable[T]) bool {
	_, ok := n.Get()
	return ok
}

// All returns every error: the one, or those of the array that came instead.
func (e PublicError) All() []PublicError {
	if e.odd.Kind() != '[' {
		if e.IsEmpty() {
			return nil
		}
		return []PublicError{e}
	}
	return decodeErrors(e.odd)
}

func decodeErrors(array jsontext.Value) []PublicError {
	var list []PublicError
	dec := open(array)
	defer dec.close()
	if _, err := dec.ReadToken(); err != nil {
		return nil
	}
	for dec.PeekKind() != ']' {
		value, err := dec.ReadValue()
		if err != nil {
			return list
		}
		if value.Kind() != '{' {
			continue
		}
		var e PublicError
		if err := unmarshal(value, &e); err == nil {
			list = append(list, e)
		}
	}
	return list
}

func (e *PublicError) decode(dec *decoder) error {
	if dec.PeekKind() == '{' {
		return decodeMembers(dec, e)
	}
	odd, err := dec.ReadValue()
	if err != nil {
		return err
	}
	odd = dec.keep(odd)
	switch odd.Kind() {
	case '[':
		if list := decodeErrors(odd); len(list) > 0 {
			*e = list[0]
		}
	case '"':
		text, err := unquote(odd)
		if err != nil {
			return err
		}
		if len(text) > 0 {
			e.Message = Value(string(text))
		}
	}
	e.odd = odd
	return nil
}

func (e *PublicError) encode(w *writer) {
	if e.odd != nil {
		w.raw(e.odd)
		return
	}
	w.object(e)
}
