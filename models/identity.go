package models

import "github.com/go-json-experiment/json/jsontext"

// IdentitySet names who did something: an app, a device, a user. The service
// sometimes sends an empty text in place of the object; it reads as a set that
// names nobody and goes back as it came.
type IdentitySet struct {
	Application Nullable[Identity] `json:"application,omitzero"`
	Device      Nullable[Identity] `json:"device,omitzero"`
	User        Nullable[Identity] `json:"user,omitzero"`
	Unknowns
	odd jsontext.Value
}

// Identity is an app, a device or a user. The type is open; the service often adds
// email, and often puts identity in place of id.
type Identity struct {
	DisplayName Nullable[string] `json:"displayName,omitzero"`
	ID          Nullable[string] `json:"id,omitzero"`
	Unknowns
}

// Identifier returns the id, whichever of the two names it came under, or "".
func (i Identity) Identifier() string {
	if id, ok := i.ID.Get(); ok && id != "" {
		return id
	}
	return i.unknownText("identity")
}

// Email returns the address that the service added, or "".
func (i Identity) Email() string { return i.unknownText("email") }

func (i Identity) unknownText(name string) string {
	value, ok := i.Unknown(name)
	if !ok || value.Kind() != '"' {
		return ""
	}
	text, err := unquote(value)
	if err != nil {
		return ""
	}
	return string(text)
}
