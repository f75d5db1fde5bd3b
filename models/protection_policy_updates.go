package models

import (
	"cmp"
	"slices"
)

// ExchangeProtectionPolicyUpdate renames a policy, adds mailboxes to it and
// removes them.
type ExchangeProtectionPolicyUpdate struct {
	DisplayName            string                             `json:"displayName,omitzero"`
	MailboxProtectionUnits Delta[MailboxProtectionUnitCreate] `json:"mailboxProtectionUnits@delta,omitzero"`
}

// Validate reports what keeps the request from being sent. It does not limit the
// number of units: Chunks does.
func (u ExchangeProtectionPolicyUpdate) Validate() error {
	return checkPolicyUpdate(u.DisplayName, "mailboxProtectionUnits@delta", u.MailboxProtectionUnits)
}

// Chunks splits the change into requests of at most n units, in order; n of zero
// or less stands for the service's limit of 50. The first one carries the name.
func (u ExchangeProtectionPolicyUpdate) Chunks(n int) []ExchangeProtectionPolicyUpdate {
	return chunkPolicy(u.DisplayName, u.MailboxProtectionUnits, n,
		func(name string, units Delta[MailboxProtectionUnitCreate]) ExchangeProtectionPolicyUpdate {
			return ExchangeProtectionPolicyUpdate{name, units}
		})
}

// ExchangeProtectionPolicyUpdateResult holds the outcome of every unit.
type ExchangeProtectionPolicyUpdateResult struct {
	Entity
	DisplayName            Nullable[string]                   `json:"displayName,omitzero"`
	MailboxProtectionUnits []DeltaItem[MailboxProtectionUnit] `json:"mailboxProtectionUnits@delta,omitzero"`
}

// Merge returns the result with the outcomes of the next request behind its own.
func (r ExchangeProtectionPolicyUpdateResult) Merge(next ExchangeProtectionPolicyUpdateResult) ExchangeProtectionPolicyUpdateResult {
	r.Entity = r.merge(next.Entity)
	if !next.DisplayName.IsZero() {
		r.DisplayName = next.DisplayName
	}
	r.MailboxProtectionUnits = slices.Concat(r.MailboxProtectionUnits, next.MailboxProtectionUnits)
	return r
}

// Outcomes returns the outcome of every unit.
func (r ExchangeProtectionPolicyUpdateResult) Outcomes() []DeltaOutcome {
	return outcomes("mailboxProtectionUnits", r.MailboxProtectionUnits)
}

// OneDriveForBusinessProtectionPolicyUpdate renames a policy, adds OneDrives to it and
// removes them.
type OneDriveForBusinessProtectionPolicyUpdate struct {
	DisplayName          string                           `json:"displayName,omitzero"`
	DriveProtectionUnits Delta[DriveProtectionUnitCreate] `json:"driveProtectionUnits@delta,omitzero"`
}

// Validate reports what keeps the request from being sent. It does not limit the
// number of units: Chunks does.
func (u OneDriveForBusinessProtectionPolicyUpdate) Validate() error {
	return checkPolicyUpdate(u.DisplayName, "driveProtectionUnits@delta", u.DriveProtectionUnits)
}

// Chunks splits the change into requests of at most n units, in order; n of zero
// or less stands for the service's limit of 50. The first one carries the name.
func (u OneDriveForBusinessProtectionPolicyUpdate) Chunks(n int) []OneDriveForBusinessProtectionPolicyUpdate {
	return chunkPolicy(u.DisplayName, u.DriveProtectionUnits, n,
		func(name string, units Delta[DriveProtectionUnitCreate]) OneDriveForBusinessProtectionPolicyUpdate {
			return OneDriveForBusinessProtectionPolicyUpdate{name, units}
		})
}

// OneDriveForBusinessProtectionPolicyUpdateResult holds the outcome of every unit.
type OneDriveForBusinessProtectionPolicyUpdateResult struct {
	Entity
	DisplayName          Nullable[string]                 `json:"displayName,omitzero"`
	DriveProtectionUnits []DeltaItem[DriveProtectionUnit] `json:"driveProtectionUnits@delta,omitzero"`
}

// Merge returns the result with the outcomes of the next request behind its own.
func (r OneDriveForBusinessProtectionPolicyUpdateResult) Merge(next OneDriveForBusinessProtectionPolicyUpdateResult) OneDriveForBusinessProtectionPolicyUpdateResult {
	r.Entity = r.merge(next.Entity)
	if !next.DisplayName.IsZero() {
		r.DisplayName = next.DisplayName
	}
	r.DriveProtectionUnits = slices.Concat(r.DriveProtectionUnits, next.DriveProtectionUnits)
	return r
}

// Outcomes returns the outcome of every unit.
func (r OneDriveForBusinessProtectionPolicyUpdateResult) Outcomes() []DeltaOutcome {
	return outcomes("driveProtectionUnits", r.DriveProtectionUnits)
}

// SharePointProtectionPolicyUpdate renames a policy, adds sites to it and
// removes them.
type SharePointProtectionPolicyUpdate struct {
	DisplayName         string                          `json:"displayName,omitzero"`
	SiteProtectionUnits Delta[SiteProtectionUnitCreate] `json:"siteProtectionUnits@delta,omitzero"`
}

// Validate reports what keeps the request from being sent. It does not limit the
// number of units: Chunks does.
func (u SharePointProtectionPolicyUpdate) Validate() error {
	return checkPolicyUpdate(u.DisplayName, "siteProtectionUnits@delta", u.SiteProtectionUnits)
}

// Chunks splits the change into requests of at most n units, in order; n of zero
// or less stands for the service's limit of 50. The first one carries the name.
func (u SharePointProtectionPolicyUpdate) Chunks(n int) []SharePointProtectionPolicyUpdate {
	return chunkPolicy(u.DisplayName, u.SiteProtectionUnits, n,
		func(name string, units Delta[SiteProtectionUnitCreate]) SharePointProtectionPolicyUpdate {
			return SharePointProtectionPolicyUpdate{name, units}
		})
}

// SharePointProtectionPolicyUpdateResult holds the outcome of every unit.
type SharePointProtectionPolicyUpdateResult struct {
	Entity
	DisplayName         Nullable[string]                `json:"displayName,omitzero"`
	SiteProtectionUnits []DeltaItem[SiteProtectionUnit] `json:"siteProtectionUnits@delta,omitzero"`
}

// Merge returns the result with the outcomes of the next request behind its own.
func (r SharePointProtectionPolicyUpdateResult) Merge(next SharePointProtectionPolicyUpdateResult) SharePointProtectionPolicyUpdateResult {
	r.Entity = r.merge(next.Entity)
	if !next.DisplayName.IsZero() {
		r.DisplayName = next.DisplayName
	}
	r.SiteProtectionUnits = slices.Concat(r.SiteProtectionUnits, next.SiteProtectionUnits)
	return r
}

// Outcomes returns the outcome of every unit.
func (r SharePointProtectionPolicyUpdateResult) Outcomes() []DeltaOutcome {
	return outcomes("siteProtectionUnits", r.SiteProtectionUnits)
}

func checkPolicyUpdate[U unitCreate](name, property string, units Delta[U]) error {
	if name == "" && units.IsZero() {
		return invalid("displayName and "+property, "are both missing: the update changes nothing")
	}
	return cmp.Or(
		checkOptionalName(name),
		checkUnits(property, units.Add),
		checkEntries(property, units.Remove, exactly),
	)
}

// chunkPolicy splits the units. A change of the name alone is one request.
func chunkPolicy[A, U any](name string, units Delta[A], n int, update func(string, Delta[A]) U) []U {
	chunks := units.chunks(n)
	if len(chunks) == 0 {
		return []U{update(name, units)}
	}
	list := make([]U, len(chunks))
	for i, d := range chunks {
		list[i] = update(name, d)
		name = ""
	}
	return list
}
