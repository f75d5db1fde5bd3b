package models

// RestoreArtifactsBulkRequestBase is what the bulk addition requests share. The
// service gives the entry lists back empty.
type RestoreArtifactsBulkRequestBase struct {
	Entity
	CreatedBy              Nullable[IdentitySet]             `json:"createdBy,omitzero"`
	CreatedDateTime        Nullable[DateTime]                `json:"createdDateTime,omitzero"`
	DestinationType        Nullable[DestinationType]         `json:"destinationType,omitzero"`
	DisplayName            Nullable[string]                  `json:"displayName,omitzero"`
	Error                  Nullable[PublicError]             `json:"error,omitzero"`
	LastModifiedBy         Nullable[IdentitySet]             `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime   Nullable[DateTime]                `json:"lastModifiedDateTime,omitzero"`
	ProtectionTimePeriod   Nullable[TimePeriod]              `json:"protectionTimePeriod,omitzero"`
	ProtectionUnitIDs      []string                          `json:"protectionUnitIds,omitzero"`
	RestorePointPreference Nullable[RestorePointPreference]  `json:"restorePointPreference,omitzero"`
	Status                 RestoreArtifactsBulkRequestStatus `json:"status,omitzero"`
	Tags                   Nullable[RestorePointTags]        `json:"tags,omitzero"`
}

// DriveRestoreArtifactsBulkAdditionRequest adds many OneDrives to a session.
type DriveRestoreArtifactsBulkAdditionRequest struct {
	RestoreArtifactsBulkRequestBase
	DirectoryObjectIDs []string `json:"directoryObjectIds,omitzero"`
	Drives             []string `json:"drives,omitzero"`
}

// MailboxRestoreArtifactsBulkAdditionRequest adds many mailboxes to a session.
type MailboxRestoreArtifactsBulkAdditionRequest struct {
	RestoreArtifactsBulkRequestBase
	DirectoryObjectIDs []string `json:"directoryObjectIds,omitzero"`
	Mailboxes          []string `json:"mailboxes,omitzero"`
}

// SiteRestoreArtifactsBulkAdditionRequest adds many sites to a session.
type SiteRestoreArtifactsBulkAdditionRequest struct {
	RestoreArtifactsBulkRequestBase
	SiteIDs     []string `json:"siteIds,omitzero"`
	SiteWebURLs []string `json:"siteWebUrls,omitzero"`
}

// TimePeriod is a span between two moments.
type TimePeriod struct {
	StartDateTime Nullable[DateTime] `json:"startDateTime,omitzero"`
	EndDateTime   Nullable[DateTime] `json:"endDateTime,omitzero"`
	Unknowns
}

// Base returns what all kinds of bulk addition request share.
func (b RestoreArtifactsBulkRequestBase) Base() RestoreArtifactsBulkRequestBase { return b }
