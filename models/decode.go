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
	return decodeMembers(dec, x)
}

// decodeMembers is decodeObject for what is empty already. It takes an interface,
// as does all that follows: a copy of it for each type would be most of the code.
func decodeMembers(dec *jsontext.Decoder, x memberDecoder) error {
	switch kind := dec.PeekKind(); kind {
	case '{', 0: // 0 is broken JSON, for ReadToken to report
	case 'n':
		return dec.SkipValue()
	default:
		return wrongKind(kind, x)
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

// decodeField reads into a pointer to any field.
func decodeField(dec *jsontext.Decoder, field any) error {
	if u, ok := field.(json.UnmarshalerFrom); ok {
		return u.UnmarshalJSONFrom(dec)
	}
	_, err := decodeValue(dec, field)
	return err
}

// decodeValue reads into a pointer to any value that is zero before, and stays so
// for null. The kinds that fill the API's lists (strings, dates, enums) are read
// here, because a nested decode by reflection costs several times as much.
func decodeValue(dec *jsontext.Decoder, value any) (null bool, err error) {
	switch p := value.(type) {
	case *string:
		text, null, err := decodeText(dec, value)
		*p = string(text)
		return null, err
	case textDecoder:
		if kind := dec.PeekKind(); kind != '"' && kind != 'n' {
			// What is no text is for the type itself to accept or to refuse.
			return false, unmarshalItem(dec, value)
		}
		text, null, err := decodeText(dec, value)
		if err == nil && !null {
			p.decodeText(text)
		}
		return null, err
	}
	if dec.PeekKind() == 'n' {
		return true, dec.SkipValue()
	}
	return false, unmarshalItem(dec, value)
}

// decodeText reads a string or null. The text is only valid until the decoder is
// used again.
func decodeText(dec *jsontext.Decoder, value any) (text []byte, null bool, err error) {
	val, err := dec.ReadValue()
	if err != nil {
		return nil, false, err
	}
	switch val.Kind() {
	case '"':
		text, err = unquote(val)
		return text, false, err
	case 'n':
		return nil, true, nil
	}
	return nil, false, wrongKind(val.Kind(), value)
}

// wrongKind is the error for JSON of a kind that p cannot point to.
func wrongKind(kind jsontext.Kind, p any) error {
	return &json.SemanticError{JSONKind: kind, GoType: reflect.TypeOf(p).Elem()}
}

// decodeMember keeps the member in the bag.
func (u *Unknowns) decodeMember(name []byte, dec *jsontext.Decoder) error {
	bag := u.UnknownMembers
	if len(bag) == 0 {
		// Room for one member of the usual size, a date for example.
		bag = append(make([]byte, 0, len(name)+48), '{')
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
