package models_test

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

func TestUnionsAreChosenByTypeAndThenByMembers(t *testing.T) {
	src := fixture(t, "sessions-mixed.json")
	sessions := *requireSurvives(t, src, new([]models.Union[models.RestoreSession])).(*[]models.Union[models.RestoreSession])
	want := []any{
		models.SharePointRestoreSession{},
		models.ExchangeRestoreSession{},
		models.OneDriveForBusinessRestoreSession{},
		models.UnknownRestoreSession{},
		models.UnknownRestoreSession{},
		models.SharePointRestoreSession{},
		models.UnknownRestoreSession{},
		nil,
	}
	require.Len(t, sessions, len(want))
	for i, session := range sessions {
		require.IsType(t, want[i], session.Value, i)
		if session.Value != nil {
			require.Equal(t, string(rune('1'+i)), session.Value.Base().ID)
		}
	}
	require.True(t, models.Union[models.RestoreSession]{}.IsZero())
	require.False(t, sessions[7].IsZero(), "null is not absent")
}

func TestUnionFamilies(t *testing.T) {
	requireUnion(t, `{"siteId":"s"}`, models.SharePointBrowseSession{}, models.BrowseSession.Base)
	requireUnion(t, `{"directoryObjectId":"d"}`, models.OneDriveForBusinessBrowseSession{}, models.BrowseSession.Base)
	requireUnion(t, `{"@odata.type":"x"}`, models.UnknownBrowseSession{}, models.BrowseSession.Base)
	requireUnion(t, `{"mailboxInclusionRules":[]}`, models.ExchangeProtectionPolicy{}, models.ProtectionPolicy.Base)
	requireUnion(t, `{"@odata.type":"OneDriveForBusinessProtectionPolicy"}`, models.OneDriveForBusinessProtectionPolicy{}, models.ProtectionPolicy.Base)
	requireUnion(t, `{"siteProtectionUnits":[]}`, models.SharePointProtectionPolicy{}, models.ProtectionPolicy.Base)
	requireUnion(t, `{"status":"active"}`, models.UnknownProtectionPolicy{}, models.ProtectionPolicy.Base)
	requireUnion(t, `{"siteWebUrl":"u"}`, models.SiteProtectionUnit{}, models.ProtectionUnit.Base)
	requireUnion(t, `{"@odata.type":"#microsoft.graph.mailboxProtectionUnit"}`, models.MailboxProtectionUnit{}, models.ProtectionUnit.Base)
	requireUnion(t, `{"@odata.type":"#microsoft.graph.driveProtectionUnit"}`, models.DriveProtectionUnit{}, models.ProtectionUnit.Base)
	// A drive and a mailbox have the same members: nobody can tell.
	requireUnion(t, `{"directoryObjectId":"d"}`, models.UnknownProtectionUnit{}, models.ProtectionUnit.Base)
	requireUnion(t, `{"siteExpression":"e"}`, models.SiteProtectionRule{}, models.ProtectionRule.Base)
	requireUnion(t, `{"driveExpression":"e"}`, models.DriveProtectionRule{}, models.ProtectionRule.Base)
	requireUnion(t, `{"@odata.type":"#microsoft.graph.protectionRuleBase","mailboxExpression":"e"}`, models.MailboxProtectionRule{}, models.ProtectionRule.Base)
	requireUnion(t, `{"@odata.type":"#microsoft.graph.protectionRuleBase"}`, models.UnknownProtectionRule{}, models.ProtectionRule.Base)
}

func requireUnion[T, B any](t *testing.T, src string, want any, base func(T) B) {
	t.Helper()
	u := *requireSurvives(t, []byte(src), new(models.Union[T])).(*models.Union[T])
	require.IsType(t, want, u.Value)
	require.NotPanics(t, func() { base(u.Value) })
}

// The short cut for a type that comes first and the search through the whole
// object have to agree, however the type is written.
func TestUnionTypeIsFoundWhereverItStands(t *testing.T) {
	const annotation = `"@odata.type":"#microsoft.graph.sitePROTECTIONUnit"`
	for _, src := range []string{
		`{` + annotation + `,"id":"1"}`,
		" {\n\t" + `"@odata.type" : "#microsoft.graph.siteProtectionUnit" , "id":"1"}`,
		`{"id":"1",` + annotation + `}`,
		`{"id":"1\"",` + annotation + `}`,
		`{"id":"1","error":null,` + annotation + `}`,
		`{"id":"1","x":{"@odata.type":"#microsoft.graph.driveProtectionUnit"},` + annotation + `}`,
		`{"@odata.type":"#microsoft.graph.\u0073iteProtectionUnit"}`,
		`{"\u0040odata.type":"#microsoft.graph.siteProtectionUnit"}`,
	} {
		for _, list := range []string{"[%]", "[null, %]", "[ {} , %]"} {
			var units []models.Union[models.ProtectionUnit]
			require.NoError(t, json.Unmarshal([]byte(replace(list, src)), &units), src)
			require.IsType(t, models.SiteProtectionUnit{}, units[len(units)-1].Value, src)
		}
	}
}

func TestUnionRefusesWhatIsNoEntity(t *testing.T) {
	for _, src := range []string{`4`, `"x"`, `[]`, `{"@odata.type":5}`, `{"@odata.type":"#microsoft.graph.siteProtectionUnit"`, `{`, `{"a"`} {
		require.Error(t, json.Unmarshal([]byte(src), new(models.Union[models.ProtectionUnit])), src)
	}
	require.ErrorContains(t, json.Unmarshal([]byte(`{}`), new(models.Union[int])), "not a polymorphic family")
}

func TestUnknownSubtypeKeepsEverything(t *testing.T) {
	const src = `{"@odata.type":"#microsoft.graph.teamProtectionUnit","id":"1","teamId":"t","channels":[{"id":1e400}],"policyId":null}`
	u := requireSurvives(t, []byte(src), new(models.Union[models.ProtectionUnit])).(*models.Union[models.ProtectionUnit])
	unit, ok := u.Value.(models.UnknownProtectionUnit)
	require.True(t, ok)
	require.True(t, unit.PolicyID.IsNull())
	team, ok := unit.Unknown("teamId")
	require.True(t, ok)
	require.Equal(t, `"t"`, string(team))
}

func TestListOfUnionsKeepsItsItemsApart(t *testing.T) {
	var list []models.Union[models.RestoreSession]
	require.NoError(t, json.Unmarshal([]byte(`[
		{"@odata.type":"#microsoft.graph.exchangeRestoreSession","id":"1","error":{"code":"a"},"odd":1,"mailboxRestoreArtifacts":[{"id":"x"}]},
		{"@odata.type":"#microsoft.graph.sharePointRestoreSession","id":"2","status":"active"},
		{"@odata.type":"#microsoft.graph.exchangeRestoreSession","id":"3","even":2,"mailboxRestoreArtifacts":[{"id":"y"}]},
		{"@odata.type":"#microsoft.graph.exchangeRestoreSession","id":"4"}]`), &list))
	require.Len(t, list, 4)
	first, third := list[0].Value.(models.ExchangeRestoreSession), list[2].Value.(models.ExchangeRestoreSession)
	require.JSONEq(t, `{"odd":1}`, string(first.UnknownMembers))
	require.JSONEq(t, `{"even":2}`, string(third.UnknownMembers))
	require.Equal(t, "x", first.MailboxRestoreArtifacts[0].ID)
	require.Equal(t, "y", third.MailboxRestoreArtifacts[0].ID)
	require.True(t, third.Error.IsZero())
	last := models.ExchangeRestoreSession{}
	last.ODataType, last.ID = "#microsoft.graph.exchangeRestoreSession", "4"
	require.Equal(t, last, list[3].Value)
}
