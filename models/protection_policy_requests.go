package models

import "cmp"

// ExchangeProtectionPolicyCreate makes a policy that protects mailboxes, up to
// 50 in this request. The name may be left out.
type ExchangeProtectionPolicyCreate struct {
	DisplayName            string                        `json:"displayName,omitzero"`
	MailboxProtectionUnits []MailboxProtectionUnitCreate `json:"mailboxProtectionUnits,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c ExchangeProtectionPolicyCreate) Validate() error {
	return cmp.Or(
		checkOptionalName(c.DisplayName),
		checkUnitList("mailboxProtectionUnits", c.MailboxProtectionUnits),
	)
}

// OneDriveForBusinessProtectionPolicyCreate makes a policy that protects OneDrives, up to
// 50 in this request. The service demands a name here.
type OneDriveForBusinessProtectionPolicyCreate struct {
	DisplayName          string                      `json:"displayName,omitzero"`
	DriveProtectionUnits []DriveProtectionUnitCreate `json:"driveProtectionUnits,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c OneDriveForBusinessProtectionPolicyCreate) Validate() error {
	return cmp.Or(
		checkName(c.DisplayName),
		checkUnitList("driveProtectionUnits", c.DriveProtectionUnits),
	)
}

// SharePointProtectionPolicyCreate makes a policy that protects sites, up to
// 50 in this request. The name may be left out.
type SharePointProtectionPolicyCreate struct {
	DisplayName         string                     `json:"displayName,omitzero"`
	SiteProtectionUnits []SiteProtectionUnitCreate `json:"siteProtectionUnits,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (c SharePointProtectionPolicyCreate) Validate() error {
	return cmp.Or(
		checkOptionalName(c.DisplayName),
		checkUnitList("siteProtectionUnits", c.SiteProtectionUnits),
	)
}

// checkUnitList accepts no list at all, but no empty one.
func checkUnitList[U unitCreate](property string, units []U) error {
	if units != nil && len(units) == 0 {
		return invalid(property, "is empty: leave it out instead")
	}
	return cmp.Or(checkCount(property, len(units), maxUnits), checkUnits(property, units))
}
