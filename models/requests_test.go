package models_test

import (
	stdjson "encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

// The order of members is the documented one, and empty lists are sent as [] by
// both packages.
func TestRequestsAsTheyGoOut(t *testing.T) {
	for _, tc := range []struct {
		request any
		want    string
	}{
		{models.OneDriveForBusinessRestoreSessionCreate{}, `{}`},
		{models.ExchangeRestoreSessionCreate{MailboxRestoreArtifacts: numbered(1, point)},
			`{"mailboxRestoreArtifacts":[{"restorePoint":{"id":"n0"},"destinationType":"new"}]}`},
		{models.ExchangeRestoreSessionCreate{GranularMailboxRestoreArtifacts: []models.GranularMailboxRestoreArtifactCreate{{"s", "p", "inPlace"}}},
			`{"granularMailboxRestoreArtifacts":[{"searchResponseId":"s","restorePoint":{"id":"p"},"destinationType":"inPlace"}]}`},
		{models.SharePointRestoreSessionCreate{GranularSiteRestoreArtifacts: numbered(1, file)},
			`{"granularSiteRestoreArtifacts":[{"browseSessionId":"b","id":"n0"}]}`},
		{models.DriveRestoreArtifactsBulkAdditionRequestCreate{
			DisplayName: "w", Drives: []string{"a@x"}, ProtectionTimePeriod: march(1, 8), DestinationType: "new",
			Tags: models.RestorePointTagsFastRestore, RestorePointPreference: models.RestorePointPreferenceLatest},
			`{"displayName":"w","drives":["a@x"],"directoryObjectIds":[],"protectionUnitIds":[],` +
				`"protectionTimePeriod":{"startDateTime":"2026-03-01T00:00:00Z","endDateTime":"2026-03-08T00:00:00Z"},` +
				`"destinationType":"new","tags":"fastRestore","restorePointPreference":"latest"}`},
		{models.SiteRestoreArtifactsBulkAdditionRequestCreate{DestinationType: "new"},
			`{"siteWebUrls":[],"siteIds":[],"protectionUnitIds":[],"destinationType":"new"}`},
		{models.BrowseQuery{}, `{}`},
		{models.ServiceAppActivate{}, `{}`},
		{models.EmailNotificationsSettingUpdate{IsEnabled: models.Value(false), Recipients: &models.NotificationRecipientsUpdate{CustomRecipients: []models.EmailIdentityCreate{}}},
			`{"isEnabled":false,"recipients":{"customRecipients":[]}}`},
		{models.DriveProtectionRuleCreate{DriveExpression: "e", IsAutoApplyEnabled: models.Value(true)},
			`{"driveExpression":"e","isAutoApplyEnabled":true}`},
	} {
		v2, err := json.Marshal(tc.request)
		require.NoError(t, err)
		require.Equal(t, tc.want, string(v2))
		v1, err := stdjson.Marshal(tc.request)
		require.NoError(t, err)
		require.Equal(t, tc.want, string(v1))
	}
}

func TestBrowseFilter(t *testing.T) {
	require.Equal(t, "(name -contains 'Q3')", models.BrowseNameContains("Q3"))
	require.Equal(t, "(name -contains 'Ana''s')", models.BrowseNameContains("Ana's"))
}

func TestSiteExpression(t *testing.T) {
	for _, tc := range []struct {
		e    models.SiteExpression
		want string
	}{
		{models.SiteExpression{}.NameContains("Finance"), "((displayName -contains 'Finance'))"},
		{models.SiteExpression{}.NameContains("Finance").URLContains("Legal"), "((displayName -contains 'Finance') -or (webUrl -contains 'Legal'))"},
		{models.SiteExpression{}.URLContains("o'b").ModifiedSince(day(1)), "(((webUrl -contains 'o''b')) -and (lastModifiedDateTime -ge '2026-03-01T00:00:00Z'))"},
		{models.SiteExpression{}.ModifiedSince(day(1)), "(lastModifiedDateTime -ge '2026-03-01T00:00:00Z')"},
	} {
		got, err := tc.e.Build()
		require.NoError(t, err)
		require.Equal(t, tc.want, got)
	}
	ten := models.SiteExpression{}.NameContains(numbered(10, func(s string) string { return s + "--" })...)
	_, err := ten.Build()
	require.NoError(t, err)
	for reason, bad := range map[string]models.SiteExpression{
		"no condition":  {},
		"limit is 10":   ten.URLContains("eleventh"),
		"2 characters":  models.SiteExpression{}.NameContains("éé"),
		"256 character": models.SiteExpression{}.NameContains(strings.Repeat("x", 256)),
	} {
		_, err := bad.Build()
		require.ErrorContains(t, err, reason)
	}
	_, err = ten.Build()
	require.NoError(t, err, "a longer expression leaves the shorter one alone")
}

func TestGroupExpression(t *testing.T) {
	got, err := models.StaticGroupExpression("g1", "g2")
	require.NoError(t, err)
	require.Equal(t, "(memberOf -any (group.id -in ['g1', 'g2']))", got)
	_, err = models.StaticGroupExpression(numbered(4, text)...)
	require.ErrorContains(t, err, "limit is 3")
	_, err = models.DynamicGroupExpression(numbered(100, text)...)
	require.NoError(t, err)
	_, err = models.DynamicGroupExpression(numbered(101, text)...)
	require.ErrorContains(t, err, "limit is 100")
	for _, bad := range [][]string{nil, {""}, {"g", "G"}} {
		_, err = models.StaticGroupExpression(bad...)
		require.Error(t, err)
	}
}
