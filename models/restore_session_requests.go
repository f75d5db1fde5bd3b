package models

import "cmp"

// ExchangeRestoreSessionCreate starts a restore of whole mailboxes or of
// single mail items, never both. The zero value starts a bulk restore.
type ExchangeRestoreSessionCreate struct {
	MailboxRestoreArtifacts         []RestoreArtifactCreate                `json:"mailboxRestoreArtifacts,omitzero"`
	GranularMailboxRestoreArtifacts []GranularMailboxRestoreArtifactCreate `json:"granularMailboxRestoreArtifacts,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c ExchangeRestoreSessionCreate) Validate() error {
	return checkSession("mailboxRestoreArtifacts", c.MailboxRestoreArtifacts,
		"granularMailboxRestoreArtifacts", c.GranularMailboxRestoreArtifacts)
}

// OneDriveForBusinessRestoreSessionCreate starts a restore of whole OneDrives or of
// single files, never both. The zero value starts a bulk restore.
type OneDriveForBusinessRestoreSessionCreate struct {
	DriveRestoreArtifacts         []RestoreArtifactCreate         `json:"driveRestoreArtifacts,omitzero"`
	GranularDriveRestoreArtifacts []GranularRestoreArtifactCreate `json:"granularDriveRestoreArtifacts,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c OneDriveForBusinessRestoreSessionCreate) Validate() error {
	return checkSession("driveRestoreArtifacts", c.DriveRestoreArtifacts,
		"granularDriveRestoreArtifacts", c.GranularDriveRestoreArtifacts)
}

// SharePointRestoreSessionCreate starts a restore of whole sites or of
// single files, never both. The zero value starts a bulk restore.
type SharePointRestoreSessionCreate struct {
	SiteRestoreArtifacts         []RestoreArtifactCreate         `json:"siteRestoreArtifacts,omitzero"`
	GranularSiteRestoreArtifacts []GranularRestoreArtifactCreate `json:"granularSiteRestoreArtifacts,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c SharePointRestoreSessionCreate) Validate() error {
	return checkSession("siteRestoreArtifacts", c.SiteRestoreArtifacts,
		"granularSiteRestoreArtifacts", c.GranularSiteRestoreArtifacts)
}

// checkSession holds for every workload. A nil list is absent; an empty one is
// refused, because the service reads it as a session without artifacts.
func checkSession[W, G artifactCreate](wholeName string, whole []W, granularName string, granular []G) error {
	return cmp.Or(
		checkNotBoth(wholeName, len(whole), granularName, len(granular)),
		checkArtifactList(wholeName, whole),
		checkArtifactList(granularName, granular),
	)
}

func checkArtifactList[A artifactCreate](property string, list []A) error {
	if list == nil {
		return nil
	}
	if len(list) == 0 {
		return invalid(property, "is empty: leave it out to start a bulk restore")
	}
	return cmp.Or(checkCount(property, len(list), maxArtifacts), checkArtifacts(property, list))
}

func checkNotBoth(wholeName string, whole int, granularName string, granular int) error {
	if whole > 0 && granular > 0 {
		return invalid(granularName, "cannot be in one session with %s", wholeName)
	}
	return nil
}

func checkSessionUpdate[W, G artifactCreate](wholeName string, whole Delta[W], granularName string, granular Delta[G]) error {
	if whole.IsZero() && granular.IsZero() {
		return invalid(wholeName, reasonNothingSet)
	}
	return cmp.Or(
		checkNotBoth(wholeName, whole.Len(), granularName, granular.Len()),
		checkArtifacts(wholeName, whole.Add),
		checkEntries(wholeName, whole.Remove, exactly),
		checkArtifacts(granularName, granular.Add),
		checkEntries(granularName, granular.Remove, exactly),
	)
}
