package models

// ProtectionPolicyStatus sums up the state of a policy and its units.
type ProtectionPolicyStatus string

// The members of ProtectionPolicyStatus.
const (
	ProtectionPolicyStatusInactive           ProtectionPolicyStatus = "inactive"
	ProtectionPolicyStatusActiveWithErrors   ProtectionPolicyStatus = "activeWithErrors"
	ProtectionPolicyStatusUpdating           ProtectionPolicyStatus = "updating"
	ProtectionPolicyStatusActive             ProtectionPolicyStatus = "active"
	ProtectionPolicyStatusUnknownFutureValue ProtectionPolicyStatus = "unknownFutureValue"
)

// ProtectionRuleStatus tells how far the evaluation of an inclusion rule is.
type ProtectionRuleStatus string

// The members of ProtectionRuleStatus.
const (
	ProtectionRuleStatusDraft               ProtectionRuleStatus = "draft"
	ProtectionRuleStatusActive              ProtectionRuleStatus = "active"
	ProtectionRuleStatusCompleted           ProtectionRuleStatus = "completed"
	ProtectionRuleStatusCompletedWithErrors ProtectionRuleStatus = "completedWithErrors"
	ProtectionRuleStatusUnknownFutureValue  ProtectionRuleStatus = "unknownFutureValue"
	ProtectionRuleStatusUpdateRequested     ProtectionRuleStatus = "updateRequested"
	ProtectionRuleStatusDeleteRequested     ProtectionRuleStatus = "deleteRequested"
)

// ProtectionSource is the set of ways in which a unit came into its policy.
//
//models:flags none
type ProtectionSource string

// The members of ProtectionSource.
const (
	ProtectionSourceNone               ProtectionSource = "none"
	ProtectionSourceManual             ProtectionSource = "manual"
	ProtectionSourceDynamicRule        ProtectionSource = "dynamicRule"
	ProtectionSourceUnknownFutureValue ProtectionSource = "unknownFutureValue"
)

// ProtectionUnitStatus is the state of one mailbox, drive or site in the backup.
// Offboarded is the only final one.
type ProtectionUnitStatus string

// The members of ProtectionUnitStatus.
const (
	ProtectionUnitStatusProtectRequested        ProtectionUnitStatus = "protectRequested"
	ProtectionUnitStatusProtected               ProtectionUnitStatus = "protected"
	ProtectionUnitStatusUnprotectRequested      ProtectionUnitStatus = "unprotectRequested"
	ProtectionUnitStatusUnprotected             ProtectionUnitStatus = "unprotected"
	ProtectionUnitStatusRemoveRequested         ProtectionUnitStatus = "removeRequested"
	ProtectionUnitStatusUnknownFutureValue      ProtectionUnitStatus = "unknownFutureValue"
	ProtectionUnitStatusOffboardRequested       ProtectionUnitStatus = "offboardRequested"
	ProtectionUnitStatusOffboarded              ProtectionUnitStatus = "offboarded"
	ProtectionUnitStatusCancelOffboardRequested ProtectionUnitStatus = "cancelOffboardRequested"
)

// ProtectionUnitsBulkJobStatus tells how far a bulk addition of units is.
type ProtectionUnitsBulkJobStatus string

// The members of ProtectionUnitsBulkJobStatus.
const (
	ProtectionUnitsBulkJobStatusUnknown             ProtectionUnitsBulkJobStatus = "unknown"
	ProtectionUnitsBulkJobStatusActive              ProtectionUnitsBulkJobStatus = "active"
	ProtectionUnitsBulkJobStatusCompleted           ProtectionUnitsBulkJobStatus = "completed"
	ProtectionUnitsBulkJobStatusCompletedWithErrors ProtectionUnitsBulkJobStatus = "completedWithErrors"
	ProtectionUnitsBulkJobStatusUnknownFutureValue  ProtectionUnitsBulkJobStatus = "unknownFutureValue"
)
