package models

// ProtectionPolicyBase is what the protection policies of all workloads share.
type ProtectionPolicyBase struct {
	Entity
	CreatedBy                     Nullable[IdentitySet]                   `json:"createdBy,omitzero"`
	CreatedDateTime               Nullable[DateTime]                      `json:"createdDateTime,omitzero"`
	DisplayName                   Nullable[string]                        `json:"displayName,omitzero"`
	IsEnabled                     bool                                    `json:"isEnabled,omitzero"`
	LastModifiedBy                Nullable[IdentitySet]                   `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime          Nullable[DateTime]                      `json:"lastModifiedDateTime,omitzero"`
	ProtectionPolicyArtifactCount Nullable[ProtectionPolicyArtifactCount] `json:"protectionPolicyArtifactCount,omitzero"`
	RetentionSettings             []RetentionSetting                      `json:"retentionSettings,omitzero"`
	Status                        Nullable[ProtectionPolicyStatus]        `json:"status,omitzero"`
}

// ExchangeProtectionPolicy protects mailboxes.
type ExchangeProtectionPolicy struct {
	ProtectionPolicyBase
	MailboxInclusionRules                  []MailboxProtectionRule                 `json:"mailboxInclusionRules,omitzero"`
	MailboxProtectionUnits                 []MailboxProtectionUnit                 `json:"mailboxProtectionUnits,omitzero"`
	MailboxProtectionUnitsBulkAdditionJobs []MailboxProtectionUnitsBulkAdditionJob `json:"mailboxProtectionUnitsBulkAdditionJobs,omitzero"`
}

// OneDriveForBusinessProtectionPolicy protects OneDrives.
type OneDriveForBusinessProtectionPolicy struct {
	ProtectionPolicyBase
	DriveInclusionRules                  []DriveProtectionRule                 `json:"driveInclusionRules,omitzero"`
	DriveProtectionUnits                 []DriveProtectionUnit                 `json:"driveProtectionUnits,omitzero"`
	DriveProtectionUnitsBulkAdditionJobs []DriveProtectionUnitsBulkAdditionJob `json:"driveProtectionUnitsBulkAdditionJobs,omitzero"`
}

// SharePointProtectionPolicy protects sites.
type SharePointProtectionPolicy struct {
	ProtectionPolicyBase
	SiteInclusionRules                  []SiteProtectionRule                 `json:"siteInclusionRules,omitzero"`
	SiteProtectionUnits                 []SiteProtectionUnit                 `json:"siteProtectionUnits,omitzero"`
	SiteProtectionUnitsBulkAdditionJobs []SiteProtectionUnitsBulkAdditionJob `json:"siteProtectionUnitsBulkAdditionJobs,omitzero"`
}

// ProtectionPolicyArtifactCount counts the units of a policy by progress.
type ProtectionPolicyArtifactCount struct {
	Completed  Nullable[int32] `json:"completed,omitzero"`
	Failed     Nullable[int32] `json:"failed,omitzero"`
	InProgress Nullable[int32] `json:"inProgress,omitzero"`
	Total      Nullable[int32] `json:"total,omitzero"`
	Unknowns
}

// RetentionSetting says how often points are taken and how long they are kept. The
// service fixes both. Interval is a repeating interval such as R/PT10M.
type RetentionSetting struct {
	Interval Nullable[string] `json:"interval,omitzero"`
	Period   Nullable[Period] `json:"period,omitzero"`
	Unknowns
}

// ProtectionPolicy is a protection policy of any kind: [ExchangeProtectionPolicy], [OneDriveForBusinessProtectionPolicy], [SharePointProtectionPolicy], or
// [UnknownProtectionPolicy] for a kind that this version does not know.
type ProtectionPolicy interface {
	// Base returns what all kinds share.
	Base() ProtectionPolicyBase
	isProtectionPolicy()
}

// UnknownProtectionPolicy is a protection policy of a kind that this version does not know.
// All its members are kept.
type UnknownProtectionPolicy struct{ ProtectionPolicyBase }

// Base returns what all kinds of protection policy share.
func (b ProtectionPolicyBase) Base() ProtectionPolicyBase { return b }

func (ExchangeProtectionPolicy) isProtectionPolicy()            {}
func (OneDriveForBusinessProtectionPolicy) isProtectionPolicy() {}
func (SharePointProtectionPolicy) isProtectionPolicy()          {}
func (UnknownProtectionPolicy) isProtectionPolicy()             {}

var protectionPolicies = family{
	base: "protectionPolicyBase",
	variants: []variant{
		variantOf[ExchangeProtectionPolicy]("exchangeProtectionPolicy",
			"mailboxProtectionUnits", "mailboxInclusionRules", "mailboxProtectionUnitsBulkAdditionJobs"),
		variantOf[OneDriveForBusinessProtectionPolicy]("oneDriveForBusinessProtectionPolicy",
			"driveProtectionUnits", "driveInclusionRules", "driveProtectionUnitsBulkAdditionJobs"),
		variantOf[SharePointProtectionPolicy]("sharePointProtectionPolicy",
			"siteProtectionUnits", "siteInclusionRules", "siteProtectionUnitsBulkAdditionJobs"),
	},
	fallback: variantOf[UnknownProtectionPolicy](""),
}
