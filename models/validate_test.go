package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

type validator interface{ Validate() error }

func point(id string) models.RestoreArtifactCreate {
	return models.RestoreArtifactCreate{RestorePointID: id, DestinationType: models.DestinationTypeNew}
}

func file(key string) models.GranularRestoreArtifactCreate {
	return models.GranularRestoreArtifactCreate{BrowseSessionID: "b", ItemKey: key}
}

func numbered[T any](n int, item func(string) T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = item(fmt.Sprint("n", i))
	}
	return list
}

func text(s string) string { return s }

// bulk is a request that can be sent, changed by change.
func bulk(change func(*models.DriveRestoreArtifactsBulkAdditionRequestCreate)) validator {
	r := models.DriveRestoreArtifactsBulkAdditionRequestCreate{
		Drives:          []string{"ana@contoso.example"},
		DestinationType: models.DestinationTypeNew,
	}
	change(&r)
	return r
}

func TestRequestsThatCannotBeSent(t *testing.T) {
	type (
		driveCreate  = models.OneDriveForBusinessRestoreSessionCreate
		driveUpdate  = models.OneDriveForBusinessRestoreSessionUpdate
		mailCreate   = models.ExchangeRestoreSessionCreate
		bulkDrives   = models.DriveRestoreArtifactsBulkAdditionRequestCreate
		policyCreate = models.OneDriveForBusinessProtectionPolicyCreate
		policyUpdate = models.OneDriveForBusinessProtectionPolicyUpdate
		search       = models.RestorePointSearch
		setting      = models.EmailNotificationsSettingUpdate
		recipients   = models.NotificationRecipientsUpdate
	)
	const sentinel = "UnknownFutureValue"
	points := func(list ...models.RestoreArtifactCreate) models.Delta[models.RestoreArtifactCreate] {
		return models.Delta[models.RestoreArtifactCreate]{Add: list}
	}
	message := &models.ArtifactQuery{ArtifactType: models.Value(models.RestorableArtifactMessage), QueryExpression: models.Value("(Sender -eq 'x')")}

	for _, tc := range []struct {
		name     string
		request  validator
		property string
		reason   string
	}{
		{"blank point", driveCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{point("1"), point(" ")}}, "driveRestoreArtifacts[1].restorePoint.id", "blank"},
		{"no destination", driveCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{{RestorePointID: "1"}}}, "driveRestoreArtifacts[0].destinationType", "missing"},
		{"sentinel destination", driveCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{{RestorePointID: "1", DestinationType: sentinel}}}, "driveRestoreArtifacts[0].destinationType", "unknownFutureValue"},
		{"two destinations", driveCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{point("1"), {RestorePointID: "2", DestinationType: models.DestinationTypeInPlace}}}, "driveRestoreArtifacts", "mixes"},
		{"same point twice", driveCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{point("1"), point("1")}}, "driveRestoreArtifacts", "same"},
		{"51 artifacts", driveCreate{DriveRestoreArtifacts: numbered(51, point)}, "driveRestoreArtifacts", "limit is 50"},
		{"empty list", driveCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{}}, "driveRestoreArtifacts", "empty"},
		{"both kinds", driveCreate{numbered(1, point), numbered(1, file)}, "granularDriveRestoreArtifacts", "one session"},
		{"blank key", driveCreate{GranularDriveRestoreArtifacts: []models.GranularRestoreArtifactCreate{file("")}}, "granularDriveRestoreArtifacts[0].id", "blank"},
		{"blank browse session", models.GranularRestoreArtifactCreate{ItemKey: "k"}, "browseSessionId", "blank"},
		{"blank search response", mailCreate{GranularMailboxRestoreArtifacts: []models.GranularMailboxRestoreArtifactCreate{{RestorePointID: "1", DestinationType: "new"}}}, "granularMailboxRestoreArtifacts[0].searchResponseId", "blank"},
		{"same items twice", mailCreate{GranularMailboxRestoreArtifacts: []models.GranularMailboxRestoreArtifactCreate{{"s", "1", "new"}, {"s", "1", "new"}}}, "granularMailboxRestoreArtifacts", "same"},

		{"empty update", driveUpdate{}, "driveRestoreArtifacts@delta", "changes nothing"},
		{"update with both kinds", driveUpdate{points(point("1")), models.Delta[models.GranularRestoreArtifactCreate]{Remove: []string{"k"}}}, "granularDriveRestoreArtifacts@delta", "one session"},
		{"update with blank removal", driveUpdate{DriveRestoreArtifacts: models.Delta[models.RestoreArtifactCreate]{Remove: []string{"a", "\t"}}}, "driveRestoreArtifacts@delta[1]", "blank"},
		{"update with two destinations", driveUpdate{DriveRestoreArtifacts: points(point("1"), models.RestoreArtifactCreate{RestorePointID: "2", DestinationType: "inPlace"})}, "driveRestoreArtifacts@delta", "mixes"},

		{"no entries", bulk(func(r *bulkDrives) { r.Drives = nil }), "drives", "no entries"},
		{"too many entries", bulk(func(r *bulkDrives) { r.Drives, r.DirectoryObjectIDs = numbered(6000, text), numbered(4001, text) }), "drives", "limit is 10000"},
		{"same address", bulk(func(r *bulkDrives) { r.Drives = []string{"ana@contoso.example", "Ana@Contoso.example"} }), "drives", "same"},
		{"blank address", bulk(func(r *bulkDrives) { r.Drives = []string{"a", ""} }), "drives[1]", "blank"},
		{"unit ids", bulk(func(r *bulkDrives) { r.ProtectionUnitIDs = []string{"u"} }), "protectionUnitIds", "not implemented"},
		{"site ids", models.SiteRestoreArtifactsBulkAdditionRequestCreate{SiteIDs: []string{"s"}, DestinationType: "new"}, "siteIds", "not implemented"},
		{"no bulk destination", bulk(func(r *bulkDrives) { r.DestinationType = "" }), "destinationType", "missing"},
		{"sentinel tag", bulk(func(r *bulkDrives) { r.Tags = "fastRestore," + sentinel }), "tags", "unknownFutureValue"},
		{"sentinel preference", bulk(func(r *bulkDrives) { r.RestorePointPreference = sentinel }), "restorePointPreference", "unknownFutureValue"},
		{"end before start", bulk(func(r *bulkDrives) { r.ProtectionTimePeriod = march(2, 1) }), "protectionTimePeriod", "before"},
		{"no date", bulk(func(r *bulkDrives) { r.ProtectionTimePeriod.EndDateTime = models.Value(models.DateTime{}) }), "protectionTimePeriod.endDateTime", "not a date"},
		{"long name", bulk(func(r *bulkDrives) { r.DisplayName = strings.Repeat("é", 1025) }), "displayName", "limit is 1024"},

		{"no point to browse", models.BrowseSessionCreate{}, "restorePointId", "blank"},
		{"sentinel order", models.BrowseQuery{OrderBy: sentinel}, "orderBy", "unknownFutureValue"},
		{"sentinel kind", models.BrowseQuery{BrowseResourceType: sentinel}, "browseResourceType", "unknownFutureValue"},
		{"blank place", models.BrowseQuery{BrowseLocationItemKey: " "}, "browseLocationItemKey", "blank"},

		{"no unit to search", search{ProtectionTimePeriod: march(1, 2)}, "protectionUnitIds", "no entries"},
		{"21 units to search", search{ProtectionUnitIDs: numbered(21, text), ProtectionTimePeriod: march(1, 2)}, "protectionUnitIds", "limit is 20"},
		{"no period to search", search{ProtectionUnitIDs: []string{"u"}}, "protectionTimePeriod", "missing"},
		{"query over two units", search{ProtectionUnitIDs: []string{"u", "v"}, ProtectionTimePeriod: march(1, 2), ArtifactQuery: message}, "protectionUnitIds", "exactly one"},
		{"query without expression", search{ProtectionUnitIDs: []string{"u"}, ProtectionTimePeriod: march(1, 2), ArtifactQuery: &models.ArtifactQuery{ArtifactType: message.ArtifactType}}, "artifactQuery.queryExpression", "blank"},
		{"sentinel query", search{ProtectionUnitIDs: []string{"u"}, ProtectionTimePeriod: march(1, 2), ArtifactQuery: &models.ArtifactQuery{ArtifactType: models.Value(models.RestorableArtifactUnknownFutureValue)}}, "artifactQuery.artifactType", "unknownFutureValue"},

		{"unnamed policy", policyCreate{}, "displayName", "blank"},
		{"blank policy name", models.ExchangeProtectionPolicyCreate{DisplayName: " "}, "displayName", "blank"},
		{"51 units", policyCreate{"p", numbered(51, func(id string) models.DriveProtectionUnitCreate {
			return models.DriveProtectionUnitCreate{DirectoryObjectID: id}
		})}, "driveProtectionUnits", "limit is 50"},
		{"empty units", policyCreate{"p", []models.DriveProtectionUnitCreate{}}, "driveProtectionUnits", "empty"},
		{"blank unit", policyCreate{"p", []models.DriveProtectionUnitCreate{{}}}, "driveProtectionUnits[0].directoryObjectId", "blank"},
		{"same unit", models.SharePointProtectionPolicyCreate{SiteProtectionUnits: []models.SiteProtectionUnitCreate{{"s"}, {"s"}}}, "siteProtectionUnits", "same"},
		{"empty policy update", policyUpdate{}, "displayName and driveProtectionUnits@delta", "changes nothing"},
		{"same unit removed", policyUpdate{DriveProtectionUnits: models.Delta[models.DriveProtectionUnitCreate]{Remove: []string{"u", "u"}}}, "driveProtectionUnits@delta", "same"},
		{"blank mailbox", models.MailboxProtectionUnitCreate{}, "directoryObjectId", "blank"},

		{"blank expression", models.SiteProtectionRuleCreate{}, "siteExpression", "blank"},
		{"null kind of rule", models.DriveProtectionRuleCreate{"e", models.Null[bool]()}, "isAutoApplyEnabled", "null"},
		{"blank new expression", models.MailboxProtectionRuleUpdate{}, "mailboxExpression", "blank"},
		{"no units for a job", models.SiteProtectionUnitsBulkAdditionJobCreate{}, "siteWebUrls", "no entries"},
		{"too many units for a job", models.MailboxProtectionUnitsBulkAdditionJobCreate{Mailboxes: numbered(50_001, text)}, "mailboxes", "limit is 50000"},

		{"no tenant", models.Enable{}, "appOwnerTenantId", "blank"},
		{"zero date", models.ServiceAppActivate{EffectiveDateTime: models.NewDateTime(march(1, 1).StartDateTime.Or(models.DateTime{}).Time().AddDate(-2025, -2, 0))}, "effectiveDateTime", "not a date"},
		{"empty setting", setting{}, "emailNotificationsSetting", "changes nothing"},
		{"null switch", setting{IsEnabled: models.Null[bool]()}, "isEnabled", "null"},
		{"sentinel event", setting{AdditionalEvents: sentinel}, "additionalEvents", "unknownFutureValue"},
		{"empty recipients", setting{Recipients: &recipients{}}, "recipients", "changes nothing"},
		{"sentinel role", setting{Recipients: &recipients{Role: sentinel}}, "recipients.role", "unknownFutureValue"},
		{"recipients of another role", setting{Recipients: &recipients{models.NotificationRecipientsTypeGlobalAdmins, []models.EmailIdentityCreate{{"a@contoso.example"}}}}, "recipients.customRecipients", "role custom"},
		{"blank recipient", setting{Recipients: &recipients{"", []models.EmailIdentityCreate{{" "}}}}, "recipients.customRecipients[0].email", "blank"},
		{"same recipient", setting{Recipients: &recipients{"custom", []models.EmailIdentityCreate{{"a@x"}, {"A@X"}}}}, "recipients.customRecipients", "same"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := tc.request.Validate()
			var refused *models.ValidationError
			require.True(t, errors.As(err, &refused), "%v", err)
			require.Equal(t, tc.property, refused.Property)
			require.Contains(t, refused.Reason, tc.reason)
			require.Equal(t, refused.Property+" "+refused.Reason, err.Error())
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestRequestsThatCanBeSent(t *testing.T) {
	for name, request := range map[string]validator{
		"start of a bulk restore":   models.OneDriveForBusinessRestoreSessionCreate{},
		"50 artifacts":              models.SharePointRestoreSessionCreate{SiteRestoreArtifacts: numbered(50, point)},
		"files":                     models.SharePointRestoreSessionCreate{GranularSiteRestoreArtifacts: numbered(2, file)},
		"one item in two cases":     models.OneDriveForBusinessRestoreSessionUpdate{GranularDriveRestoreArtifacts: models.Delta[models.GranularRestoreArtifactCreate]{Add: []models.GranularRestoreArtifactCreate{file("k")}, Remove: []string{"k"}}},
		"1,000 artifacts to chunk":  models.ExchangeRestoreSessionUpdate{MailboxRestoreArtifacts: models.Delta[models.RestoreArtifactCreate]{Add: numbered(1000, point)}},
		"10,000 entries":            models.MailboxRestoreArtifactsBulkAdditionRequestCreate{Mailboxes: numbered(10_000, text), DestinationType: "inPlace"},
		"a beta destination":        models.SiteRestoreArtifactsBulkAdditionRequestCreate{SiteWebURLs: []string{"https://contoso.example"}, DestinationType: "somewhere"},
		"ids that differ in case":   models.RestorePointSearch{ProtectionUnitIDs: []string{"a", "A"}, ProtectionTimePeriod: march(1, 1)},
		"a name of 1,024":           models.ExchangeProtectionPolicyCreate{DisplayName: strings.Repeat("é", 1024)},
		"a policy without a name":   models.SharePointProtectionPolicyCreate{},
		"a rename":                  models.ExchangeProtectionPolicyUpdate{DisplayName: "n"},
		"top of the snapshot":       models.BrowseQuery{},
		"activation without a date": models.ServiceAppActivate{},
		"no more custom recipients": models.EmailNotificationsSettingUpdate{Recipients: &models.NotificationRecipientsUpdate{CustomRecipients: []models.EmailIdentityCreate{}}},
		"switching mails off":       models.EmailNotificationsSettingUpdate{IsEnabled: models.Value(false)},
	} {
		require.NoError(t, request.Validate(), name)
	}
}
