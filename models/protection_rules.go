package models

// ProtectionRuleBase is what the inclusion rules share.
type ProtectionRuleBase struct {
	Entity
	CreatedBy            Nullable[IdentitySet]          `json:"createdBy,omitzero"`
	CreatedDateTime      Nullable[DateTime]             `json:"createdDateTime,omitzero"`
	Error                Nullable[PublicError]          `json:"error,omitzero"`
	IsAutoApplyEnabled   Nullable[bool]                 `json:"isAutoApplyEnabled,omitzero"`
	LastModifiedBy       Nullable[IdentitySet]          `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime Nullable[DateTime]             `json:"lastModifiedDateTime,omitzero"`
	Status               Nullable[ProtectionRuleStatus] `json:"status,omitzero"`
}

// DriveProtectionRule brings the OneDrives of groups into a policy.
type DriveProtectionRule struct {
	ProtectionRuleBase
	DriveExpression Nullable[string] `json:"driveExpression,omitzero"`
}

// MailboxProtectionRule brings the mailboxes of groups into a policy.
type MailboxProtectionRule struct {
	ProtectionRuleBase
	MailboxExpression Nullable[string] `json:"mailboxExpression,omitzero"`
}

// SiteProtectionRule brings sites into a policy by name, address or age.
type SiteProtectionRule struct {
	ProtectionRuleBase
	SiteExpression Nullable[string] `json:"siteExpression,omitzero"`
}

// ProtectionRule is an inclusion rule of any kind: [DriveProtectionRule], [MailboxProtectionRule], [SiteProtectionRule], or
// [UnknownProtectionRule] for a kind that this version does not know.
type ProtectionRule interface {
	// Base returns what all kinds share.
	Base() ProtectionRuleBase
	isProtectionRule()
}

// UnknownProtectionRule is an inclusion rule of a kind that this version does not know.
// All its members are kept.
type UnknownProtectionRule struct{ ProtectionRuleBase }

// Base returns what all kinds of inclusion rule share.
func (b ProtectionRuleBase) Base() ProtectionRuleBase { return b }

func (DriveProtectionRule) isProtectionRule()   {}
func (MailboxProtectionRule) isProtectionRule() {}
func (SiteProtectionRule) isProtectionRule()    {}
func (UnknownProtectionRule) isProtectionRule() {}

var protectionRules = family{
	base: "protectionRuleBase",
	variants: []variant{
		variantOf[DriveProtectionRule]("driveProtectionRule", "driveExpression"),
		variantOf[MailboxProtectionRule]("mailboxProtectionRule", "mailboxExpression"),
		variantOf[SiteProtectionRule]("siteProtectionRule", "siteExpression"),
	},
	fallback: variantOf[UnknownProtectionRule](""),
}
