package models

import (
	"cmp"
	"strings"
)

// DriveRestoreArtifactsBulkAdditionRequestCreate adds up to 10,000 OneDrives, by the addresses of
// their owners or the directory object ids. The
// lists always go out, empty ones as []; ProtectionUnitIDs has to be empty,
// because the service ignores it.
type DriveRestoreArtifactsBulkAdditionRequestCreate struct {
	DisplayName            string                 `json:"displayName,omitzero"`
	Drives                 []string               `json:"drives"`
	DirectoryObjectIDs     []string               `json:"directoryObjectIds"`
	ProtectionUnitIDs      []string               `json:"protectionUnitIds"`
	ProtectionTimePeriod   TimePeriod             `json:"protectionTimePeriod,omitzero"`
	DestinationType        DestinationType        `json:"destinationType"`
	Tags                   RestorePointTags       `json:"tags,omitzero"`
	RestorePointPreference RestorePointPreference `json:"restorePointPreference,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c DriveRestoreArtifactsBulkAdditionRequestCreate) Validate() error {
	return cmp.Or(
		checkBulkLists("drives", len(c.Drives)+len(c.DirectoryObjectIDs), maxBulkEntries),
		checkEntries("drives", c.Drives, strings.ToLower),
		checkEntries("directoryObjectIds", c.DirectoryObjectIDs, exactly),
		checkBulkRequest(c.DisplayName, c.ProtectionUnitIDs, c.ProtectionTimePeriod,
			c.DestinationType, c.Tags, c.RestorePointPreference),
	)
}

// MailboxRestoreArtifactsBulkAdditionRequestCreate adds up to 10,000 mailboxes, by addresses or
// directory object ids. The
// lists always go out, empty ones as []; ProtectionUnitIDs has to be empty,
// because the service ignores it.
type MailboxRestoreArtifactsBulkAdditionRequestCreate struct {
	DisplayName            string                 `json:"displayName,omitzero"`
	Mailboxes              []string               `json:"mailboxes"`
	DirectoryObjectIDs     []string               `json:"directoryObjectIds"`
	ProtectionUnitIDs      []string               `json:"protectionUnitIds"`
	ProtectionTimePeriod   TimePeriod             `json:"protectionTimePeriod,omitzero"`
	DestinationType        DestinationType        `json:"destinationType"`
	Tags                   RestorePointTags       `json:"tags,omitzero"`
	RestorePointPreference RestorePointPreference `json:"restorePointPreference,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c MailboxRestoreArtifactsBulkAdditionRequestCreate) Validate() error {
	return cmp.Or(
		checkBulkLists("mailboxes", len(c.Mailboxes)+len(c.DirectoryObjectIDs), maxBulkEntries),
		checkEntries("mailboxes", c.Mailboxes, strings.ToLower),
		checkEntries("directoryObjectIds", c.DirectoryObjectIDs, exactly),
		checkBulkRequest(c.DisplayName, c.ProtectionUnitIDs, c.ProtectionTimePeriod,
			c.DestinationType, c.Tags, c.RestorePointPreference),
	)
}

// SiteRestoreArtifactsBulkAdditionRequestCreate adds up to 10,000 sites, by their addresses.
// The service declares SiteIDs and ignores it. The
// lists always go out, empty ones as []; ProtectionUnitIDs has to be empty,
// because the service ignores it.
type SiteRestoreArtifactsBulkAdditionRequestCreate struct {
	DisplayName            string                 `json:"displayName,omitzero"`
	SiteWebURLs            []string               `json:"siteWebUrls"`
	SiteIDs                []string               `json:"siteIds"`
	ProtectionUnitIDs      []string               `json:"protectionUnitIds"`
	ProtectionTimePeriod   TimePeriod             `json:"protectionTimePeriod,omitzero"`
	DestinationType        DestinationType        `json:"destinationType"`
	Tags                   RestorePointTags       `json:"tags,omitzero"`
	RestorePointPreference RestorePointPreference `json:"restorePointPreference,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c SiteRestoreArtifactsBulkAdditionRequestCreate) Validate() error {
	return cmp.Or(
		checkBulkLists("siteWebUrls", len(c.SiteWebURLs)+len(c.SiteIDs), maxBulkEntries),
		checkEntries("siteWebUrls", c.SiteWebURLs, strings.ToLower),
		checkUnsupported("siteIds", c.SiteIDs),
		checkBulkRequest(c.DisplayName, c.ProtectionUnitIDs, c.ProtectionTimePeriod,
			c.DestinationType, c.Tags, c.RestorePointPreference),
	)
}

// checkBulkLists needs at least one entry over all lists of the request.
func checkBulkLists(property string, n, limit int) error {
	if n == 0 {
		return invalid(property, "has no entries")
	}
	return checkCount(property, n, limit)
}

func checkBulkRequest(name string, unitIDs []string, period TimePeriod, destination DestinationType,
	tags RestorePointTags, preference RestorePointPreference) error {
	return cmp.Or(
		checkOptionalName(name),
		checkUnsupported("protectionUnitIds", unitIDs),
		checkPeriod("protectionTimePeriod", period),
		checkRequiredEnum("destinationType", destination),
		checkEnum("tags", tags),
		checkEnum("restorePointPreference", preference),
	)
}
