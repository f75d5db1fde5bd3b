package graphtest

import (
	"time"
)

// The structs below are what the service writes. Their names, members and nullability are held against the metadata by a
// test. A member without omitempty or omitzero is one that the metadata calls non-nullable, unless it is a pointer (written
// as null) or tagged edm:"null" (always written, though the metadata would allow its absence). The tag edm:"nav" marks a
// navigation property.

// timestamp is written with seven digits after the second, as the service does; the zero time is its "never".
type timestamp time.Time

func (t timestamp) IsZero() bool { return time.Time(t).IsZero() }

func (t timestamp) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`"0001-01-01T00:00:00Z"`), nil
	}
	return time.Time(t).UTC().AppendFormat(nil, `"2006-01-02T15:04:05.0000000Z"`), nil
}

type entity struct {
	ODataType string `json:"@odata.type,omitempty" edm:"-"`
	ID        string `json:"id"`
}

type identity struct {
	DisplayName string `json:"displayName,omitempty"`
	ID          string `json:"id,omitempty"`
	Email       string `json:"email,omitempty" edm:"-"`    // open type: the service adds this one
	Identity    string `json:"identity,omitempty" edm:"-"` // and writes this one in place of id at times
}

type emailIdentity struct {
	DisplayName string `json:"displayName,omitempty" edm:"base"`
	ID          string `json:"id,omitempty" edm:"base"`
	Email       string `json:"email,omitempty"`
}

type identitySet struct {
	Application *identity `json:"application,omitempty"`
	Device      *identity `json:"device,omitempty"`
	User        *identity `json:"user,omitempty"`
}

type publicErrorDetail struct {
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	Target  string `json:"target,omitempty"`
}

type publicInnerError struct {
	Code    string              `json:"code,omitempty"`
	Details []publicErrorDetail `json:"details,omitempty"`
	Message string              `json:"message,omitempty"`
	Target  string              `json:"target,omitempty"`
}

type publicError struct {
	Code       string              `json:"code,omitempty"`
	Details    []publicErrorDetail `json:"details,omitempty"`
	InnerError *publicInnerError   `json:"innerError,omitempty"`
	Message    string              `json:"message,omitempty"`
	Target     string              `json:"target,omitempty"`
}

type timePeriod struct {
	EndDateTime   timestamp `json:"endDateTime,omitzero"`
	StartDateTime timestamp `json:"startDateTime,omitzero"`
}

// stamps are the four members that tell who made a resource and who touched it last.
type stamps struct {
	CreatedBy            *identitySet `json:"createdBy,omitempty"`
	CreatedDateTime      timestamp    `json:"createdDateTime,omitzero"`
	LastModifiedBy       *identitySet `json:"lastModifiedBy,omitempty"`
	LastModifiedDateTime timestamp    `json:"lastModifiedDateTime,omitzero"`
}

type serviceStatus struct {
	BackupServiceConsumer      backupServiceConsumer `json:"backupServiceConsumer,omitempty"`
	DisableReason              disableReason         `json:"disableReason,omitempty"`
	GracePeriodDateTime        timestamp             `json:"gracePeriodDateTime,omitzero"`
	LastModifiedBy             *identitySet          `json:"lastModifiedBy,omitempty"`
	LastModifiedDateTime       timestamp             `json:"lastModifiedDateTime,omitzero"`
	RestoreAllowedTillDateTime timestamp             `json:"restoreAllowedTillDateTime,omitzero"`
	Status                     backupServiceStatus   `json:"status,omitempty"`
}

type serviceApp struct {
	entity
	Application          *identity        `json:"application,omitempty"`
	EffectiveDateTime    timestamp        `json:"effectiveDateTime,omitzero"`
	LastModifiedBy       *identitySet     `json:"lastModifiedBy,omitempty"`
	LastModifiedDateTime timestamp        `json:"lastModifiedDateTime,omitzero"`
	RegistrationDateTime timestamp        `json:"registrationDateTime,omitzero"`
	Status               serviceAppStatus `json:"status,omitempty"`
}

type notificationRecipients struct {
	CustomRecipients []emailIdentity            `json:"customRecipients"`
	Role             notificationRecipientsType `json:"role"`
}

type emailNotificationsSetting struct {
	entity
	AdditionalEvents notificationEventsType `json:"additionalEvents"`
	IsEnabled        bool                   `json:"isEnabled"`
	Recipients       notificationRecipients `json:"recipients"`
}

type retentionSetting struct {
	Interval string `json:"interval,omitempty"`
	Period   string `json:"period,omitempty" edm:"Edm.Duration"`
}

type protectionPolicyArtifactCount struct {
	Completed int32 `json:"completed" edm:"null"`
	Failed    int32 `json:"failed" edm:"null"`
	Progress  int32 `json:"inProgress" edm:"null"`
	Total     int32 `json:"total" edm:"null"`
}

type protectionPolicyBase struct {
	entity
	DisplayName string `json:"displayName,omitempty"`
	IsEnabled   bool   `json:"isEnabled"`
	stamps
	ProtectionPolicyArtifactCount *protectionPolicyArtifactCount `json:"protectionPolicyArtifactCount,omitempty"`
	RetentionSettings             []retentionSetting             `json:"retentionSettings,omitempty"`
	Status                        protectionPolicyStatus         `json:"status,omitempty"`
}

type oneDriveForBusinessProtectionPolicy struct {
	protectionPolicyBase
	Rules []driveProtectionRule                 `json:"driveInclusionRules,omitempty" edm:"nav"`
	Units []driveProtectionUnit                 `json:"driveProtectionUnits,omitempty" edm:"nav"`
	Jobs  []driveProtectionUnitsBulkAdditionJob `json:"driveProtectionUnitsBulkAdditionJobs,omitempty" edm:"nav"`
}

type sharePointProtectionPolicy struct {
	protectionPolicyBase
	Rules []siteProtectionRule                 `json:"siteInclusionRules,omitempty" edm:"nav"`
	Units []siteProtectionUnit                 `json:"siteProtectionUnits,omitempty" edm:"nav"`
	Jobs  []siteProtectionUnitsBulkAdditionJob `json:"siteProtectionUnitsBulkAdditionJobs,omitempty" edm:"nav"`
}

type exchangeProtectionPolicy struct {
	protectionPolicyBase
	Rules []mailboxProtectionRule                 `json:"mailboxInclusionRules,omitempty" edm:"nav"`
	Units []mailboxProtectionUnit                 `json:"mailboxProtectionUnits,omitempty" edm:"nav"`
	Jobs  []mailboxProtectionUnitsBulkAdditionJob `json:"mailboxProtectionUnitsBulkAdditionJobs,omitempty" edm:"nav"`
}

type protectionUnitBase struct {
	entity
	PolicyID                  string               `json:"policyId,omitempty"`
	ProtectionSources         protectionSource     `json:"protectionSources"`
	Status                    protectionUnitStatus `json:"status,omitempty"`
	OffboardRequestedDateTime timestamp            `json:"offboardRequestedDateTime" edm:"null"`
	stamps
	Error *publicError `json:"error"`
}

type driveProtectionUnit struct {
	protectionUnitBase
	DirectoryObjectID string `json:"directoryObjectId,omitempty"`
	DisplayName       string `json:"displayName,omitempty"`
	Email             string `json:"email,omitempty"`
}

type mailboxProtectionUnit struct {
	protectionUnitBase
	DirectoryObjectID string `json:"directoryObjectId,omitempty"`
	DisplayName       string `json:"displayName,omitempty"`
	Email             string `json:"email,omitempty"`
}

type siteProtectionUnit struct {
	protectionUnitBase
	SiteID     string `json:"siteId,omitempty"`
	SiteName   string `json:"siteName,omitempty"`
	SiteWebURL string `json:"siteWebUrl,omitempty"`
}

type protectionRuleBase struct {
	entity
	Status protectionRuleStatus `json:"status,omitempty"`
	stamps
	IsAutoApplyEnabled *bool        `json:"isAutoApplyEnabled,omitempty"`
	Error              *publicError `json:"error,omitempty"`
}

type driveProtectionRule struct {
	protectionRuleBase
	Expression string `json:"driveExpression,omitempty"`
}

type siteProtectionRule struct {
	protectionRuleBase
	Expression string `json:"siteExpression,omitempty"`
}

type mailboxProtectionRule struct {
	protectionRuleBase
	Expression string `json:"mailboxExpression,omitempty"`
}

type protectionUnitsBulkJobBase struct {
	entity
	DisplayName string                       `json:"displayName,omitempty"`
	Status      protectionUnitsBulkJobStatus `json:"status"`
	stamps
	Error *publicError `json:"error,omitempty"`
}

type driveProtectionUnitsBulkAdditionJob struct {
	protectionUnitsBulkJobBase
	Drives             []string `json:"drives,omitzero"`
	DirectoryObjectIDs []string `json:"directoryObjectIds,omitzero"`
}

type mailboxProtectionUnitsBulkAdditionJob struct {
	protectionUnitsBulkJobBase
	Mailboxes          []string `json:"mailboxes,omitzero"`
	DirectoryObjectIDs []string `json:"directoryObjectIds,omitzero"`
}

type siteProtectionUnitsBulkAdditionJob struct {
	protectionUnitsBulkJobBase
	SiteWebURLs []string `json:"siteWebUrls,omitzero"`
	SiteIDs     []string `json:"siteIds,omitzero"`
}
