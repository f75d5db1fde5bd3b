package models

// RestoreArtifactBase is what the restores of whole units share. Error can be set
// in an answer that succeeded.
type RestoreArtifactBase struct {
	Entity
	CompletionDateTime Nullable[DateTime]              `json:"completionDateTime,omitzero"`
	DestinationType    Nullable[DestinationType]       `json:"destinationType,omitzero"`
	Error              Nullable[PublicError]           `json:"error,omitzero"`
	StartDateTime      Nullable[DateTime]              `json:"startDateTime,omitzero"`
	Status             Nullable[ArtifactRestoreStatus] `json:"status,omitzero"`
	RestorePoint       Nullable[RestorePoint]          `json:"restorePoint,omitzero"`
}

// DriveRestoreArtifact is the restore of one OneDrive. The details of a new site
// may follow more than 15 minutes after success.
type DriveRestoreArtifact struct {
	RestoreArtifactBase
	RestoredSiteID     Nullable[string] `json:"restoredSiteId,omitzero"`
	RestoredSiteName   Nullable[string] `json:"restoredSiteName,omitzero"`
	RestoredSiteWebURL Nullable[string] `json:"restoredSiteWebUrl,omitzero"`
}

// MailboxRestoreArtifact is the restore of one mailbox.
type MailboxRestoreArtifact struct {
	RestoreArtifactBase
	RestoredFolderID   Nullable[string] `json:"restoredFolderId,omitzero"`
	RestoredFolderName Nullable[string] `json:"restoredFolderName,omitzero"`
	RestoredItemCount  Nullable[int32]  `json:"restoredItemCount,omitzero"`
}

// SiteRestoreArtifact is the restore of one site. The details of a new site may
// follow more than 15 minutes after success.
type SiteRestoreArtifact struct {
	RestoreArtifactBase
	RestoredSiteID     Nullable[string] `json:"restoredSiteId,omitzero"`
	RestoredSiteName   Nullable[string] `json:"restoredSiteName,omitzero"`
	RestoredSiteWebURL Nullable[string] `json:"restoredSiteWebUrl,omitzero"`
}

// GranularRestoreArtifactBase is what the restores of single files and folders
// share. Their ID is the item's key in the browse session.
type GranularRestoreArtifactBase struct {
	Entity
	BrowseSessionID      Nullable[string]      `json:"browseSessionId,omitzero"`
	CompletionDateTime   Nullable[DateTime]    `json:"completionDateTime,omitzero"`
	RestoredItemKey      Nullable[string]      `json:"restoredItemKey,omitzero"`
	RestoredItemPath     Nullable[string]      `json:"restoredItemPath,omitzero"`
	RestoredItemWebURL   Nullable[string]      `json:"restoredItemWebUrl,omitzero"`
	RestorePointDateTime Nullable[DateTime]    `json:"restorePointDateTime,omitzero"`
	StartDateTime        Nullable[DateTime]    `json:"startDateTime,omitzero"`
	Status               ArtifactRestoreStatus `json:"status,omitzero"`
	WebURL               Nullable[string]      `json:"webUrl,omitzero"`
}

// GranularDriveRestoreArtifact is the restore of one file or folder of a OneDrive.
type GranularDriveRestoreArtifact struct {
	GranularRestoreArtifactBase
	DirectoryObjectID Nullable[string] `json:"directoryObjectId,omitzero"`
}

// GranularMailboxRestoreArtifact is the restore of the mail items that a search
// found. The metadata derives it from MailboxRestoreArtifact, whose members are
// repeated here because that type has JSON methods and cannot be embedded.
type GranularMailboxRestoreArtifact struct {
	RestoreArtifactBase
	RestoredFolderID   Nullable[string] `json:"restoredFolderId,omitzero"`
	RestoredFolderName Nullable[string] `json:"restoredFolderName,omitzero"`
	RestoredItemCount  Nullable[int32]  `json:"restoredItemCount,omitzero"`
	ArtifactCount      Nullable[int32]  `json:"artifactCount,omitzero"`
	SearchResponseID   string           `json:"searchResponseId,omitzero"`
}

// GranularSiteRestoreArtifact is the restore of one file or folder of a site.
type GranularSiteRestoreArtifact struct {
	GranularRestoreArtifactBase
	SiteID Nullable[string] `json:"siteId,omitzero"`
}
