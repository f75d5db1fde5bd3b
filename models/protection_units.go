package models

// ProtectionUnitBase is what mailboxes, drives and sites in the backup share.
type ProtectionUnitBase struct {
	Entity
	CreatedBy                 Nullable[IdentitySet]          `json:"createdBy,omitzero"`
	CreatedDateTime           Nullable[DateTime]             `json:"createdDateTime,omitzero"`
	Error                     Nullable[PublicError]          `json:"error,omitzero"`
	LastModifiedBy            Nullable[IdentitySet]          `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime      Nullable[DateTime]             `json:"lastModifiedDateTime,omitzero"`
	OffboardRequestedDateTime Nullable[DateTime]             `json:"offboardRequestedDateTime,omitzero"`
	PolicyID                  Nullable[string]               `json:"policyId,omitzero"`
	ProtectionSources         ProtectionSource               `json:"protectionSources,omitzero"`
	Status                    Nullable[ProtectionUnitStatus] `json:"status,omitzero"`
}

// DriveProtectionUnit is a OneDrive in the backup. DisplayName and Email are
// filled for delegated callers only.
type DriveProtectionUnit struct {
	ProtectionUnitBase
	DirectoryObjectID Nullable[string] `json:"directoryObjectId,omitzero"`
	DisplayName       Nullable[string] `json:"displayName,omitzero"`
	Email             Nullable[string] `json:"email,omitzero"`
}

// MailboxProtectionUnit is a mailbox in the backup. DisplayName and Email are
// filled for delegated callers only.
type MailboxProtectionUnit struct {
	ProtectionUnitBase
	DirectoryObjectID Nullable[string] `json:"directoryObjectId,omitzero"`
	DisplayName       Nullable[string] `json:"displayName,omitzero"`
	Email             Nullable[string] `json:"email,omitzero"`
}

// SiteProtectionUnit is a site in the backup. SiteName and SiteWebURL are filled
// for delegated callers only.
type SiteProtectionUnit struct {
	ProtectionUnitBase
	SiteID     Nullable[string] `json:"siteId,omitzero"`
	SiteName   Nullable[string] `json:"siteName,omitzero"`
	SiteWebURL Nullable[string] `json:"siteWebUrl,omitzero"`
}

// ProtectionUnit is a protection unit of any kind: [DriveProtectionUnit], [MailboxProtectionUnit], [SiteProtectionUnit], or
// [UnknownProtectionUnit] for a kind that this version does not know.
type ProtectionUnit interface {
	// Base returns what all kinds share.
	Base() ProtectionUnitBase
	isProtectionUnit()
}

// UnknownProtectionUnit is a protection unit of a kind that this version does not know.
// All its members are kept.
type UnknownProtectionUnit struct{ ProtectionUnitBase }

// Base returns what all kinds of protection unit share.
func (b ProtectionUnitBase) Base() ProtectionUnitBase { return b }

func (DriveProtectionUnit) isProtectionUnit()   {}
func (MailboxProtectionUnit) isProtectionUnit() {}
func (SiteProtectionUnit) isProtectionUnit()    {}
func (UnknownProtectionUnit) isProtectionUnit() {}

var protectionUnits = family{
	base: "protectionUnitBase",
	variants: []variant{
		variantOf[DriveProtectionUnit]("driveProtectionUnit"),
		variantOf[MailboxProtectionUnit]("mailboxProtectionUnit"),
		variantOf[SiteProtectionUnit]("siteProtectionUnit", "siteId", "siteName", "siteWebUrl"),
	},
	fallback: variantOf[UnknownProtectionUnit](""),
}
