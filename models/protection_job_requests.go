package models

import (
	"cmp"
	"strings"
)

// DriveProtectionUnitsBulkAdditionJobCreate adds many OneDrives to a policy, by
// addresses or ids.
type DriveProtectionUnitsBulkAdditionJobCreate struct {
	DisplayName        string   `json:"displayName,omitzero"`
	Drives             []string `json:"drives"`
	DirectoryObjectIDs []string `json:"directoryObjectIds"`
}

// Validate reports what keeps the request from being sent.
func (c DriveProtectionUnitsBulkAdditionJobCreate) Validate() error {
	return cmp.Or(
		checkOptionalName(c.DisplayName),
		checkBulkLists("drives", len(c.Drives)+len(c.DirectoryObjectIDs), maxBulkUnits),
		checkEntries("drives", c.Drives, strings.ToLower),
		checkEntries("directoryObjectIds", c.DirectoryObjectIDs, exactly),
	)
}

// MailboxProtectionUnitsBulkAdditionJobCreate adds many mailboxes to a policy, by
// addresses or ids.
type MailboxProtectionUnitsBulkAdditionJobCreate struct {
	DisplayName        string   `json:"displayName,omitzero"`
	Mailboxes          []string `json:"mailboxes"`
	DirectoryObjectIDs []string `json:"directoryObjectIds"`
}

// Validate reports what keeps the request from being sent.
func (c MailboxProtectionUnitsBulkAdditionJobCreate) Validate() error {
	return cmp.Or(
		checkOptionalName(c.DisplayName),
		checkBulkLists("mailboxes", len(c.Mailboxes)+len(c.DirectoryObjectIDs), maxBulkUnits),
		checkEntries("mailboxes", c.Mailboxes, strings.ToLower),
		checkEntries("directoryObjectIds", c.DirectoryObjectIDs, exactly),
	)
}

// SiteProtectionUnitsBulkAdditionJobCreate adds many sites to a policy, by
// addresses or ids.
type SiteProtectionUnitsBulkAdditionJobCreate struct {
	DisplayName string   `json:"displayName,omitzero"`
	SiteWebURLs []string `json:"siteWebUrls"`
	SiteIDs     []string `json:"siteIds"`
}

// Validate reports what keeps the request from being sent.
func (c SiteProtectionUnitsBulkAdditionJobCreate) Validate() error {
	return cmp.Or(
		checkOptionalName(c.DisplayName),
		checkBulkLists("siteWebUrls", len(c.SiteWebURLs)+len(c.SiteIDs), maxBulkUnits),
		checkEntries("siteWebUrls", c.SiteWebURLs, strings.ToLower),
		checkEntries("siteIds", c.SiteIDs, exactly),
	)
}
