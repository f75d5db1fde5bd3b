package backuprestore_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/graphtest"
	"github.com/graphbackup/backuprestore/models"
)

const admin = "admin@contoso.example"

// follow waits for a job, through a resume token half-way, and gives the
// statuses that it went through.
func follow[T any](t *testing.T, p *backuprestore.Poller[T], resume func(string) (*backuprestore.Poller[T], error), status func(T) string, opts ...backuprestore.WaitOption) ([]string, error) {
	t.Helper()
	seen := []string{status(p.Latest())}
	note := func(value T) {
		if s := status(value); s != seen[len(seen)-1] {
			seen = append(seen, s)
		}
	}
	for value, err := range p.Updates(t.Context(), opts...) {
		note(value)
		if err != nil {
			return seen, err
		}
		break
	}
	if p.Done() {
		return seen, nil
	}
	again, err := resume(p.ResumeToken())
	require.NoError(t, err)
	for value, err := range again.Updates(t.Context(), opts...) {
		note(value)
		if err != nil {
			return seen, err
		}
	}
	require.True(t, again.Done())
	return seen, nil
}

func sessionStatus(s models.RestoreSession) string { return string(s.Base().Status.Or("")) }

func jobStatus(j models.DriveProtectionUnitsBulkAdditionJob) string { return string(j.Status) }

func policyStatus(p models.ProtectionPolicy) string { return string(p.Base().Status.Or("")) }

func ruleStatus(r models.DriveProtectionRule) string { return string(r.Status.Or("")) }

// unitStatus takes the unit of a poller that has not looked yet, too.
func unitStatus(u models.ProtectionUnit) string {
	if u == nil {
		return ""
	}
	return string(u.Base().Status.Or(""))
}

func appStatus(a models.ServiceApp) string { return string(a.Status.Or("")) }

func TestPollerFlowOfABulkRestore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.NewTenant(graphtest.Size{Drives: 40})
		tenant.FailRestore(tenant.Drive(3).Email, graphtest.CodeArtifactCannotBeRestored)
		c, _ := inMemory(t, tenant)
		ctx := t.Context()
		session, err := c.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
		require.NoError(t, err)
		body := models.DriveRestoreArtifactsBulkAdditionRequestCreate{
			Drives: []string{"nobody@contoso.example"}, ProtectionTimePeriod: models.NewTimePeriod(time.Now().AddDate(0, 0, -14), time.Now()),
			DestinationType: models.DestinationTypeNew, Tags: models.RestorePointTagsFastRestore, RestorePointPreference: models.RestorePointPreferenceLatest,
		}
		for drive := range tenant.Drives() {
			body.Drives = append(body.Drives, drive.Email)
		}
		request, err := c.BulkRequests.Drives.Create(ctx, session.ID, body)
		require.NoError(t, err)

		// Nothing moves before the session is activated.
		short, cancel := context.WithTimeout(ctx, 6*time.Hour)
		defer cancel()
		_, err = c.BulkRequests.Drives.Poller(session.ID, request.ID).Wait(short)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, `after 6h0m0s, status "active"`)

		poller, err := c.RestoreSessions.Activate(ctx, session.ID)
		require.NoError(t, err)
		seen, err := follow(t, c.BulkRequests.Drives.Poller(session.ID, request.ID), c.BulkRequests.Drives.Resume,
			func(r models.DriveRestoreArtifactsBulkAdditionRequest) string { return string(r.Status) })
		require.Equal(t, []string{"", "active", "completedWithErrors"}, seen)
		require.ErrorIs(t, err, backuprestore.ErrPartial)
		require.ErrorContains(t, err, "1 details")

		seen, err = follow(t, poller, c.RestoreSessions.Resume, sessionStatus)
		require.Equal(t, []string{"activating", "active", "completedWithError"}, seen)
		require.ErrorIs(t, err, backuprestore.ErrPartial)
	})
}

func TestPollerFlowOfSessionsThatFailOrSucceedAsAWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.NewTenant(graphtest.Size{Drives: 2})
		tenant.FailRestore(tenant.Drive(1).UnitID, graphtest.CodeInvalidRestoreTime)
		c, server := inMemory(t, tenant)
		points := restorePoints(t, c, tenant.Drive(0).UnitID, tenant.Drive(1).UnitID)
		var ids []string
		for i, want := range []error{nil, backuprestore.ErrFailed} {
			session, err := c.RestoreSessions.OneDrive.Create(t.Context(), models.OneDriveForBusinessRestoreSessionCreate{
				DriveRestoreArtifacts: []models.RestoreArtifactCreate{{RestorePointID: points[i], DestinationType: models.DestinationTypeNew}},
			})
			require.NoError(t, err)
			poller, err := c.RestoreSessions.Activate(t.Context(), session.ID)
			require.NoError(t, err)
			_, err = follow(t, poller, c.RestoreSessions.Resume, sessionStatus)
			require.ErrorIs(t, err, want)
			ids = append(ids, session.ID)
		}
		// A watcher tells the same of both at once, and of one that is not there
		// any more, and of what was never an id.
		gone, err := c.RestoreSessions.SharePoint.Create(t.Context(), models.SharePointRestoreSessionCreate{})
		require.NoError(t, err)
		require.NoError(t, c.RestoreSessions.Delete(t.Context(), gone.ID))
		server.ResetLog()
		outcomes := map[string]error{}
		for change, err := range c.RestoreSessions.Watch(append(ids, gone.ID, "none")...).Changes(t.Context()) {
			require.NoError(t, err)
			require.True(t, change.Done)
			outcomes[change.ID] = change.Err
		}
		require.NoError(t, outcomes[ids[0]])
		require.ErrorIs(t, outcomes[ids[1]], backuprestore.ErrFailed)
		require.ErrorIs(t, outcomes[gone.ID], backuprestore.ErrNotFound)
		require.ErrorIs(t, outcomes["none"], backuprestore.ErrBadRequest)
		require.Equal(t, 1, server.Count("GET /restoreSessions"))
		require.Equal(t, 1, server.Count("POST /$batch"))
	})
}

// The service names a failed session only to those who ask for every member,
// and in a batch each request has to ask for itself.
func TestPollerFlowOfABatchNamesFailedSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.NewTenant(graphtest.Size{Drives: 1})
		tenant.FailRestore(tenant.Drive(0).UnitID, graphtest.CodeInvalidRestoreTime)
		c, _ := inMemory(t, tenant)
		session, err := c.RestoreSessions.OneDrive.Create(t.Context(), models.OneDriveForBusinessRestoreSessionCreate{
			DriveRestoreArtifacts: []models.RestoreArtifactCreate{{RestorePointID: restorePoints(t, c, tenant.Drive(0).UnitID)[0], DestinationType: models.DestinationTypeNew}},
		})
		require.NoError(t, err)
		_, err = c.RestoreSessions.Activate(t.Context(), session.ID)
		require.NoError(t, err)
		time.Sleep(24 * time.Hour)
		items, err := backuprestore.Collect(c.RestoreSessions.GetMany(t.Context(), []string{session.ID}))
		require.NoError(t, err)
		require.NoError(t, items[0].Err)
		require.Equal(t, "failed", sessionStatus(items[0].Value))
	})
}

func TestPollerFlowOfBrowseSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.NewTenant(graphtest.Size{Drives: 3})
		tenant.FailBrowse(tenant.Drive(1).UnitID, "UnknownError")
		c, _ := inMemory(t, tenant)
		points := restorePoints(t, c, tenant.Drive(0).UnitID, tenant.Drive(1).UnitID)
		for i, test := range []struct {
			want error
			seen []string
		}{{nil, []string{"creating", "created"}}, {backuprestore.ErrFailed, []string{"creating", "failed"}}} {
			poller, err := c.BrowseSessions.OneDrive.Create(t.Context(), models.BrowseSessionCreate{RestorePointID: points[i]})
			require.NoError(t, err)
			seen, err := follow(t, poller, c.BrowseSessions.OneDrive.Resume, func(s models.OneDriveForBusinessBrowseSession) string { return string(s.Status) })
			require.ErrorIs(t, err, test.want)
			require.Equal(t, test.seen, seen)
			if test.want == nil {
				time.Sleep(4 * 24 * time.Hour)
				_, err = c.BrowseSessions.OneDrive.Poller(poller.ID()).Wait(t.Context())
				require.ErrorIs(t, err, backuprestore.ErrNotFound, "it has expired")
				points = restorePoints(t, c, tenant.Drive(0).UnitID, tenant.Drive(1).UnitID)
			}
		}
	})
}

func TestPollerFlowOfAPolicyAndWhatBringsUnitsIntoIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.NewTenant(graphtest.Size{Drives: 40}, graphtest.WithoutPolicies())
		c, _ := inMemory(t, tenant)
		ctx := t.Context()
		policy, err := c.ProtectionPolicies.OneDrive.Create(ctx, models.OneDriveForBusinessProtectionPolicyCreate{DisplayName: "Drives"})
		require.NoError(t, err)
		activation, err := c.ProtectionPolicies.Activate(ctx, policy.ID)
		require.NoError(t, err)
		seen, err := follow(t, activation, c.ProtectionPolicies.Resume, policyStatus)
		require.NoError(t, err)
		require.Equal(t, []string{"updating", "active"}, seen)

		job, err := c.BulkAdditionJobs.Drives.Create(ctx, policy.ID, models.DriveProtectionUnitsBulkAdditionJobCreate{
			DisplayName: "two", Drives: []string{tenant.Drive(0).Email, "nobody@contoso.example"},
		})
		require.NoError(t, err)
		seen, err = follow(t, job, c.BulkAdditionJobs.Drives.Resume, jobStatus)
		require.ErrorIs(t, err, backuprestore.ErrPartial)
		require.Equal(t, []string{"active", "completedWithErrors"}, seen)

		rule, err := c.InclusionRules.Drives.Create(ctx, policy.ID, models.DriveProtectionRuleCreate{
			DriveExpression: "(memberOf -any (group.id -in ['" + tenant.Group(2) + "']))", IsAutoApplyEnabled: models.Value(true),
		})
		require.NoError(t, err)
		seen, err = follow(t, rule, c.InclusionRules.Drives.Resume, ruleStatus)
		require.NoError(t, err)
		require.Equal(t, []string{"active", "completed"}, seen)
		deletion, err := c.InclusionRules.Drives.DeleteAndUnprotect(ctx, policy.ID, rule.Latest().ID)
		require.NoError(t, err)
		seen, err = follow(t, deletion, c.InclusionRules.Drives.Resume, ruleStatus)
		require.NoError(t, err)
		require.Equal(t, "deleteRequested", seen[0])

		deactivation, err := c.ProtectionPolicies.Deactivate(ctx, policy.ID)
		require.NoError(t, err)
		seen, err = follow(t, deactivation, c.ProtectionPolicies.Resume, policyStatus)
		require.NoError(t, err)
		require.Equal(t, []string{"updating", "inactive"}, seen)
	})
}

func TestPollerFlowOfOffboarding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.NewTenant(graphtest.Size{Drives: 3})
		c, server := inMemory(t, tenant)
		user := clientOf(t, server, graphtest.Delegated(admin))
		ctx, unit := t.Context(), tenant.Drive(0).UnitID
		policies, err := backuprestore.Collect(c.ProtectionPolicies.OneDrive.List(ctx))
		require.NoError(t, err)
		_, err = c.ProtectionPolicies.OneDrive.Update(ctx, policies[0].ID, models.OneDriveForBusinessProtectionPolicyUpdate{
			DriveProtectionUnits: models.Delta[models.DriveProtectionUnitCreate]{Remove: []string{unit}},
		})
		require.NoError(t, err)
		seen, err := follow(t, c.ProtectionUnits.Poller(unit), c.ProtectionUnits.Resume, unitStatus)
		require.NoError(t, err)
		require.Equal(t, []string{"", "removeRequested", "unprotected"}, seen)

		_, err = c.ProtectionUnits.Offboard(ctx, unit)
		require.ErrorIs(t, err, backuprestore.ErrForbidden, "delegated callers only")
		rarely := backuprestore.PollEvery(time.Hour, 24*time.Hour)
		_, err = user.ProtectionUnits.Offboard(ctx, unit)
		require.NoError(t, err)
		kept, err := user.ProtectionUnits.CancelOffboard(ctx, unit)
		require.NoError(t, err)
		seen, err = follow(t, kept, user.ProtectionUnits.Resume, unitStatus, rarely)
		require.NoError(t, err)
		require.Equal(t, []string{"cancelOffboardRequested", "unprotected"}, seen)

		start := time.Now()
		offboarding, err := user.ProtectionUnits.Offboard(ctx, unit)
		require.NoError(t, err)
		seen, err = follow(t, offboarding, user.ProtectionUnits.Resume, unitStatus, rarely)
		require.NoError(t, err)
		require.Equal(t, []string{"offboardRequested", "offboarded"}, seen)
		require.InDelta(t, 90*24*time.Hour, time.Since(start), float64(30*time.Hour))
	})
}

func TestPollerFlowOfAHandOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, server := inMemory(t, graphtest.NewTenant(graphtest.Size{Drives: 1}, graphtest.BeforeEnabling()))
		user := clientOf(t, server, graphtest.Delegated(admin))
		ctx := t.Context()
		_, err := c.Service.Enable(ctx, models.Enable{AppOwnerTenantID: server.TenantID()})
		require.NoError(t, err)
		app, err := c.ServiceApps.Create(ctx)
		require.NoError(t, err)
		activation, err := user.ServiceApps.Activate(ctx, app.ID, models.ServiceAppActivate{})
		require.NoError(t, err)
		// Accepted, and inactive until it is active: that is no failure.
		require.False(t, activation.Done())
		seen, err := follow(t, activation, user.ServiceApps.Resume, appStatus)
		require.NoError(t, err)
		require.Equal(t, []string{"inactive", "active"}, seen)

		rarely := backuprestore.PollEvery(time.Hour, 24*time.Hour)
		rival := clientOf(t, server, graphtest.AppID("11111111-2222-3333-4444-555555555555"), graphtest.Delegated(admin))
		other, err := rival.ServiceApps.Create(ctx)
		require.NoError(t, err)
		inTenDays := models.ServiceAppActivate{EffectiveDateTime: models.NewDateTime(time.Now().AddDate(0, 0, 10))}
		activation, err = rival.ServiceApps.Activate(ctx, other.ID, inTenDays)
		require.NoError(t, err)
		_, err = rival.ServiceApps.Deactivate(ctx, other.ID)
		require.NoError(t, err)
		_, err = activation.Wait(ctx, rarely)
		require.ErrorIs(t, err, backuprestore.ErrFailed, "the hand-over was called off while it was pending")

		activation, err = rival.ServiceApps.Activate(ctx, other.ID, inTenDays)
		require.NoError(t, err)
		seen, err = follow(t, activation, rival.ServiceApps.Resume, appStatus, rarely)
		require.NoError(t, err)
		require.Equal(t, []string{"pendingActive", "active"}, seen)
	})
}
