package models

// BrowseSessionBase is what the browse sessions share.
type BrowseSessionBase struct {
	Entity
	BackupSizeInBytes    Nullable[string]      `json:"backupSizeInBytes,omitzero"`
	CreatedDateTime      Nullable[DateTime]    `json:"createdDateTime,omitzero"`
	Error                Nullable[PublicError] `json:"error,omitzero"`
	ExpirationDateTime   Nullable[DateTime]    `json:"expirationDateTime,omitzero"`
	RestorePointDateTime Nullable[DateTime]    `json:"restorePointDateTime,omitzero"`
	RestorePointID       Nullable[string]      `json:"restorePointId,omitzero"`
	Status               BrowseSessionStatus   `json:"status,omitzero"`
}

// OneDriveForBusinessBrowseSession opens a restore point of a OneDrive for reading.
type OneDriveForBusinessBrowseSession struct {
	BrowseSessionBase
	DirectoryObjectID Nullable[string] `json:"directoryObjectId,omitzero"`
}

// SharePointBrowseSession opens a restore point of a site for reading.
type SharePointBrowseSession struct {
	BrowseSessionBase
	SiteID Nullable[string] `json:"siteId,omitzero"`
}

// BrowseQueryResponseItem is one site, library, folder or file in a snapshot.
type BrowseQueryResponseItem struct {
	ItemKey     Nullable[string]            `json:"itemKey,omitzero"`
	ItemsCount  Nullable[int32]             `json:"itemsCount,omitzero"`
	Name        Nullable[string]            `json:"name,omitzero"`
	SizeInBytes Nullable[string]            `json:"sizeInBytes,omitzero"`
	Type        BrowseQueryResponseItemType `json:"type,omitzero"`
	WebURL      Nullable[string]            `json:"webUrl,omitzero"`
	Unknowns
}

// BrowseSession is a browse session of any kind: [OneDriveForBusinessBrowseSession], [SharePointBrowseSession], or
// [UnknownBrowseSession] for a kind that this version does not know.
type BrowseSession interface {
	// Base returns what all kinds share.
	Base() BrowseSessionBase
	isBrowseSession()
}

// UnknownBrowseSession is a browse session of a kind that this version does not know.
// All its members are kept.
type UnknownBrowseSession struct{ BrowseSessionBase }

// Base returns what all kinds of browse session share.
func (b BrowseSessionBase) Base() BrowseSessionBase { return b }

func (OneDriveForBusinessBrowseSession) isBrowseSession() {}
func (SharePointBrowseSession) isBrowseSession()          {}
func (UnknownBrowseSession) isBrowseSession()             {}

var browseSessions = family{
	base: "browseSessionBase",
	variants: []variant{
		variantOf[OneDriveForBusinessBrowseSession]("oneDriveForBusinessBrowseSession", "directoryObjectId"),
		variantOf[SharePointBrowseSession]("sharePointBrowseSession", "siteId"),
	},
	fallback: variantOf[UnknownBrowseSession](""),
}
