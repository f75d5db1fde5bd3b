package models

import (
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// members yields the members of a JSON object in order. It ends early when obj is
// no object or breaks off. The values are only valid during the iteration.
func members(obj jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		if len(obj) == 0 {
			return
		}
		// Whether an object is as it should be is for others to say.
		dec := open(obj, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		defer dec.close()
		if tok, err := dec.ReadToken(); err != nil || tok.Kind() != '{' {
			return
		}
		for dec.PeekKind() == '"' {
			tok, err := dec.ReadToken()
			if err != nil {
				return
			}
			name := tok.String()
			value, err := dec.ReadValue()
			if err != nil || !yield(name, value) {
				return
			}
		}
	}
}

func hasMember(obj jsontext.Value, name string) bool {
	for key := range members(obj) {
		if key == name {
			return true
		}
	}
	return false
}
