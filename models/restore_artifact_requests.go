package models

import (
	"cmp"
	"fmt"
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

// artifactRef is the form in which both artifact kinds that name a restore point
// are written.
type artifactRef struct {
	search, point *string
	destination   *DestinationType
}

func (a *artifactRef) decodeMember(name []byte, dec *decoder) error {
	switch {
	case string(name) == "searchResponseId" && a.search != nil:
		return decodeField(dec, a.search)
	case string(name) == "restorePoint":
		return decodeField(dec, (*pointRef)(a.point))
	case string(name) == "destinationType":
		return decodeField(dec, a.destination)
	}
	return dec.SkipValue()
}

func (a *artifactRef) encodeMembers(w *writer) {
	if a.search != nil {
		w.text("searchResponseId", *a.search)
	}
	w.member("restorePoint", (*pointRef)(a.point))
	w.member("destinationType", a.destination)
}

// A pointRef is an object that has nothing but an id.
type pointRef string

func (p *pointRef) decodeMember(name []byte, dec *decoder) error {
	if string(name) == "id" {
		return decodeField(dec, (*string)(p))
	}
	return dec.SkipValue()
}

func (p *pointRef) encodeMembers(w *writer) { w.member("id", (*string)(p)) }

func (a *RestoreArtifactCreate) wire() *artifactRef {
	return &artifactRef{point: &a.RestorePointID, destination: &a.DestinationType}
}

func (a *RestoreArtifactCreate) decode(dec *decoder) error {
	return decodeField(dec, a.wire())
}

func (a *RestoreArtifactCreate) encode(w *writer) { w.object(a.wire()) }

func (a *GranularMailboxRestoreArtifactCreate) wire() *artifactRef {
	return &artifactRef{search: &a.SearchResponseID, point: &a.RestorePointID, destination: &a.DestinationType}
}

func (a *GranularMailboxRestoreArtifactCreate) decode(dec *decoder) error {
	return decodeField(dec, a.wire())
}

func (a *GranularMailboxRestoreArtifactCreate) encode(w *writer) { w.object(a.wire()) }
