package models

// BackupServiceConsumer tells who controls the backup of the tenant.
type BackupServiceConsumer string

// The members of BackupServiceConsumer.
const (
	BackupServiceConsumerUnknown            BackupServiceConsumer = "unknown"
	BackupServiceConsumerFirstparty         BackupServiceConsumer = "firstparty"
	BackupServiceConsumerThirdparty         BackupServiceConsumer = "thirdparty"
	BackupServiceConsumerUnknownFutureValue BackupServiceConsumer = "unknownFutureValue"
)

// BackupServiceStatus tells what the tenant may do with the service.
type BackupServiceStatus string

// The members of BackupServiceStatus.
const (
	BackupServiceStatusDisabled               BackupServiceStatus = "disabled"
	BackupServiceStatusEnabled                BackupServiceStatus = "enabled"
	BackupServiceStatusProtectionChangeLocked BackupServiceStatus = "protectionChangeLocked"
	BackupServiceStatusRestoreLocked          BackupServiceStatus = "restoreLocked"
	BackupServiceStatusUnknownFutureValue     BackupServiceStatus = "unknownFutureValue"
)

// DisableReason tells why the service is disabled.
type DisableReason string

// The members of DisableReason.
const (
	DisableReasonNone                  DisableReason = "none"
	DisableReasonInvalidBillingProfile DisableReason = "invalidBillingProfile"
	DisableReasonUserRequested         DisableReason = "userRequested"
	DisableReasonUnknownFutureValue    DisableReason = "unknownFutureValue"
)

// NotificationEventsType is the set of events that are reported by mail. Its None
// is a member like the others and not the empty set.
//
//models:flags
type NotificationEventsType string

// The members of NotificationEventsType.
const (
	NotificationEventsTypeNone                    NotificationEventsType = "none"
	NotificationEventsTypeRestoreAndPolicyUpdates NotificationEventsType = "restoreAndPolicyUpdates"
	NotificationEventsTypeUnknownFutureValue      NotificationEventsType = "unknownFutureValue"
)

// NotificationRecipientsType is the set of roles that receive the mails.
//
//models:flags none
type NotificationRecipientsType string

// The members of NotificationRecipientsType.
const (
	NotificationRecipientsTypeNone               NotificationRecipientsType = "none"
	NotificationRecipientsTypeGlobalAdmins       NotificationRecipientsType = "globalAdmins"
	NotificationRecipientsTypeBackupAdmins       NotificationRecipientsType = "backupAdmins"
	NotificationRecipientsTypeCustom             NotificationRecipientsType = "custom"
	NotificationRecipientsTypeAllAdmins          NotificationRecipientsType = "allAdmins"
	NotificationRecipientsTypeUnknownFutureValue NotificationRecipientsType = "unknownFutureValue"
)

// ServiceAppStatus tells whether an app controls the backup, waits for control or
// hands it over. None is final.
type ServiceAppStatus string

// The members of ServiceAppStatus.
const (
	ServiceAppStatusInactive           ServiceAppStatus = "inactive"
	ServiceAppStatusActive             ServiceAppStatus = "active"
	ServiceAppStatusPendingActive      ServiceAppStatus = "pendingActive"
	ServiceAppStatusPendingInactive    ServiceAppStatus = "pendingInactive"
	ServiceAppStatusUnknownFutureValue ServiceAppStatus = "unknownFutureValue"
)
