package models

import "cmp"

// DriveProtectionRuleCreate makes a rule that brings the OneDrives of groups into a policy. With
// IsAutoApplyEnabled the rule is dynamic: it is evaluated again from time to time.
// This cannot be changed later.
type DriveProtectionRuleCreate struct {
	DriveExpression    string         `json:"driveExpression"`
	IsAutoApplyEnabled Nullable[bool] `json:"isAutoApplyEnabled,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c DriveProtectionRuleCreate) Validate() error {
	return cmp.Or(
		checkText("driveExpression", c.DriveExpression),
		checkNotNull("isAutoApplyEnabled", c.IsAutoApplyEnabled),
	)
}

// DriveProtectionRuleUpdate changes the expression of a dynamic rule.
type DriveProtectionRuleUpdate struct {
	DriveExpression string `json:"driveExpression"`
}

// Validate reports what keeps the request from being sent.
func (u DriveProtectionRuleUpdate) Validate() error {
	return checkText("driveExpression", u.DriveExpression)
}

// MailboxProtectionRuleCreate makes a rule that brings the mailboxes of groups into a policy. With
// IsAutoApplyEnabled the rule is dynamic: it is evaluated again from time to time.
// This cannot be changed later.
type MailboxProtectionRuleCreate struct {
	MailboxExpression  string         `json:"mailboxExpression"`
	IsAutoApplyEnabled Nullable[bool] `json:"isAutoApplyEnabled,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c MailboxProtectionRuleCreate) Validate() error {
	return cmp.Or(
		checkText("mailboxExpression", c.MailboxExpression),
		checkNotNull("isAutoApplyEnabled", c.IsAutoApplyEnabled),
	)
}

// MailboxProtectionRuleUpdate changes the expression of a dynamic rule.
type MailboxProtectionRuleUpdate struct {
	MailboxExpression string `json:"mailboxExpression"`
}

// Validate reports what keeps the request from being sent.
func (u MailboxProtectionRuleUpdate) Validate() error {
	return checkText("mailboxExpression", u.MailboxExpression)
}

// SiteProtectionRuleCreate makes a rule that brings sites into a policy. With
// IsAutoApplyEnabled the rule is dynamic: it is evaluated again from time to time.
// This cannot be changed later. Rules for
// sites are static, says the documentation.
type SiteProtectionRuleCreate struct {
	SiteExpression     string         `json:"siteExpression"`
	IsAutoApplyEnabled Nullable[bool] `json:"isAutoApplyEnabled,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c SiteProtectionRuleCreate) Validate() error {
	return cmp.Or(
		checkText("siteExpression", c.SiteExpression),
		checkNotNull("isAutoApplyEnabled", c.IsAutoApplyEnabled),
	)
}

// SiteProtectionRuleUpdate changes the expression of a dynamic rule.
type SiteProtectionRuleUpdate struct {
	SiteExpression string `json:"siteExpression"`
}

// Validate reports what keeps the request from being sent.
func (u SiteProtectionRuleUpdate) Validate() error {
	return checkText("siteExpression", u.SiteExpression)
}
