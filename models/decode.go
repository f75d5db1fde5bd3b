package models

import (
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// memberDecoder reads the value of one member of an object. The generated methods
// are a switch over the names: a library that has to find the field and its
// methods by reflection takes twice the time for a long list.
type memberDecoder interface {
	decodeMember(name []byte, dec *jsontext.Decoder) error
}

// decodeObject makes x what the document says and nothing else: what x held before
// is gone, so that unknown members of two documents never mix.
func decodeObject[T any, P interface {
	*T
	memberDecoder
}](dec *jsontext.Decoder, x P) error {
	var zero T
	*x = zero
	switch kind := dec.PeekKind(); kind {
	case '{', 0: // 0 is broken JSON, for ReadToken to report
	case 'n':
		return dec.SkipValue()
	default:
		return wrongKind[T](kind)
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != '}' {
		quoted, err := dec.ReadValue()
		if err != nil {
			return err
		}
		name, err := unquote(quoted)
		if err != nil {
			return err
		}
		if err := x.decodeMember(name, dec); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// decodeField reads any field. The kinds that need no more than their text are
// read here; the rest reads itself or is left to the library.
func decodeField[T any](dec *jsontext.Decoder, field *T) error {
	switch p := any(field).(type) {
	case json.UnmarshalerFrom:
		return p.UnmarshalJSONFrom(dec)
	case *string:
		val, err := dec.ReadValue()
		if err != nil {
			return err
		}
		switch val.Kind() {
		case '"':
			text, err := unquote(val)
			*p = string(text)
			return err
		case 'n':
			*p = ""
			return nil
		}
		return wrongKind[T](val.Kind())
	case textDecoder:
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
			p.decodeText(text)
		case 'n':
			p.decodeText(nil)
		default:
			return wrongKind[T](val.Kind())
		}
		return nil
	}
	return json.UnmarshalDecode(dec, field)
}

func wrongKind[T any](kind jsontext.Kind) error {
	return &json.SemanticError{JSONKind: kind, GoType: reflect.TypeFor[T]()}
}

// decodeMember keeps the member in the bag.
func (u *Unknowns) decodeMember(name []byte, dec *jsontext.Decoder) error {
	bag := u.UnknownMembers
	if len(bag) == 0 {
		bag = append(bag, '{')
	} else {
		bag[len(bag)-1] = ','
	}
	bag, err := jsontext.AppendQuote(bag, name)
	if err != nil {
		return err
	}
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	bag = append(bag, ':')
	bag = append(bag, value...)
	bag = append(bag, '}')
	u.UnknownMembers = bag
	return nil
}
