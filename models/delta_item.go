package models

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
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
	// failureName is how the service wrote the name of the annotation.
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

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (d *DeltaItem[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*d = DeltaItem[T]{}
	if dec.PeekKind() != '{' {
		return unmarshalItem(dec, &d.Value)
	}
	return decodeMembers(dec, (*deltaMembers[T])(d))
}

// deltaMembers tells the annotations of an item from what is said of its value.
type deltaMembers[T any] DeltaItem[T]

func (d *deltaMembers[T]) decodeMember(name []byte, dec *jsontext.Decoder) error {
	switch kind := dec.PeekKind(); {
	case string(name) == contentIDAnnotation && kind == '"':
		return decodeField(dec, &d.ContentID)
	case string(name) == removedAnnotation && kind == '{':
		d.Removed = &DeltaRemoved{}
		return unmarshalItem(dec, d.Removed)
	// A refusal that went unseen would be the worst outcome, so the name is
	// compared without case.
	case d.Failure == nil && kind != 'n' && strings.EqualFold(string(name), failureAnnotation):
		d.Failure, d.failureName = &DataModificationException{}, string(name)
		return d.Failure.UnmarshalJSONFrom(dec)
	}
	value, ok := any(&d.Value).(interface {
		memberDecoder
		entity() *Entity
	})
	if !ok {
		return fmt.Errorf("%T is no entity", d.Value)
	}
	err := value.decodeMember(name, dec)
	d.ID = value.entity().ID
	return err
}

// UnmarshalJSON implements [json.Unmarshaler].
func (d *DeltaItem[T]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, d) }

// MarshalJSONTo implements [json.MarshalerTo].
func (d DeltaItem[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	value, err := json.Marshal(&d.Value)
	if err != nil {
		return err
	}
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	err = cmp.Or(
		writeMember(enc, contentIDAnnotation, d.ContentID, d.ContentID != ""),
		writeMember(enc, removedAnnotation, d.Removed, d.Removed != nil),
		writeMember(enc, cmp.Or(d.failureName, failureAnnotation), d.Failure, d.Failure != nil),
		writeMember(enc, "id", d.ID, d.ID != "" && !hasMember(value, "id")),
	)
	for name, member := range members(value) {
		err = cmp.Or(err, writeMember(enc, name, member, err == nil))
	}
	return cmp.Or(err, enc.WriteToken(jsontext.EndObject))
}

func writeMember(enc *jsontext.Encoder, name string, value any, present bool) error {
	if !present {
		return nil
	}
	if err := enc.WriteToken(jsontext.String(name)); err != nil {
		return err
	}
	return json.MarshalEncode(enc, value)
}

// MarshalJSON implements [json.Marshaler].
func (d DeltaItem[T]) MarshalJSON() ([]byte, error) { return json.Marshal(&d) }

type dataModificationException struct {
	Info            DataModificationInfo `json:"info,omitzero"`
	FailedOperation string               `json:"failedOperation,omitzero"`
	ResponseCode    int                  `json:"responseCode,omitzero"`
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (e *DataModificationException) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	var fields dataModificationException
	if err := json.Unmarshal(raw, &fields); err != nil {
		fields = dataModificationException{Info: DataModificationInfo{Message: "unreadable refusal"}}
	}
	*e = DataModificationException{fields.Info, fields.FailedOperation, fields.ResponseCode, raw.Clone()}
	return nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (e *DataModificationException) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, e) }

// MarshalJSONTo implements [json.MarshalerTo].
func (e DataModificationException) MarshalJSONTo(enc *jsontext.Encoder) error {
	if e.raw != nil {
		return enc.WriteValue(e.raw)
	}
	return json.MarshalEncode(enc, &dataModificationException{e.Info, e.FailedOperation, e.ResponseCode})
}

// MarshalJSON implements [json.Marshaler].
func (e DataModificationException) MarshalJSON() ([]byte, error) { return json.Marshal(&e) }
