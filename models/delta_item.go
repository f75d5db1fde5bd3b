package models

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// DeltaItem is the outcome of one item of a Delta. Value is what the service says
// about the item now; it is nearly empty when the item failed or was removed.
type DeltaItem[T any] struct {
	ContentID string
	ID        string
	// Removed is set when the answer marks the item as taken out.
	Removed *DeltaRemoved
	// Failure is set when the item was refused, although the request succeeded.
	Failure *DataModificationException
	Value   T
	// failureName is how the service wrote the name of the annotation, where it
	// wrote it in another way than is documented.
	failureName string
}

// DeltaRemoved marks an item that left a collection.
type DeltaRemoved struct {
	Reason string `json:"reason,omitzero"`
	Unknowns
}

// DataModificationException says why one item of a Delta was refused.
type DataModificationException struct {
	Info            DataModificationInfo
	FailedOperation string
	ResponseCode    int
	// raw is the whole annotation, so that it goes back as it came and so that a
	// failure in an unexpected form is still a failure.
	raw jsontext.Value
}

// DataModificationInfo is the code and the message of a refused item.
type DataModificationInfo struct {
	Code    string `json:"code,omitzero"`
	Message string `json:"message,omitzero"`
	Unknowns
}

// DeltaOutcome is the part of a DeltaItem that does not depend on the kind of item.
type DeltaOutcome struct {
	// Property is the collection that the item belongs to.
	Property  string
	ContentID string
	ID        string
	Removed   bool
	Failure   *DataModificationException
}

func outcomes[T any](property string, items []DeltaItem[T]) []DeltaOutcome {
	list := make([]DeltaOutcome, len(items))
	for i, item := range items {
		list[i] = DeltaOutcome{
			Property:  property,
			ContentID: item.ContentID,
			ID:        item.ID,
			Removed:   item.Removed != nil,
			Failure:   item.Failure,
		}
	}
	return list
}

const (
	contentIDAnnotation = "@contentId"
	removedAnnotation   = "@removed"
	failureAnnotation   = "@Core.DataModificationException"
)

func (d *DeltaItem[T]) decode(dec *decoder) error {
	if dec.PeekKind() != '{' {
		return decodeField(dec, &d.Value)
	}
	err := decodeMembers(dec, (*deltaMembers[T])(d))
	if value, ok := any(&d.Value).(deltaValue); ok {
		d.ID = value.entity().ID
	}
	return err
}

func (d *DeltaItem[T]) encode(w *writer) { w.object((*deltaMembers[T])(d)) }

// deltaMembers tells the annotations of an item from what is said of its value, in
// one object.
type deltaMembers[T any] DeltaItem[T]

func (d *deltaMembers[T]) decodeMember(name []byte, dec *decoder) error {
	return d.outcome().decodeMember(name, dec, &d.Value)
}

func (d *deltaMembers[T]) encodeMembers(w *writer) { d.outcome().encodeMembers(w, d.ID, &d.Value) }

func (d *deltaMembers[T]) unknowns() jsontext.Value {
	if value, ok := any(&d.Value).(deltaValue); ok {
		return value.unknowns()
	}
	return nil
}

func (d *deltaMembers[T]) outcome() deltaOutcome {
	return deltaOutcome{&d.ContentID, &d.Removed, &d.Failure, &d.failureName}
}

// deltaValue is the value of an item.
type deltaValue interface {
	object
	entity() *Entity
	unknowns() jsontext.Value
}

// deltaOutcome points to the annotations of an item.
type deltaOutcome struct {
	contentID   *string
	removed     **DeltaRemoved
	failure     **DataModificationException
	failureName *string
}

func (o deltaOutcome) decodeMember(name []byte, dec *decoder, item any) error {
	if len(name) > 0 && name[0] == '@' {
		switch kind := dec.PeekKind(); {
		case string(name) == contentIDAnnotation && kind == '"':
			return decodeField(dec, o.contentID)
		case string(name) == removedAnnotation && kind == '{':
			*o.removed = &DeltaRemoved{}
			return decodeMembers(dec, *o.removed)
		// A refusal that went unseen would be the worst outcome, so the name is
		// compared without case.
		case *o.failure == nil && kind != 'n' && strings.EqualFold(string(name), failureAnnotation):
			*o.failure = &DataModificationException{}
			if string(name) != failureAnnotation {
				*o.failureName = string(name)
			}
			return (*o.failure).decode(dec)
		}
	}
	value, ok := item.(deltaValue)
	if !ok {
		return notAnEntity(item)
	}
	return value.decodeMember(name, dec)
}

func (o deltaOutcome) encodeMembers(w *writer, id string, item any) {
	value, ok := item.(deltaValue)
	if !ok {
		w.fail(notAnEntity(item))
		return
	}
	w.text(contentIDAnnotation, *o.contentID)
	if *o.removed != nil {
		w.member(removedAnnotation, *o.removed)
	}
	if *o.failure != nil {
		w.member(cmp.Or(*o.failureName, failureAnnotation), *o.failure)
	}
	if value.entity().ID == "" && !hasMember(value.unknowns(), "id") {
		w.text("id", id)
	}
	value.encodeMembers(w)
}

func notAnEntity(item any) error { return fmt.Errorf("models: %T is no entity", item) }

// UnmarshalJSONFrom implements UnmarshalerFrom of json/v2.
func (d *DeltaItem[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*d = DeltaItem[T]{}
	return d.decode(newDecoder(dec))
}

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (d *DeltaItem[T]) UnmarshalJSON(b []byte) error {
	*d = DeltaItem[T]{}
	return unmarshal(b, d)
}

// MarshalJSONTo implements MarshalerTo of json/v2.
func (d DeltaItem[T]) MarshalJSONTo(enc *jsontext.Encoder) error { return marshalTo(enc, &d) }

// MarshalJSON implements [encoding/json.Marshaler].
func (d DeltaItem[T]) MarshalJSON() ([]byte, error) { return marshal(&d) }

func (e *DataModificationException) decode(dec *decoder) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	raw = dec.keep(raw)
	*e = DataModificationException{raw: raw}
	if err := unmarshal(raw, (*refusalMembers)(e)); err != nil {
		*e = DataModificationException{Info: DataModificationInfo{Message: "unreadable refusal"}, raw: raw}
	}
	return nil
}

func (e *DataModificationException) encode(w *writer) {
	if e.raw != nil {
		w.raw(e.raw)
		return
	}
	w.object((*refusalMembers)(e))
}

// refusalMembers are the members of a refusal in the form that is expected.
type refusalMembers DataModificationException

func (e *refusalMembers) decodeMember(name []byte, dec *decoder) error {
	switch string(name) {
	case "info":
		return decodeField(dec, &e.Info)
	case "failedOperation":
		return decodeField(dec, &e.FailedOperation)
	case "responseCode":
		var code int32
		err := decodeField(dec, &code)
		e.ResponseCode = int(code)
		return err
	}
	return dec.SkipValue()
}

func (e *refusalMembers) encodeMembers(w *writer) {
	w.part("info", &e.Info)
	w.text("failedOperation", e.FailedOperation)
	if code := int64(e.ResponseCode); code != 0 {
		w.member("responseCode", &code)
	}
}

// UnmarshalJSONFrom implements UnmarshalerFrom of json/v2.
func (e *DataModificationException) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*e = DataModificationException{}
	return e.decode(newDecoder(dec))
}

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (e *DataModificationException) UnmarshalJSON(b []byte) error {
	*e = DataModificationException{}
	return unmarshal(b, e)
}

// MarshalJSONTo implements MarshalerTo of json/v2.
func (e DataModificationException) MarshalJSONTo(enc *jsontext.Encoder) error {
	return marshalTo(enc, &e)
}

// MarshalJSON implements [encoding/json.Marshaler].
func (e DataModificationException) MarshalJSON() ([]byte, error) { return marshal(&e) }
