package graphtest

import (
	"fmt"
	"time"
)

// The functions below turn records into what a client sees at this moment.

func (c *call) showSession(ss *session, typed bool) any {
	status, ended := ss.status(c.now)
	total, succeeded, failed, _ := ss.progress(c.now)
	counts := restoreSessionArtifactCount{Total: int32(total), Completed: int32(succeeded), Failed: int32(failed)}
	if !ss.draft() {
		counts.Progress = int32(total - succeeded - failed)
	}
	base := restoreSessionBase{
		entity: entity{ID: ss.id}, Status: opaqueUnless(c.optedIn, status), RestoreJobType: opaqueUnless(c.optedIn, ss.job),
		RestoreSessionArtifactCount: &counts, stamps: ss.made.stamps(), CompletedDateTime: timestamp(ended),
	}
	base.LastModifiedDateTime = timestamp(after(ss.made.lastAt, ended))
	if typed {
		base.ODataType = typeName(ss.w.sessionType())
	}
	switch ss.w {
	case driveWorkload:
		return oneDriveForBusinessRestoreSession{restoreSessionBase: base}
	case siteWorkload:
		return sharePointRestoreSession{restoreSessionBase: base}
	default:
		return exchangeRestoreSession{restoreSessionBase: base}
	}
}

func (c *call) showArtifact(ss *session, a *artifact) any {
	if a.browse != nil {
		return c.showFile(a)
	}
	status, since := a.schedule.at(c.now)
	started, ended := a.times(c.now)
	base := restoreArtifactBase{
		entity: entity{ID: a.id}, DestinationType: a.destination, Status: status,
		StartDateTime: timestamp(started), CompletionDateTime: timestamp(ended), RestorePoint: c.showPoint(a.p, false),
	}
	if status == artifactFailed {
		base.Error = &publicError{Code: a.failure, Message: "The restore of this artifact failed.", Target: a.u.id}
	}
	settled := status == artifactSucceeded && !c.now.Before(since.Add(c.s.speed.Details))
	if ss.w == mailboxWorkload {
		return c.showMailbox(a, base, settled)
	}
	shown := driveRestoreArtifact{restoreArtifactBase: base}
	if settled {
		shown.RestoredSiteID, shown.RestoredSiteName, shown.RestoredSiteWebURL = c.location(a)
	}
	if ss.w == siteWorkload {
		return siteRestoreArtifact(shown)
	}
	return shown
}

// location is where a drive or site went.
func (c *call) location(a *artifact) (id, name, url string) {
	t := c.s.tenant
	if a.destination == destinationInPlace {
		return t.siteGUID(a.u.ref), a.u.name, a.u.url
	}
	suffix := fmt.Sprintf("R%d", a.suffix)
	return t.ids.guid(kindSite, a.u.ref.w.index, a.u.ref.i, uint32(a.suffix)+1), a.u.name + suffix, a.u.url + suffix
}

func (c *call) showMailbox(a *artifact, base restoreArtifactBase, settled bool) any {
	shown := mailboxRestoreArtifact{restoreArtifactBase: base}
	if settled {
		items := int32(200 + c.s.tenant.ids.noise(a.u.ref.i, 31, 0)%26_000)
		if a.search != nil {
			items = a.search.hits
		}
		shown.RestoredItemCount = &items
		if a.destination == destinationNew {
			shown.RestoredFolderID = c.s.tenant.ids.guid(kindItem, a.u.ref.w.index, a.u.ref.i, uint32(a.suffix))
			shown.RestoredFolderName = fmt.Sprintf("Recovered Items %s R%d", a.p.instant().Format(time.DateOnly), a.suffix)
		}
	}
	if a.search == nil {
		return shown
	}
	return granularMailboxRestoreArtifact{mailboxRestoreArtifact: shown, ArtifactCount: &a.search.hits, SearchResponseID: a.search.id}
}

func (c *call) showFile(a *artifact) any {
	status, _ := a.schedule.at(c.now)
	started, ended := a.times(c.now)
	base := granularRestoreArtifactBase{
		entity: entity{ID: a.id}, BrowseSessionID: a.browse.id, Status: status,
		StartDateTime: timestamp(started), CompletionDateTime: timestamp(ended),
	}
	tr := c.s.tenant.tree(a.u)
	if status != artifactAdded {
		base.RestorePointDateTime = timestamp(c.s.tenant.taken(a.p))
		base.WebURL = tr.url(a.node)
	}
	if status == artifactSucceeded {
		folder := "Restored " + a.p.instant().Format(time.DateOnly)
		base.RestoredItemKey = a.id
		base.RestoredItemPath = folder + "/" + tr.nodes[a.node].path
		base.RestoredItemWebURL = a.u.url + "/" + escapeSpaces(base.RestoredItemPath)
	}
	if a.u.ref.w == siteWorkload {
		return granularSiteRestoreArtifact{base, a.u.object}
	}
	return granularDriveRestoreArtifact{base, a.u.object}
}

func (c *call) showBulk(ss *session) any {
	b := ss.bulk
	base := restoreArtifactsBulkRequestBase{
		entity: entity{ID: b.id}, DestinationType: b.destination, Tags: b.tags, RestorePointPreference: b.preference,
		DisplayName: b.displayName, Status: b.status(c.now), stamps: b.made.stamps(), ProtectionTimePeriod: b.period,
		ProtectionUnitIDs: []string{},
	}
	base.CreatedBy, base.LastModifiedBy = base.CreatedBy.withoutID(), base.LastModifiedBy.withoutID()
	if c.method == "GET" && len(c.params) > 1 {
		base.ODataType = typeName(ss.w.bulkType())
	}
	if base.Status == bulkErrors {
		code := "BulkRestoreArtifactsNotResolved"
		if len(ss.artifacts) == 0 {
			code = "BulkRestoreArtifactsNotFound"
		}
		base.Error = &publicError{Code: code, Message: "Some entries could not be resolved.", Details: b.unresolved}
	}
	switch ss.w {
	case driveWorkload:
		return driveRestoreArtifactsBulkAdditionRequest{base, []string{}, []string{}}
	case siteWorkload:
		return siteRestoreArtifactsBulkAdditionRequest{base, []string{}, []string{}}
	default:
		return mailboxRestoreArtifactsBulkAdditionRequest{base, []string{}, []string{}}
	}
}

// withoutID names the user the way bulk requests do.
func (set *identitySet) withoutID() *identitySet {
	if set.User == nil {
		return set
	}
	return &identitySet{Application: set.Application, User: &identity{Identity: set.User.ID}}
}

// showPoint is a restore point, with the unit it belongs to where the service expands it.
func (c *call) showPoint(p point, expand bool) *restorePoint {
	taken := c.s.tenant.taken(p)
	shown := &restorePoint{
		entity: entity{ID: c.s.tenant.pointID(p)}, ProtectionDateTime: timestamp(taken),
		ExpirationDateTime: timestamp(p.expires(taken)), Tags: tagsNone,
	}
	if p.fast() {
		shown.Tags = tagsFast
	}
	if expand {
		shown.ODataType = typeName("restorePoint")
		shown.ProtectionUnit = c.showUnit(c.s.tenant.at(p.ref), true)
	}
	return shown
}
