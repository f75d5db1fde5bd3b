package models

import "slices"

// ExchangeRestoreSessionUpdate adds artifacts to a draft session and
// removes them.
type ExchangeRestoreSessionUpdate struct {
	MailboxRestoreArtifacts         Delta[RestoreArtifactCreate]                `json:"mailboxRestoreArtifacts@delta,omitzero"`
	GranularMailboxRestoreArtifacts Delta[GranularMailboxRestoreArtifactCreate] `json:"granularMailboxRestoreArtifacts@delta,omitzero"`
}

// Validate reports what keeps the request from being sent. It does not limit the
// number of items: Chunks does.
func (u ExchangeRestoreSessionUpdate) Validate() error {
	return checkSessionUpdate("mailboxRestoreArtifacts@delta", u.MailboxRestoreArtifacts,
		"granularMailboxRestoreArtifacts@delta", u.GranularMailboxRestoreArtifacts)
}

// Chunks splits the change into requests of at most n items, in order; n of zero
// or less stands for the service's limit of 50.
func (u ExchangeRestoreSessionUpdate) Chunks(n int) []ExchangeRestoreSessionUpdate {
	return chunkSession(u.MailboxRestoreArtifacts, u.GranularMailboxRestoreArtifacts, n,
		func(whole Delta[RestoreArtifactCreate], granular Delta[GranularMailboxRestoreArtifactCreate]) ExchangeRestoreSessionUpdate {
			return ExchangeRestoreSessionUpdate{whole, granular}
		})
}

// ExchangeRestoreSessionUpdateResult holds the outcome of every item.
type ExchangeRestoreSessionUpdateResult struct {
	Entity
	MailboxRestoreArtifacts         []DeltaItem[MailboxRestoreArtifact]         `json:"mailboxRestoreArtifacts@delta,omitzero"`
	GranularMailboxRestoreArtifacts []DeltaItem[GranularMailboxRestoreArtifact] `json:"granularMailboxRestoreArtifacts@delta,omitzero"`
}

// Merge returns the result with the outcomes of the next request behind its own.
func (r ExchangeRestoreSessionUpdateResult) Merge(next ExchangeRestoreSessionUpdateResult) ExchangeRestoreSessionUpdateResult {
	r.Entity = r.merge(next.Entity)
	r.MailboxRestoreArtifacts = slices.Concat(r.MailboxRestoreArtifacts, next.MailboxRestoreArtifacts)
	r.GranularMailboxRestoreArtifacts = slices.Concat(r.GranularMailboxRestoreArtifacts, next.GranularMailboxRestoreArtifacts)
	return r
}

// Outcomes returns the outcome of every item, whatever its kind.
func (r ExchangeRestoreSessionUpdateResult) Outcomes() []DeltaOutcome {
	return slices.Concat(
		outcomes("mailboxRestoreArtifacts", r.MailboxRestoreArtifacts),
		outcomes("granularMailboxRestoreArtifacts", r.GranularMailboxRestoreArtifacts),
	)
}

// OneDriveForBusinessRestoreSessionUpdate adds artifacts to a draft session and
// removes them.
type OneDriveForBusinessRestoreSessionUpdate struct {
	DriveRestoreArtifacts         Delta[RestoreArtifactCreate]         `json:"driveRestoreArtifacts@delta,omitzero"`
	GranularDriveRestoreArtifacts Delta[GranularRestoreArtifactCreate] `json:"granularDriveRestoreArtifacts@delta,omitzero"`
}

// Validate reports what keeps the request from being sent. It does not limit the
// number of items: Chunks does.
func (u OneDriveForBusinessRestoreSessionUpdate) Validate() error {
	return checkSessionUpdate("driveRestoreArtifacts@delta", u.DriveRestoreArtifacts,
		"granularDriveRestoreArtifacts@delta", u.GranularDriveRestoreArtifacts)
}

// Chunks splits the change into requests of at most n items, in order; n of zero
// or less stands for the service's limit of 50.
func (u OneDriveForBusinessRestoreSessionUpdate) Chunks(n int) []OneDriveForBusinessRestoreSessionUpdate {
	return chunkSession(u.DriveRestoreArtifacts, u.GranularDriveRestoreArtifacts, n,
		func(whole Delta[RestoreArtifactCreate], granular Delta[GranularRestoreArtifactCreate]) OneDriveForBusinessRestoreSessionUpdate {
			return OneDriveForBusinessRestoreSessionUpdate{whole, granular}
		})
}

// OneDriveForBusinessRestoreSessionUpdateResult holds the outcome of every item.
type OneDriveForBusinessRestoreSessionUpdateResult struct {
	Entity
	DriveRestoreArtifacts         []DeltaItem[DriveRestoreArtifact]         `json:"driveRestoreArtifacts@delta,omitzero"`
	GranularDriveRestoreArtifacts []DeltaItem[GranularDriveRestoreArtifact] `json:"granularDriveRestoreArtifacts@delta,omitzero"`
}

// Merge returns the result with the outcomes of the next request behind its own.
func (r OneDriveForBusinessRestoreSessionUpdateResult) Merge(next OneDriveForBusinessRestoreSessionUpdateResult) OneDriveForBusinessRestoreSessionUpdateResult {
	r.Entity = r.merge(next.Entity)
	r.DriveRestoreArtifacts = slices.Concat(r.DriveRestoreArtifacts, next.DriveRestoreArtifacts)
	r.GranularDriveRestoreArtifacts = slices.Concat(r.GranularDriveRestoreArtifacts, next.GranularDriveRestoreArtifacts)
	return r
}

// Outcomes returns the outcome of every item, whatever its kind.
func (r OneDriveForBusinessRestoreSessionUpdateResult) Outcomes() []DeltaOutcome {
	return slices.Concat(
		outcomes("driveRestoreArtifacts", r.DriveRestoreArtifacts),
		outcomes("granularDriveRestoreArtifacts", r.GranularDriveRestoreArtifacts),
	)
}

// SharePointRestoreSessionUpdate adds artifacts to a draft session and
// removes them.
type SharePointRestoreSessionUpdate struct {
	SiteRestoreArtifacts         Delta[RestoreArtifactCreate]         `json:"siteRestoreArtifacts@delta,omitzero"`
	GranularSiteRestoreArtifacts Delta[GranularRestoreArtifactCreate] `json:"granularSiteRestoreArtifacts@delta,omitzero"`
}

// Validate reports what keeps the request from being sent. It does not limit the
// number of items: Chunks does.
func (u SharePointRestoreSessionUpdate) Validate() error {
	return checkSessionUpdate("siteRestoreArtifacts@delta", u.SiteRestoreArtifacts,
		"granularSiteRestoreArtifacts@delta", u.GranularSiteRestoreArtifacts)
}

// Chunks splits the change into requests of at most n items, in order; n of zero
// or less stands for the service's limit of 50.
func (u SharePointRestoreSessionUpdate) Chunks(n int) []SharePointRestoreSessionUpdate {
	return chunkSession(u.SiteRestoreArtifacts, u.GranularSiteRestoreArtifacts, n,
		func(whole Delta[RestoreArtifactCreate], granular Delta[GranularRestoreArtifactCreate]) SharePointRestoreSessionUpdate {
			return SharePointRestoreSessionUpdate{whole, granular}
		})
}

// SharePointRestoreSessionUpdateResult holds the outcome of every item.
type SharePointRestoreSessionUpdateResult struct {
	Entity
	SiteRestoreArtifacts         []DeltaItem[SiteRestoreArtifact]         `json:"siteRestoreArtifacts@delta,omitzero"`
	GranularSiteRestoreArtifacts []DeltaItem[GranularSiteRestoreArtifact] `json:"granularSiteRestoreArtifacts@delta,omitzero"`
}

// Merge returns the result with the outcomes of the next request behind its own.
func (r SharePointRestoreSessionUpdateResult) Merge(next SharePointRestoreSessionUpdateResult) SharePointRestoreSessionUpdateResult {
	r.Entity = r.merge(next.Entity)
	r.SiteRestoreArtifacts = slices.Concat(r.SiteRestoreArtifacts, next.SiteRestoreArtifacts)
	r.GranularSiteRestoreArtifacts = slices.Concat(r.GranularSiteRestoreArtifacts, next.GranularSiteRestoreArtifacts)
	return r
}

// Outcomes returns the outcome of every item, whatever its kind.
func (r SharePointRestoreSessionUpdateResult) Outcomes() []DeltaOutcome {
	return slices.Concat(
		outcomes("siteRestoreArtifacts", r.SiteRestoreArtifacts),
		outcomes("granularSiteRestoreArtifacts", r.GranularSiteRestoreArtifacts),
	)
}

// chunkSession splits both kinds of artifacts, one after the other.
func chunkSession[W, G, U any](whole Delta[W], granular Delta[G], n int, update func(Delta[W], Delta[G]) U) []U {
	var list []U
	for _, d := range whole.chunks(n) {
		list = append(list, update(d, Delta[G]{}))
	}
	for _, d := range granular.chunks(n) {
		list = append(list, update(Delta[W]{}, d))
	}
	return list
}
