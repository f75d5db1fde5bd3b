package models

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"reflect"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// An object is a pointer to a struct that is a JSON object. Its methods are a
// switch over the member names and a list of them: a library that has to find the
// fields by reflection takes twice the time for a long list.
type object interface {
	memberDecoder
	encodeMembers(w *writer)
}

type memberDecoder interface {
	decodeMember(name []byte, dec *decoder) error
}

// A codec is a pointer to a value that reads and writes its own JSON. It is read
// into when it is zero, as all values of a document are: the exported methods see
// to it, so that two documents never mix.
type codec interface {
	decode(dec *decoder) error
	encode(w *writer)
}

// A textual is a pointer to a value that is a JSON string, and that any text can be
// read into. The bytes are the unescaped text and only valid during the call.
type textual interface {
	decodeText(text []byte)
	text() string
}

// decodeField reads into a pointer to any field.
func decodeField(dec *decoder, field any) error {
	if c, ok := field.(codec); ok {
		return c.decode(dec)
	}
	_, err := decodeValue(dec, field)
	return err
}

// decodeValue reads into a pointer to any value that is zero before, and stays so
// for null.
func decodeValue(dec *decoder, value any) (null bool, err error) {
	switch p := value.(type) {
	case *string:
		text, null, err := decodeText(dec, value)
		*p = dec.text(text)
		return null, err
	case textual:
		return decodeTextual(dec, p)
	}
	if dec.PeekKind() == 'n' {
		return true, dec.SkipValue()
	}
	switch p := value.(type) {
	case codec: // before memberDecoder, for some are both
		return false, p.decode(dec)
	case memberDecoder:
		return false, decodeMembers(dec, p)
	case *bool:
		return false, decodeBool(dec, p)
	case *int32:
		n, err := decodeInt(dec, value, 32)
		*p = int32(n)
		return false, err
	case *int64:
		*p, err = decodeInt(dec, value, 64)
		return false, err
	}
	return false, decodeForeign(dec, value)
}

func decodeString(dec *decoder, value *string) error {
	text, _, err := decodeText(dec, value)
	*value = dec.text(text)
	return err
}

func decodeTextual(dec *decoder, value textual) (null bool, err error) {
	text, null, err := decodeText(dec, value)
	if err == nil && !null {
		value.decodeText(text)
	}
	return null, err
}

func decodeEnum(dec *decoder, value textual) error {
	_, err := decodeTextual(dec, value)
	return err
}

// decodeMembers reads an object into what is empty before. It takes an interface,
// as does all that follows: a copy of it for each type would be most of the code.
func decodeMembers(dec *decoder, x memberDecoder) error {
	if some, err := begin(dec, '{', x); !some {
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

// begin reads the brace of an object or the bracket of an array, or a null in its
// place, which is nothing to go on with.
func begin(dec *decoder, kind jsontext.Kind, value any) (some bool, err error) {
	switch dec.PeekKind() {
	case kind, 0: // 0 is broken JSON, for ReadToken to report
		_, err = dec.ReadToken()
		return err == nil, err
	case 'n':
		return false, dec.SkipValue()
	}
	return false, wrongKind(dec, value)
}

// decodePointer reads into a pointer that is nil before, and stays so for null.
func decodePointer[T any, P interface {
	*T
	object
}](dec *decoder, p *P) error {
	if dec.PeekKind() == 'n' {
		return dec.SkipValue()
	}
	*p = P(new(T))
	return decodeMembers(dec, *p)
}

// decodeText reads a string or null. The text is only valid until the decoder is
// used again.
func decodeText(dec *decoder, value any) (text []byte, null bool, err error) {
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
	return nil, false, kindError(dec, val.Kind(), value)
}

func decodeBool(dec *decoder, value *bool) error {
	if kind := dec.PeekKind(); kind != 't' && kind != 'f' {
		return wrongKind(dec, value)
	}
	token, err := dec.ReadToken()
	*value = err == nil && token.Kind() == 't'
	return err
}

func decodeInt(dec *decoder, value any, bits int) (int64, error) {
	if dec.PeekKind() != '0' {
		return 0, wrongKind(dec, value)
	}
	number, err := dec.ReadValue()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(string(number), 10, bits)
	if err != nil {
		return 0, fmt.Errorf("models: the number at %q: %w", dec.StackPointer(), err)
	}
	return n, nil
}

// decodeForeign reads into a type of somebody else, in a Nullable of their own for
// example.
func decodeForeign(dec *decoder, value any) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	return stdjson.Unmarshal(raw, value)
}

// wrongKind is the error for the next JSON value, which is of a kind that value
// cannot point to, or is no JSON.
func wrongKind(dec *decoder, value any) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	return kindError(dec, token.Kind(), value)
}

func kindError(dec *decoder, kind jsontext.Kind, value any) error {
	name := kind.String()
	switch kind {
	case '{':
		name = "object"
	case '[':
		name = "array"
	}
	return fmt.Errorf("models: a JSON %s at %q cannot be read as %s", name, dec.StackPointer(), reflect.TypeOf(value).Elem())
}

// unquote returns the text of a JSON string, which may share val's memory.
func unquote(val jsontext.Value) ([]byte, error) {
	if bytes.IndexByte(val, '\\') < 0 {
		return val[1 : len(val)-1], nil
	}
	return jsontext.AppendUnquote(nil, val)
}

// decodeMember keeps the member in the bag.
func (u *Unknowns) decodeMember(name []byte, dec *decoder) error {
	// The name is gone once the value is read.
	var room [64]byte
	quoted, err := jsontext.AppendQuote(room[:0], name)
	if err != nil {
		return err
	}
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	u.UnknownMembers = dec.bag(u.UnknownMembers, quoted, value)
	return nil
}
