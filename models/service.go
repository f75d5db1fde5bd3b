package models

// BackupRestoreRoot is the entry to the backup of a tenant.
type BackupRestoreRoot struct {
	Entity
	ServiceStatus                          Nullable[ServiceStatus]                 `json:"serviceStatus,omitzero"`
	BrowseSessions                         []Union[BrowseSession]                  `json:"browseSessions,omitzero"`
	DriveInclusionRules                    []DriveProtectionRule                   `json:"driveInclusionRules,omitzero"`
	DriveProtectionUnits                   []DriveProtectionUnit                   `json:"driveProtectionUnits,omitzero"`
	DriveProtectionUnitsBulkAdditionJobs   []DriveProtectionUnitsBulkAdditionJob   `json:"driveProtectionUnitsBulkAdditionJobs,omitzero"`
	EmailNotificationsSetting              Nullable[EmailNotificationsSetting]     `json:"emailNotificationsSetting,omitzero"`
	ExchangeProtectionPolicies             []ExchangeProtectionPolicy              `json:"exchangeProtectionPolicies,omitzero"`
	ExchangeRestoreSessions                []ExchangeRestoreSession                `json:"exchangeRestoreSessions,omitzero"`
	MailboxInclusionRules                  []MailboxProtectionRule                 `json:"mailboxInclusionRules,omitzero"`
	MailboxProtectionUnits                 []MailboxProtectionUnit                 `json:"mailboxProtectionUnits,omitzero"`
	MailboxProtectionUnitsBulkAdditionJobs []MailboxProtectionUnitsBulkAdditionJob `json:"mailboxProtectionUnitsBulkAdditionJobs,omitzero"`
	OneDriveForBusinessBrowseSessions      []OneDriveForBusinessBrowseSession      `json:"oneDriveForBusinessBrowseSessions,omitzero"`
	OneDriveForBusinessProtectionPolicies  []OneDriveForBusinessProtectionPolicy   `json:"oneDriveForBusinessProtectionPolicies,omitzero"`
	OneDriveForBusinessRestoreSessions     []OneDriveForBusinessRestoreSession     `json:"oneDriveForBusinessRestoreSessions,omitzero"`
	ProtectionPolicies                     []Union[ProtectionPolicy]               `json:"protectionPolicies,omitzero"`
	ProtectionUnits                        []Union[ProtectionUnit]                 `json:"protectionUnits,omitzero"`
	RestorePoints                          []RestorePoint                          `json:"restorePoints,omitzero"`
	RestoreSessions                        []Union[RestoreSession]                 `json:"restoreSessions,omitzero"`
	ServiceApps                            []ServiceApp                            `json:"serviceApps,omitzero"`
	SharePointBrowseSessions               []SharePointBrowseSession               `json:"sharePointBrowseSessions,omitzero"`
	SharePointProtectionPolicies           []SharePointProtectionPolicy            `json:"sharePointProtectionPolicies,omitzero"`
	SharePointRestoreSessions              []SharePointRestoreSession              `json:"sharePointRestoreSessions,omitzero"`
	SiteInclusionRules                     []SiteProtectionRule                    `json:"siteInclusionRules,omitzero"`
	SiteProtectionUnits                    []SiteProtectionUnit                    `json:"siteProtectionUnits,omitzero"`
	SiteProtectionUnitsBulkAdditionJobs    []SiteProtectionUnitsBulkAdditionJob    `json:"siteProtectionUnitsBulkAdditionJobs,omitzero"`
}

// ServiceStatus tells what the tenant may do with the service, and since when.
type ServiceStatus struct {
	BackupServiceConsumer      Nullable[BackupServiceConsumer] `json:"backupServiceConsumer,omitzero"`
	DisableReason              Nullable[DisableReason]         `json:"disableReason,omitzero"`
	GracePeriodDateTime        Nullable[DateTime]              `json:"gracePeriodDateTime,omitzero"`
	LastModifiedBy             Nullable[IdentitySet]           `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime       Nullable[DateTime]              `json:"lastModifiedDateTime,omitzero"`
	RestoreAllowedTillDateTime Nullable[DateTime]              `json:"restoreAllowedTillDateTime,omitzero"`
	Status                     Nullable[BackupServiceStatus]   `json:"status,omitzero"`
	Unknowns
}

// ServiceApp is an app that controls the backup of a tenant, or may come to.
type ServiceApp struct {
	Entity
	Application          Nullable[Identity]         `json:"application,omitzero"`
	EffectiveDateTime    Nullable[DateTime]         `json:"effectiveDateTime,omitzero"`
	LastModifiedBy       Nullable[IdentitySet]      `json:"lastModifiedBy,omitzero"`
	LastModifiedDateTime Nullable[DateTime]         `json:"lastModifiedDateTime,omitzero"`
	RegistrationDateTime Nullable[DateTime]         `json:"registrationDateTime,omitzero"`
	Status               Nullable[ServiceAppStatus] `json:"status,omitzero"`
}
