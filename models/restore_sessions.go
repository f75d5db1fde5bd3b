package models

// RestoreSessionBase is what the restore sessions of all workloads share.
type RestoreSessionBase struct {
	Entity
	CompletedDateTime           Nullable[DateTime]                    `json:"completedDateTime,omitzero"`
	CreatedBy                   Nullable[IdentitySet]                 `json:"createdBy,omitzero"`
	CreatedDateTime             Nullable[DateTime]                    `json:"createdDateTime,omitzero"`
	Error                       Nullable[PublicError]                 `json:"error,omitzero"`
	LastModifiedBy              Nullable[IdentitySet]                 `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime        Nullable[DateTime]                    `json:"lastModifiedDateTime,omitzero"`
	RestoreJobType              Nullable[RestoreJobType]              `json:"restoreJobType,omitzero"`
	RestoreSessionArtifactCount Nullable[RestoreSessionArtifactCount] `json:"restoreSessionArtifactCount,omitzero"`
	Status                      Nullable[RestoreSessionStatus]        `json:"status,omitzero"`
}

// ExchangeRestoreSession restores mailboxes or single mail items.
type ExchangeRestoreSession struct {
	RestoreSessionBase
	GranularMailboxRestoreArtifacts             []GranularMailboxRestoreArtifact             `json:"granularMailboxRestoreArtifacts,omitzero"`
	MailboxRestoreArtifacts                     []MailboxRestoreArtifact                     `json:"mailboxRestoreArtifacts,omitzero"`
	MailboxRestoreArtifactsBulkAdditionRequests []MailboxRestoreArtifactsBulkAdditionRequest `json:"mailboxRestoreArtifactsBulkAdditionRequests,omitzero"`
}

// OneDriveForBusinessRestoreSession restores whole OneDrives or single files.
type OneDriveForBusinessRestoreSession struct {
	RestoreSessionBase
	DriveRestoreArtifacts                     []DriveRestoreArtifact                     `json:"driveRestoreArtifacts,omitzero"`
	DriveRestoreArtifactsBulkAdditionRequests []DriveRestoreArtifactsBulkAdditionRequest `json:"driveRestoreArtifactsBulkAdditionRequests,omitzero"`
	GranularDriveRestoreArtifacts             []GranularDriveRestoreArtifact             `json:"granularDriveRestoreArtifacts,omitzero"`
}

// SharePointRestoreSession restores whole sites or single files.
type SharePointRestoreSession struct {
	RestoreSessionBase
	GranularSiteRestoreArtifacts             []GranularSiteRestoreArtifact             `json:"granularSiteRestoreArtifacts,omitzero"`
	SiteRestoreArtifacts                     []SiteRestoreArtifact                     `json:"siteRestoreArtifacts,omitzero"`
	SiteRestoreArtifactsBulkAdditionRequests []SiteRestoreArtifactsBulkAdditionRequest `json:"siteRestoreArtifactsBulkAdditionRequests,omitzero"`
}

// RestoreSessionArtifactCount counts the artifacts of a session by outcome.
type RestoreSessionArtifactCount struct {
	Completed  Nullable[int32] `json:"completed,omitzero"`
	Failed     Nullable[int32] `json:"failed,omitzero"`
	InProgress Nullable[int32] `json:"inProgress,omitzero"`
	Total      Nullable[int32] `json:"total,omitzero"`
	Unknowns
}

// RestoreSession is a restore session of any kind: [ExchangeRestoreSession], [OneDriveForBusinessRestoreSession], [SharePointRestoreSession], or
// [UnknownRestoreSession] for a kind that this version does not know.
type RestoreSession interface {
	// Base returns what all kinds share.
	Base() RestoreSessionBase
	isRestoreSession()
}

// UnknownRestoreSession is a restore session of a kind that this version does not know.
// All its members are kept.
type UnknownRestoreSession struct{ RestoreSessionBase }

// Base returns what all kinds of restore session share.
func (b RestoreSessionBase) Base() RestoreSessionBase { return b }

func (ExchangeRestoreSession) isRestoreSession()            {}
func (OneDriveForBusinessRestoreSession) isRestoreSession() {}
func (SharePointRestoreSession) isRestoreSession()          {}
func (UnknownRestoreSession) isRestoreSession()             {}

var restoreSessions = family{
	base: "restoreSessionBase",
	variants: []variant{
		variantOf[ExchangeRestoreSession]("exchangeRestoreSession",
			"mailboxRestoreArtifacts", "mailboxRestoreArtifactsBulkAdditionRequests", "granularMailboxRestoreArtifacts"),
		variantOf[OneDriveForBusinessRestoreSession]("oneDriveForBusinessRestoreSession",
			"driveRestoreArtifacts", "driveRestoreArtifactsBulkAdditionRequests", "granularDriveRestoreArtifacts"),
		variantOf[SharePointRestoreSession]("sharePointRestoreSession",
			"siteRestoreArtifacts", "siteRestoreArtifactsBulkAdditionRequests", "granularSiteRestoreArtifacts"),
	},
	fallback: variantOf[UnknownRestoreSession](""),
}
