package models

// ProtectionUnitsBulkJobBase is what the jobs share that add many units to a policy.
type ProtectionUnitsBulkJobBase struct {
	Entity
	CreatedBy            Nullable[IdentitySet]        `json:"createdBy,omitzero"`
	CreatedDateTime      Nullable[DateTime]           `json:"createdDateTime,omitzero"`
	DisplayName          Nullable[string]             `json:"displayName,omitzero"`
	Error                Nullable[PublicError]        `json:"error,omitzero"`
	LastModifiedBy       Nullable[IdentitySet]        `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime Nullable[DateTime]           `json:"lastModifiedDateTime,omitzero"`
	Status               ProtectionUnitsBulkJobStatus `json:"status,omitzero"`
}

// DriveProtectionUnitsBulkAdditionJob adds many OneDrives to a policy.
type DriveProtectionUnitsBulkAdditionJob struct {
	ProtectionUnitsBulkJobBase
	DirectoryObjectIDs []string `json:"directoryObjectIds,omitzero"`
	Drives             []string `json:"drives,omitzero"`
}

// MailboxProtectionUnitsBulkAdditionJob adds many mailboxes to a policy.
type MailboxProtectionUnitsBulkAdditionJob struct {
	ProtectionUnitsBulkJobBase
	DirectoryObjectIDs []string `json:"directoryObjectIds,omitzero"`
	Mailboxes          []string `json:"mailboxes,omitzero"`
}

// SiteProtectionUnitsBulkAdditionJob adds many sites to a policy.
type SiteProtectionUnitsBulkAdditionJob struct {
	ProtectionUnitsBulkJobBase
	SiteIDs     []string `json:"siteIds,omitzero"`
	SiteWebURLs []string `json:"siteWebUrls,omitzero"`
}

// Base returns what all kinds of bulk addition job share.
func (b ProtectionUnitsBulkJobBase) Base() ProtectionUnitsBulkJobBase { return b }
