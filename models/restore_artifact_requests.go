package models

import (
	"cmp"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// RestoreArtifactCreate asks for the restore of one mailbox, drive or site to a
// restore point.
type RestoreArtifactCreate struct {
	RestorePointID  string
	DestinationType DestinationType
}

// GranularRestoreArtifactCreate asks for the restore of one file or folder.
type GranularRestoreArtifactCreate struct {
	BrowseSessionID string `json:"browseSessionId"`
	// ItemKey is the key that a browse answer gave. It becomes the artifact's id.
	ItemKey string `json:"id"`
}

// GranularMailboxRestoreArtifactCreate asks for the restore of the mail items that
// a search found.
type GranularMailboxRestoreArtifactCreate struct {
	SearchResponseID string
	RestorePointID   string
	DestinationType  DestinationType
}

// Validate reports what keeps the artifact from being sent.
func (a RestoreArtifactCreate) Validate() error { return a.check("") }

// Validate reports what keeps the artifact from being sent.
func (a GranularRestoreArtifactCreate) Validate() error { return a.check("") }

// Validate reports what keeps the artifact from being sent.
func (a GranularMailboxRestoreArtifactCreate) Validate() error { return a.check("") }

// artifactCreate is an item of the artifact lists.
type artifactCreate interface {
	check(prefix string) error
	// key is what two items may not share.
	key() string
	destination() DestinationType
}

func (a RestoreArtifactCreate) check(prefix string) error {
	return cmp.Or(
		checkText(prefix+"restorePoint.id", a.RestorePointID),
		checkRequiredEnum(prefix+"destinationType", a.DestinationType),
	)
}

func (a RestoreArtifactCreate) key() string                  { return a.RestorePointID }
func (a RestoreArtifactCreate) destination() DestinationType { return a.DestinationType }

func (a GranularRestoreArtifactCreate) check(prefix string) error {
	return cmp.Or(
		checkText(prefix+"browseSessionId", a.BrowseSessionID),
		checkText(prefix+"id", a.ItemKey),
	)
}

func (a GranularRestoreArtifactCreate) key() string                  { return a.BrowseSessionID + "\n" + a.ItemKey }
func (a GranularRestoreArtifactCreate) destination() DestinationType { return "" }

func (a GranularMailboxRestoreArtifactCreate) check(prefix string) error {
	return cmp.Or(
		checkText(prefix+"searchResponseId", a.SearchResponseID),
		checkText(prefix+"restorePoint.id", a.RestorePointID),
		checkRequiredEnum(prefix+"destinationType", a.DestinationType),
	)
}

func (a GranularMailboxRestoreArtifactCreate) key() string {
	return a.SearchResponseID + "\n" + a.RestorePointID
}

func (a GranularMailboxRestoreArtifactCreate) destination() DestinationType {
	return a.DestinationType
}

// checkArtifacts checks the items one by one and against each other.
func checkArtifacts[A artifactCreate](property string, list []A) error {
	first := make(map[string]int, len(list))
	for i, a := range list {
		if err := a.check(fmt.Sprintf("%s[%d].", property, i)); err != nil {
			return err
		}
		if at, ok := first[a.key()]; ok {
			return invalid(property, "holds the same artifact at %d and %d", at, i)
		}
		first[a.key()] = i
		if have, want := a.destination(), list[0].destination(); !have.Is(want) {
			return invalid(property, "mixes the destinations %s and %s in one session", want, have)
		}
	}
	return nil
}

// restoreArtifactWire is the form of both artifact kinds that name a restore point.
type restoreArtifactWire struct {
	SearchResponseID string          `json:"searchResponseId,omitzero"`
	RestorePoint     restorePointRef `json:"restorePoint"`
	DestinationType  DestinationType `json:"destinationType"`
}

type restorePointRef struct {
	ID string `json:"id"`
}

// MarshalJSONTo implements [json.MarshalerTo].
func (a RestoreArtifactCreate) MarshalJSONTo(enc *jsontext.Encoder) error {
	return GranularMailboxRestoreArtifactCreate{"", a.RestorePointID, a.DestinationType}.MarshalJSONTo(enc)
}

// MarshalJSON implements [json.Marshaler].
func (a RestoreArtifactCreate) MarshalJSON() ([]byte, error) { return json.Marshal(&a) }

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (a *RestoreArtifactCreate) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var w restoreArtifactWire
	err := json.UnmarshalDecode(dec, &w)
	*a = RestoreArtifactCreate{w.RestorePoint.ID, w.DestinationType}
	return err
}

// UnmarshalJSON implements [json.Unmarshaler].
func (a *RestoreArtifactCreate) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, a) }

// MarshalJSONTo implements [json.MarshalerTo].
func (a GranularMailboxRestoreArtifactCreate) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, &restoreArtifactWire{
		SearchResponseID: a.SearchResponseID,
		RestorePoint:     restorePointRef{a.RestorePointID},
		DestinationType:  a.DestinationType,
	})
}

// MarshalJSON implements [json.Marshaler].
func (a GranularMailboxRestoreArtifactCreate) MarshalJSON() ([]byte, error) { return json.Marshal(&a) }

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (a *GranularMailboxRestoreArtifactCreate) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var w restoreArtifactWire
	err := json.UnmarshalDecode(dec, &w)
	*a = GranularMailboxRestoreArtifactCreate{w.SearchResponseID, w.RestorePoint.ID, w.DestinationType}
	return err
}

// UnmarshalJSON implements [json.Unmarshaler].
func (a *GranularMailboxRestoreArtifactCreate) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, a)
}
