package models

import (
	"github.com/go-json-experiment/json/jsontext"
)

// Unknowns keeps the members of an object that this version has no field for:
// properties of a later version or of /beta, annotations, members of open types.
// They are sent back as they came.
type Unknowns struct {
	// UnknownMembers is a JSON object, or empty.
	UnknownMembers jsontext.Value `json:",embed"`
}

// Unknown returns the member of that name, and whether it is there.
func (u Unknowns) Unknown(name string) (jsontext.Value, bool) {
	for key, value := range members(u.UnknownMembers) {
		if key == name {
			return value.Clone(), true
		}
	}
	return nil, false
}

// Entity is what all resources with an id share.
type Entity struct {
	// ODataType names the resource's type, in the form and case that arrived.
	// Many answers leave it out.
	ODataType string `json:"@odata.type,omitzero"`
	// ID is opaque text. It is not always a GUID.
	ID string `json:"id,omitzero"`
	Unknowns
}

func (e *Entity) entity() *Entity { return e }

// merge completes the entity of one answer with that of the next.
func (e Entity) merge(next Entity) Entity {
	if e.ID == "" {
		e.ID = next.ID
	}
	if e.ODataType == "" {
		e.ODataType = next.ODataType
	}
	return e
}

// ResourceID returns the ID, for code that handles any kind of entity.
func (e Entity) ResourceID() string { return e.ID }
