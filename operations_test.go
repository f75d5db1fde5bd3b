package backuprestore_test

import (
	"context"
	"iter"
	"time"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

// An operation calls the one method behind an operation of the API. fill may
// replace the sample body that it is given a pointer to.
type operation struct {
	name string // method and path, with {id} for every id
	call func(ctx context.Context, c *backuprestore.Client, fill func(body any)) error
}

const (
	sampleID    = "5e551015-0000-4000-8000-000000000001"
	sampleSubID = "a27fac70-0000-4000-8000-000000000002"
	samplePoint = "90147000-0000-4000-8000-000000000003"
)

var (
	sampleStart = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	sampleEnd   = time.Date(2026, 5, 8, 0, 0, 0, 0, time.UTC)
)

func drain[T any](list iter.Seq2[T, error]) error {
	_, err := backuprestore.Collect(list)
	return err
}

func second[T any](_ T, err error) error { return err }

// read is an operation without a body.
func read(name string, call func(ctx context.Context, c *backuprestore.Client) error) operation {
	return operation{name: "GET /solutions/backupRestore" + name, call: func(ctx context.Context, c *backuprestore.Client, _ func(any)) error {
		return call(ctx, c)
	}}
}

func act(method, name string, call func(ctx context.Context, c *backuprestore.Client) error) operation {
	o := read(name, call)
	o.name = method + " /solutions/backupRestore" + name
	return o
}

// write is an operation with a body of type B.
func write[B any](method, name string, sample B, call func(ctx context.Context, c *backuprestore.Client, body B) error) operation {
	return operation{name: method + " /solutions/backupRestore" + name, call: func(ctx context.Context, c *backuprestore.Client, fill func(any)) error {
		body := sample
		fill(&body)
		return call(ctx, c, body)
	}}
}

// operations is the whole surface. The tests hold it against the directives in
// the source, the goldens and the documentation.
func operations() []operation {
	var all []operation
	for _, part := range [][]operation{
		controlOperations(), policyOperations(), unitOperations(), ruleOperations(), jobOperations(),
		pointOperations(), sessionOperations(), requestOperations(), browseOperations(),
	} {
		all = append(all, part...)
	}
	return all
}

type client = *backuprestore.Client

func controlOperations() []operation {
	effective := models.ServiceAppActivate{EffectiveDateTime: models.NewDateTime(sampleEnd)}
	return []operation{
		read("", func(ctx context.Context, c client) error { return second(c.Service.Get(ctx)) }),
		write("POST", "/enable", models.Enable{AppOwnerTenantID: sampleID},
			func(ctx context.Context, c client, b models.Enable) error { return second(c.Service.Enable(ctx, b)) }),
		read("/serviceApps", func(ctx context.Context, c client) error { return drain(c.ServiceApps.List(ctx)) }),
		act("POST", "/serviceApps", func(ctx context.Context, c client) error { return second(c.ServiceApps.Create(ctx)) }),
		read("/serviceApps/{id}", func(ctx context.Context, c client) error { return second(c.ServiceApps.Get(ctx, sampleID)) }),
		act("DELETE", "/serviceApps/{id}", func(ctx context.Context, c client) error { return c.ServiceApps.Delete(ctx, sampleID) }),
		write("POST", "/serviceApps/{id}/activate", effective,
			func(ctx context.Context, c client, b models.ServiceAppActivate) error {
				return second(c.ServiceApps.Activate(ctx, sampleID, b))
			}),
		act("POST", "/serviceApps/{id}/deactivate", func(ctx context.Context, c client) error { return second(c.ServiceApps.Deactivate(ctx, sampleID)) }),
		read("/emailNotificationsSetting", func(ctx context.Context, c client) error { return second(c.EmailNotifications.Get(ctx)) }),
		write("PATCH", "/emailNotificationsSetting", models.EmailNotificationsSettingUpdate{
			IsEnabled:        models.Value(true),
			AdditionalEvents: models.NotificationEventsTypeRestoreAndPolicyUpdates,
			Recipients: &models.NotificationRecipientsUpdate{
				Role:             models.NotificationRecipientsTypeCustom,
				CustomRecipients: []models.EmailIdentityCreate{{Email: "backup@contoso.example"}},
			},
		}, func(ctx context.Context, c client, b models.EmailNotificationsSettingUpdate) error {
			return second(c.EmailNotifications.Update(ctx, b))
		}),
	}
}

func policyOperations() []operation {
	ops := []operation{
		read("/protectionPolicies", func(ctx context.Context, c client) error { return drain(c.ProtectionPolicies.List(ctx)) }),
		read("/protectionPolicies/{id}", func(ctx context.Context, c client) error { return second(c.ProtectionPolicies.Get(ctx, sampleID)) }),
		act("DELETE", "/protectionPolicies/{id}", func(ctx context.Context, c client) error { return c.ProtectionPolicies.Delete(ctx, sampleID) }),
		act("POST", "/protectionPolicies/{id}/activate", func(ctx context.Context, c client) error {
			return second(c.ProtectionPolicies.Activate(ctx, sampleID))
		}),
		act("POST", "/protectionPolicies/{id}/deactivate", func(ctx context.Context, c client) error {
			return second(c.ProtectionPolicies.Deactivate(ctx, sampleID))
		}),
	}
	ops = append(ops, typedPolicies("/oneDriveForBusinessProtectionPolicies", func(c client) *backuprestore.OneDriveProtectionPolicies { return c.ProtectionPolicies.OneDrive },
		models.OneDriveForBusinessProtectionPolicyCreate{DisplayName: "Drives", DriveProtectionUnits: []models.DriveProtectionUnitCreate{{DirectoryObjectID: sampleSubID}}},
		models.OneDriveForBusinessProtectionPolicyUpdate{DisplayName: "All drives", DriveProtectionUnits: models.Delta[models.DriveProtectionUnitCreate]{
			Add: []models.DriveProtectionUnitCreate{{DirectoryObjectID: sampleSubID}}, Remove: []string{sampleID}}})...)
	ops = append(ops, typedPolicies("/sharePointProtectionPolicies", func(c client) *backuprestore.SharePointProtectionPolicies { return c.ProtectionPolicies.SharePoint },
		models.SharePointProtectionPolicyCreate{DisplayName: "Sites", SiteProtectionUnits: []models.SiteProtectionUnitCreate{{SiteID: sampleSubID}}},
		models.SharePointProtectionPolicyUpdate{DisplayName: "All sites", SiteProtectionUnits: models.Delta[models.SiteProtectionUnitCreate]{
			Add: []models.SiteProtectionUnitCreate{{SiteID: sampleSubID}}, Remove: []string{sampleID}}})...)
	return append(ops, typedPolicies("/exchangeProtectionPolicies", func(c client) *backuprestore.ExchangeProtectionPolicies { return c.ProtectionPolicies.Exchange },
		models.ExchangeProtectionPolicyCreate{DisplayName: "Mailboxes", MailboxProtectionUnits: []models.MailboxProtectionUnitCreate{{DirectoryObjectID: sampleSubID}}},
		models.ExchangeProtectionPolicyUpdate{DisplayName: "All mailboxes", MailboxProtectionUnits: models.Delta[models.MailboxProtectionUnitCreate]{
			Add: []models.MailboxProtectionUnitCreate{{DirectoryObjectID: sampleSubID}}, Remove: []string{sampleID}}})...)
}

// The interfaces below are what the services of the workloads have in common, so that
// one function describes the operations of all workloads.
type policies[P, C, U, R any] interface {
	Create(context.Context, C, ...backuprestore.RequestOption) (P, error)
	List(context.Context, ...backuprestore.RequestOption) iter.Seq2[P, error]
	Get(context.Context, string, ...backuprestore.RequestOption) (P, error)
	Update(context.Context, string, U, ...backuprestore.RequestOption) (R, error)
}

func typedPolicies[P, C, U, R any, S policies[P, C, U, R]](set string, of func(client) S, create C, update U) []operation {
	return []operation{
		write("POST", set, create, func(ctx context.Context, c client, b C) error { return second(of(c).Create(ctx, b)) }),
		read(set, func(ctx context.Context, c client) error { return drain(of(c).List(ctx)) }),
		read(set+"/{id}", func(ctx context.Context, c client) error { return second(of(c).Get(ctx, sampleID)) }),
		write("PATCH", set+"/{id}", update, func(ctx context.Context, c client, b U) error { return second(of(c).Update(ctx, sampleID, b)) }),
	}
}

func unitOperations() []operation {
	ops := []operation{
		read("/protectionUnits", func(ctx context.Context, c client) error { return drain(c.ProtectionUnits.List(ctx)) }),
		read("/protectionUnits/{id}", func(ctx context.Context, c client) error { return second(c.ProtectionUnits.Get(ctx, sampleID)) }),
		act("POST", "/protectionUnits/{id}/offboard", func(ctx context.Context, c client) error {
			return second(c.ProtectionUnits.Offboard(ctx, sampleID))
		}),
		act("POST", "/protectionUnits/{id}/cancelOffboard", func(ctx context.Context, c client) error {
			return second(c.ProtectionUnits.CancelOffboard(ctx, sampleID))
		}),
	}
	ops = append(ops, typedUnits("drive", "oneDriveForBusiness", func(c client) *backuprestore.DriveProtectionUnits { return c.ProtectionUnits.Drives })...)
	ops = append(ops, typedUnits("site", "sharePoint", func(c client) *backuprestore.SiteProtectionUnits { return c.ProtectionUnits.Sites })...)
	return append(ops, typedUnits("mailbox", "exchange", func(c client) *backuprestore.MailboxProtectionUnits { return c.ProtectionUnits.Mailboxes })...)
}

type units[U any] interface {
	List(context.Context, ...backuprestore.RequestOption) iter.Seq2[U, error]
	ListByPolicy(context.Context, string, ...backuprestore.RequestOption) iter.Seq2[U, error]
	Get(context.Context, string, ...backuprestore.RequestOption) (U, error)
}

func typedUnits[U any, S units[U]](kind, workload string, of func(client) S) []operation {
	return []operation{
		read("/protectionUnits/microsoft.graph."+kind+"ProtectionUnit", func(ctx context.Context, c client) error { return drain(of(c).List(ctx)) }),
		read("/"+workload+"ProtectionPolicies/{id}/"+kind+"ProtectionUnits", func(ctx context.Context, c client) error {
			return drain(of(c).ListByPolicy(ctx, sampleID))
		}),
		read("/"+kind+"ProtectionUnits/{id}", func(ctx context.Context, c client) error { return second(of(c).Get(ctx, sampleID)) }),
	}
}

func ruleOperations() []operation {
	const groups = "(memberOf -any (group.id -in ['" + sampleSubID + "']))"
	drives := func(c client) *backuprestore.DriveInclusionRules { return c.InclusionRules.Drives }
	mailboxes := func(c client) *backuprestore.MailboxInclusionRules { return c.InclusionRules.Mailboxes }
	sites := func(c client) *backuprestore.SiteInclusionRules { return c.InclusionRules.Sites }
	ops := typedRules("drive", "oneDriveForBusiness", drives, models.DriveProtectionRuleCreate{DriveExpression: groups, IsAutoApplyEnabled: models.Value(true)})
	ops = append(ops, typedRules("mailbox", "exchange", mailboxes, models.MailboxProtectionRuleCreate{MailboxExpression: groups, IsAutoApplyEnabled: models.Value(false)})...)
	ops = append(ops, typedRules("site", "sharePoint", sites, models.SiteProtectionRuleCreate{SiteExpression: "(displayName -contains 'Finance')"})...)
	ops = append(ops, dynamicRules("drive", "oneDriveForBusiness", drives, models.DriveProtectionRuleUpdate{DriveExpression: groups})...)
	return append(ops, dynamicRules("mailbox", "exchange", mailboxes, models.MailboxProtectionRuleUpdate{MailboxExpression: groups})...)
}

type rules[R, C any] interface {
	Create(context.Context, string, C, ...backuprestore.RequestOption) (*backuprestore.Poller[R], error)
	List(context.Context, string, ...backuprestore.RequestOption) iter.Seq2[R, error]
	ListAll(context.Context, ...backuprestore.RequestOption) iter.Seq2[R, error]
	Get(context.Context, string, string, ...backuprestore.RequestOption) (R, error)
	Delete(context.Context, string, string, ...backuprestore.RequestOption) error
	Run(context.Context, string, string, ...backuprestore.RequestOption) (*backuprestore.Poller[R], error)
}

func typedRules[R, C any, S rules[R, C]](kind, workload string, of func(client) S, create C) []operation {
	all := "/" + kind + "InclusionRules"
	set := "/" + workload + "ProtectionPolicies/{id}" + all
	return []operation{
		write("POST", set, create, func(ctx context.Context, c client, b C) error { return second(of(c).Create(ctx, sampleID, b)) }),
		read(set, func(ctx context.Context, c client) error { return drain(of(c).List(ctx, sampleID)) }),
		read(all, func(ctx context.Context, c client) error { return drain(of(c).ListAll(ctx)) }),
		read(set+"/{id}", func(ctx context.Context, c client) error { return second(of(c).Get(ctx, sampleID, sampleSubID)) }),
		act("DELETE", set+"/{id}", func(ctx context.Context, c client) error { return of(c).Delete(ctx, sampleID, sampleSubID) }),
		act("POST", set+"/{id}/run", func(ctx context.Context, c client) error { return second(of(c).Run(ctx, sampleID, sampleSubID)) }),
	}
}

type dynamic[R, U any] interface {
	Update(context.Context, string, string, U, ...backuprestore.RequestOption) (*backuprestore.Poller[R], error)
	DeleteAndUnprotect(context.Context, string, string, ...backuprestore.RequestOption) (*backuprestore.Poller[R], error)
}

func dynamicRules[R, U any, S dynamic[R, U]](kind, workload string, of func(client) S, update U) []operation {
	rule := "/" + workload + "ProtectionPolicies/{id}/" + kind + "InclusionRules/{id}"
	return []operation{
		write("PATCH", rule, update, func(ctx context.Context, c client, b U) error {
			return second(of(c).Update(ctx, sampleID, sampleSubID, b))
		}),
		act("POST", rule+"/deleteAndUnprotect", func(ctx context.Context, c client) error {
			return second(of(c).DeleteAndUnprotect(ctx, sampleID, sampleSubID))
		}),
	}
}

func jobOperations() []operation {
	ops := typedJobs("drive", "oneDriveForBusiness", func(c client) *backuprestore.DriveBulkAdditionJobs { return c.BulkAdditionJobs.Drives },
		models.DriveProtectionUnitsBulkAdditionJobCreate{DisplayName: "Drives", Drives: []string{"adele@contoso.example"}, DirectoryObjectIDs: []string{sampleSubID}})
	ops = append(ops, typedJobs("mailbox", "exchange", func(c client) *backuprestore.MailboxBulkAdditionJobs { return c.BulkAdditionJobs.Mailboxes },
		models.MailboxProtectionUnitsBulkAdditionJobCreate{DisplayName: "Mailboxes", Mailboxes: []string{"adele@contoso.example"}, DirectoryObjectIDs: []string{sampleSubID}})...)
	return append(ops, typedJobs("site", "sharePoint", func(c client) *backuprestore.SiteBulkAdditionJobs { return c.BulkAdditionJobs.Sites },
		models.SiteProtectionUnitsBulkAdditionJobCreate{DisplayName: "Sites", SiteWebURLs: []string{"https://contoso.example/sites/a"}, SiteIDs: []string{sampleSubID}})...)
}

type jobs[J, C any] interface {
	Create(context.Context, string, C, ...backuprestore.RequestOption) (*backuprestore.Poller[J], error)
	List(context.Context, string, ...backuprestore.RequestOption) iter.Seq2[J, error]
	ListAll(context.Context, ...backuprestore.RequestOption) iter.Seq2[J, error]
	Get(context.Context, string, string, ...backuprestore.RequestOption) (J, error)
}

func typedJobs[J, C any, S jobs[J, C]](kind, workload string, of func(client) S, create C) []operation {
	all := "/" + kind + "ProtectionUnitsBulkAdditionJobs"
	set := "/" + workload + "ProtectionPolicies/{id}" + all
	return []operation{
		write("POST", set, create, func(ctx context.Context, c client, b C) error { return second(of(c).Create(ctx, sampleID, b)) }),
		read(set, func(ctx context.Context, c client) error { return drain(of(c).List(ctx, sampleID)) }),
		read(all, func(ctx context.Context, c client) error { return drain(of(c).ListAll(ctx)) }),
		read(set+"/{id}", func(ctx context.Context, c client) error { return second(of(c).Get(ctx, sampleID, sampleSubID)) }),
	}
}

func pointOperations() []operation {
	return []operation{
		read("/restorePoints", func(ctx context.Context, c client) error {
			return drain(c.RestorePoints.List(ctx, sampleID, sampleEnd))
		}),
		read("/restorePoints/{id}", func(ctx context.Context, c client) error { return second(c.RestorePoints.Get(ctx, samplePoint)) }),
		write("POST", "/restorePoints/search", models.RestorePointSearch{
			ProtectionUnitIDs: []string{sampleID}, ProtectionTimePeriod: models.NewTimePeriod(sampleStart, sampleEnd),
			RestorePointPreference: models.RestorePointPreferenceLatest, Tags: models.RestorePointTagsFastRestore,
		}, func(ctx context.Context, c client, b models.RestorePointSearch) error {
			return second(c.RestorePoints.Search(ctx, b))
		}),
	}
}

func sessionOperations() []operation {
	whole := []models.RestoreArtifactCreate{{RestorePointID: samplePoint, DestinationType: models.DestinationTypeNew}}
	change := models.Delta[models.RestoreArtifactCreate]{Add: whole, Remove: []string{sampleSubID}}
	ops := []operation{
		read("/restoreSessions", func(ctx context.Context, c client) error { return drain(c.RestoreSessions.List(ctx)) }),
		read("/restoreSessions/{id}", func(ctx context.Context, c client) error { return second(c.RestoreSessions.Get(ctx, sampleID)) }),
		act("DELETE", "/restoreSessions/{id}", func(ctx context.Context, c client) error { return c.RestoreSessions.Delete(ctx, sampleID) }),
		act("POST", "/restoreSessions/{id}/activate", func(ctx context.Context, c client) error {
			return second(c.RestoreSessions.Activate(ctx, sampleID))
		}),
	}
	ops = append(ops, typedSessions("/oneDriveForBusinessRestoreSessions", "/driveRestoreArtifacts", "/granularDriveRestoreArtifacts", func(c client) *backuprestore.OneDriveRestoreSessions { return c.RestoreSessions.OneDrive },
		models.OneDriveForBusinessRestoreSessionCreate{DriveRestoreArtifacts: whole},
		models.OneDriveForBusinessRestoreSessionUpdate{DriveRestoreArtifacts: change})...)
	ops = append(ops, typedSessions("/sharePointRestoreSessions", "/siteRestoreArtifacts", "/granularSiteRestoreArtifacts", func(c client) *backuprestore.SharePointRestoreSessions { return c.RestoreSessions.SharePoint },
		models.SharePointRestoreSessionCreate{SiteRestoreArtifacts: whole},
		models.SharePointRestoreSessionUpdate{SiteRestoreArtifacts: change})...)
	return append(ops, typedSessions("/exchangeRestoreSessions", "/mailboxRestoreArtifacts", "/granularMailboxRestoreArtifacts", func(c client) *backuprestore.ExchangeRestoreSessions { return c.RestoreSessions.Exchange },
		models.ExchangeRestoreSessionCreate{MailboxRestoreArtifacts: whole},
		models.ExchangeRestoreSessionUpdate{MailboxRestoreArtifacts: change})...)
}

type sessions[S, C, U, R, A, G any] interface {
	Create(context.Context, C, ...backuprestore.RequestOption) (S, error)
	List(context.Context, ...backuprestore.RequestOption) iter.Seq2[S, error]
	Get(context.Context, string, ...backuprestore.RequestOption) (S, error)
	Update(context.Context, string, U, ...backuprestore.RequestOption) (R, error)
	Artifacts(context.Context, string, ...backuprestore.RequestOption) iter.Seq2[A, error]
	Artifact(context.Context, string, string, ...backuprestore.RequestOption) (A, error)
	GranularArtifacts(context.Context, string, ...backuprestore.RequestOption) iter.Seq2[G, error]
	GranularArtifact(context.Context, string, string, ...backuprestore.RequestOption) (G, error)
}

func typedSessions[S, C, U, R, A, G any, T sessions[S, C, U, R, A, G]](set, artifacts, granularArtifacts string, of func(client) T, create C, update U) []operation {
	whole, granular := set+"/{id}"+artifacts, set+"/{id}"+granularArtifacts
	return []operation{
		write("POST", set, create, func(ctx context.Context, c client, b C) error { return second(of(c).Create(ctx, b)) }),
		read(set, func(ctx context.Context, c client) error { return drain(of(c).List(ctx)) }),
		read(set+"/{id}", func(ctx context.Context, c client) error { return second(of(c).Get(ctx, sampleID)) }),
		write("PATCH", set+"/{id}", update, func(ctx context.Context, c client, b U) error { return second(of(c).Update(ctx, sampleID, b)) }),
		read(whole, func(ctx context.Context, c client) error { return drain(of(c).Artifacts(ctx, sampleID)) }),
		read(whole+"/{id}", func(ctx context.Context, c client) error { return second(of(c).Artifact(ctx, sampleID, sampleSubID)) }),
		read(granular, func(ctx context.Context, c client) error { return drain(of(c).GranularArtifacts(ctx, sampleID)) }),
		read(granular+"/{id}", func(ctx context.Context, c client) error {
			return second(of(c).GranularArtifact(ctx, sampleID, sampleSubID))
		}),
	}
}

func requestOperations() []operation {
	period := models.NewTimePeriod(sampleStart, sampleEnd)
	ops := typedRequests("drive", "oneDriveForBusiness", func(c client) *backuprestore.DriveBulkRequests { return c.BulkRequests.Drives },
		models.DriveRestoreArtifactsBulkAdditionRequestCreate{DisplayName: "Drives", Drives: []string{"adele@contoso.example", "alex@contoso.example"},
			ProtectionTimePeriod: period, DestinationType: models.DestinationTypeNew, Tags: models.RestorePointTagsFastRestore,
			RestorePointPreference: models.RestorePointPreferenceLatest})
	ops = append(ops, typedRequests("mailbox", "exchange", func(c client) *backuprestore.MailboxBulkRequests { return c.BulkRequests.Mailboxes },
		models.MailboxRestoreArtifactsBulkAdditionRequestCreate{DisplayName: "Mailboxes", DirectoryObjectIDs: []string{sampleSubID},
			ProtectionTimePeriod: period, DestinationType: models.DestinationTypeInPlace, Tags: models.RestorePointTagsFastRestore,
			RestorePointPreference: models.RestorePointPreferenceOldest})...)
	return append(ops, typedRequests("site", "sharePoint", func(c client) *backuprestore.SiteBulkRequests { return c.BulkRequests.Sites },
		models.SiteRestoreArtifactsBulkAdditionRequestCreate{DisplayName: "Sites", SiteWebURLs: []string{"https://contoso.example/sites/a"},
			ProtectionTimePeriod: period, DestinationType: models.DestinationTypeNew, Tags: models.RestorePointTagsFastRestore,
			RestorePointPreference: models.RestorePointPreferenceLatest})...)
}

type requests[R, C any] interface {
	Create(context.Context, string, C, ...backuprestore.RequestOption) (R, error)
	List(context.Context, string, ...backuprestore.RequestOption) iter.Seq2[R, error]
	Get(context.Context, string, string, ...backuprestore.RequestOption) (R, error)
	Delete(context.Context, string, string, ...backuprestore.RequestOption) error
}

func typedRequests[R, C any, S requests[R, C]](kind, workload string, of func(client) S, create C) []operation {
	set := "/" + workload + "RestoreSessions/{id}/" + kind + "RestoreArtifactsBulkAdditionRequests"
	return []operation{
		write("POST", set, create, func(ctx context.Context, c client, b C) error { return second(of(c).Create(ctx, sampleID, b)) }),
		read(set, func(ctx context.Context, c client) error { return drain(of(c).List(ctx, sampleID)) }),
		read(set+"/{id}", func(ctx context.Context, c client) error { return second(of(c).Get(ctx, sampleID, sampleSubID)) }),
		act("DELETE", set+"/{id}", func(ctx context.Context, c client) error { return of(c).Delete(ctx, sampleID, sampleSubID) }),
	}
}

func browseOperations() []operation {
	ops := []operation{
		read("/browseSessions", func(ctx context.Context, c client) error { return drain(c.BrowseSessions.List(ctx)) }),
		act("DELETE", "/browseSessions/{id}", func(ctx context.Context, c client) error { return c.BrowseSessions.Delete(ctx, sampleID) }),
	}
	ops = append(ops, typedBrowse("/oneDriveForBusinessBrowseSessions", func(c client) *backuprestore.OneDriveBrowseSessions { return c.BrowseSessions.OneDrive })...)
	return append(ops, typedBrowse("/sharePointBrowseSessions", func(c client) *backuprestore.SharePointBrowseSessions { return c.BrowseSessions.SharePoint })...)
}

type browsing[S any] interface {
	Create(context.Context, models.BrowseSessionCreate, ...backuprestore.RequestOption) (*backuprestore.Poller[S], error)
	List(context.Context, ...backuprestore.RequestOption) iter.Seq2[S, error]
	Get(context.Context, string, ...backuprestore.RequestOption) (S, error)
	Delete(context.Context, string, ...backuprestore.RequestOption) error
	Browse(context.Context, string, models.BrowseQuery, ...backuprestore.RequestOption) iter.Seq2[models.BrowseQueryResponseItem, error]
}

func typedBrowse[S any, T browsing[S]](set string, of func(client) T) []operation {
	query := models.BrowseQuery{BrowseLocationItemKey: sampleSubID, BrowseResourceType: models.BrowsableResourceTypeFolder,
		Filter: "(name -contains 'plan')", OrderBy: models.BrowseQueryOrderNameAsc}
	return []operation{
		write("POST", set, models.BrowseSessionCreate{RestorePointID: samplePoint},
			func(ctx context.Context, c client, b models.BrowseSessionCreate) error {
				return second(of(c).Create(ctx, b))
			}),
		read(set, func(ctx context.Context, c client) error { return drain(of(c).List(ctx)) }),
		read(set+"/{id}", func(ctx context.Context, c client) error { return second(of(c).Get(ctx, sampleID)) }),
		act("DELETE", set+"/{id}", func(ctx context.Context, c client) error { return of(c).Delete(ctx, sampleID) }),
		write("POST", set+"/{id}/browse", query, func(ctx context.Context, c client, b models.BrowseQuery) error {
			return drain(of(c).Browse(ctx, sampleID, b))
		}),
		// The pages behind the first are a GET on the same path.
		read(set+"/{id}/browse", func(ctx context.Context, c client) error {
			return drain(of(c).Browse(ctx, sampleID, query, backuprestore.StartAt(secondPage(set))))
		}),
	}
}

func secondPage(set string) string {
	return "/solutions/backupRestore" + set + "/" + sampleID + "/browse?$skiptoken=next"
}
