package models

import "fmt"

// DriveProtectionUnitCreate names a OneDrive to protect by its directory object.
type DriveProtectionUnitCreate struct {
	DirectoryObjectID string `json:"directoryObjectId"`
}

// MailboxProtectionUnitCreate names a mailbox to protect by its directory object.
type MailboxProtectionUnitCreate struct {
	DirectoryObjectID string `json:"directoryObjectId"`
}

// SiteProtectionUnitCreate names a site to protect.
type SiteProtectionUnitCreate struct {
	SiteID string `json:"siteId"`
}

// Validate reports what keeps the unit from being sent.
func (c DriveProtectionUnitCreate) Validate() error { return checkUnit("", c) }

// Validate reports what keeps the unit from being sent.
func (c MailboxProtectionUnitCreate) Validate() error { return checkUnit("", c) }

// Validate reports what keeps the unit from being sent.
func (c SiteProtectionUnitCreate) Validate() error { return checkUnit("", c) }

// unitCreate is a unit reference of any workload.
type unitCreate interface{ reference() (property, id string) }

func (c DriveProtectionUnitCreate) reference() (property, id string) {
	return "directoryObjectId", c.DirectoryObjectID
}

func (c MailboxProtectionUnitCreate) reference() (property, id string) {
	return "directoryObjectId", c.DirectoryObjectID
}

func (c SiteProtectionUnitCreate) reference() (property, id string) { return "siteId", c.SiteID }

func checkUnit(prefix string, unit unitCreate) error {
	property, id := unit.reference()
	return checkText(prefix+property, id)
}

// checkUnits checks the units one by one and against each other.
func checkUnits[U unitCreate](property string, units []U) error {
	first := make(map[string]int, len(units))
	for i, unit := range units {
		if err := checkUnit(fmt.Sprintf("%s[%d].", property, i), unit); err != nil {
			return err
		}
		_, id := unit.reference()
		if at, ok := first[id]; ok {
			return invalid(property, "holds the same unit at %d and %d", at, i)
		}
		first[id] = i
	}
	return nil
}
