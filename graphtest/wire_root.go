package graphtest

// backupRestoreRoot is the resource at the root of everything. What it leads to is never written with it.
type backupRestoreRoot struct {
	entity
	ServiceStatus    *serviceStatus                          `json:"serviceStatus,omitempty"`
	BrowseSessions   []browseSessionBase                     `json:"browseSessions,omitempty" edm:"nav"`
	DriveRules       []driveProtectionRule                   `json:"driveInclusionRules,omitempty" edm:"nav"`
	DriveUnits       []driveProtectionUnit                   `json:"driveProtectionUnits,omitempty" edm:"nav"`
	DriveJobs        []driveProtectionUnitsBulkAdditionJob   `json:"driveProtectionUnitsBulkAdditionJobs,omitempty" edm:"nav"`
	Mailing          *emailNotificationsSetting              `json:"emailNotificationsSetting,omitempty" edm:"nav"`
	ExchangePolicies []exchangeProtectionPolicy              `json:"exchangeProtectionPolicies,omitempty" edm:"nav"`
	ExchangeSessions []exchangeRestoreSession                `json:"exchangeRestoreSessions,omitempty" edm:"nav"`
	MailboxRules     []mailboxProtectionRule                 `json:"mailboxInclusionRules,omitempty" edm:"nav"`
	MailboxUnits     []mailboxProtectionUnit                 `json:"mailboxProtectionUnits,omitempty" edm:"nav"`
	MailboxJobs      []mailboxProtectionUnitsBulkAdditionJob `json:"mailboxProtectionUnitsBulkAdditionJobs,omitempty" edm:"nav"`
	DriveBrowse      []oneDriveForBusinessBrowseSession      `json:"oneDriveForBusinessBrowseSessions,omitempty" edm:"nav"`
	DrivePolicies    []oneDriveForBusinessProtectionPolicy   `json:"oneDriveForBusinessProtectionPolicies,omitempty" edm:"nav"`
	DriveSessions    []oneDriveForBusinessRestoreSession     `json:"oneDriveForBusinessRestoreSessions,omitempty" edm:"nav"`
	Policies         []protectionPolicyBase                  `json:"protectionPolicies,omitempty" edm:"nav"`
	Units            []protectionUnitBase                    `json:"protectionUnits,omitempty" edm:"nav"`
	RestorePoints    []restorePoint                          `json:"restorePoints,omitempty" edm:"nav"`
	Sessions         []restoreSessionBase                    `json:"restoreSessions,omitempty" edm:"nav"`
	ServiceApps      []serviceApp                            `json:"serviceApps,omitempty" edm:"nav"`
	SiteBrowse       []sharePointBrowseSession               `json:"sharePointBrowseSessions,omitempty" edm:"nav"`
	SitePolicies     []sharePointProtectionPolicy            `json:"sharePointProtectionPolicies,omitempty" edm:"nav"`
	SiteSessions     []sharePointRestoreSession              `json:"sharePointRestoreSessions,omitempty" edm:"nav"`
	SiteRules        []siteProtectionRule                    `json:"siteInclusionRules,omitempty" edm:"nav"`
	SiteUnits        []siteProtectionUnit                    `json:"siteProtectionUnits,omitempty" edm:"nav"`
	SiteJobs         []siteProtectionUnitsBulkAdditionJob    `json:"siteProtectionUnitsBulkAdditionJobs,omitempty" edm:"nav"`
}
