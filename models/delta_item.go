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
	members, err := d.members()
	if err != nil {
		return err
	}
	outer := dec.item
	dec.item = members
	err = decodeMembers(dec, &dec.item)
	dec.item = outer
	d.ID = members.value.entity().ID
	return err
}

func (d *DeltaItem[T]) encode(w *writer) {
	members, err := d.members()
	if err != nil {
		w.fail(err)
		return
	}
	w.object(&members)
}

func (d *DeltaItem[T]) members() (deltaMembers, error) {
	value, ok := any(&d.Value).(deltaValue)
	if !ok {
		return deltaMembers{}, fmt.Errorf("models: %T is no entity", d.Value)
	}
	return deltaMembers{&d.ContentID, &d.ID, &d.Removed, &d.Failure, &d.failureName, value}, nil
}

// deltaMembers points to the annotations of an item and to its value, which are in
// one object.
type deltaMembers struct {
	contentID   *string
	id          *string
	removed     **DeltaRemoved
	failure     **DataModificationException
	failureName *string
	value       deltaValue
}

type deltaValue interface {
	object
	entity() *Entity
	unknowns() jsontext.Value
}

func (m *deltaMembers) decodeMember(name []byte, dec *decoder) error {
	switch {
	case len(name) == 0 || name[0] != '@':
	case string(name) == contentIDAnnotation && dec.PeekKind() == '"':
		return decodeString(dec, m.contentID)
	case string(name) == removedAnnotation && dec.PeekKind() == '{':
		*m.removed = &DeltaRemoved{}
		return decodeMembers(dec, *m.removed)
	// A refusal that went unseen would be the worst outcome, so the name is
	// compared without case.
	case *m.failure == nil && strings.EqualFold(string(name), failureAnnotation) && dec.PeekKind() != 'n':
		if string(name) != failureAnnotation {
			*m.failureName = string(name)
		}
		*m.failure = &DataModificationException{}
		return (*m.failure).decode(dec)
	}
	return m.value.decodeMember(name, dec)
}

func (m *deltaMembers) encodeMembers(w *writer) {
	w.text(contentIDAnnotation, *m.contentID)
	if *m.removed != nil {
		w.member(removedAnnotation, *m.removed)
	}
	if *m.failure != nil {
		w.member(cmp.Or(*m.failureName, failureAnnotation), *m.failure)
	}
	if m.value.entity().ID == "" && !hasMember(m.value.unknowns(), "id") {
		w.text("id", *m.id)
	}
	m.value.encodeMembers(w)
}

func (m *deltaMembers) unknowns() jsontext.Value { return m.value.unknowns() }

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
		return decodeString(dec, &e.FailedOperation)
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
