package models_test

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

func TestOddBulkRequestLosesNothing(t *testing.T) {
	r := requireSurvives(t, fixture(t, "bulk-request-odd.json"),
		new(models.DriveRestoreArtifactsBulkAdditionRequest)).(*models.DriveRestoreArtifactsBulkAdditionRequest)

	require.True(t, r.Status.Is(models.RestoreArtifactsBulkRequestStatusCompletedWithErrors))
	require.True(t, r.Tags.Or("").Has(models.RestorePointTagsFastRestore))
	require.Equal(t, 4, r.CreatedDateTime.Or(models.DateTime{}).Time().Day())
	createdBy, ok := r.CreatedBy.Get()
	require.True(t, ok)
	require.True(t, createdBy.User.IsZero())

	e := r.Error.Or(models.PublicError{})
	require.Equal(t, "UserNotBackedup", e.Code.Or(""))
	require.Equal(t, "kim@contoso.example", e.Target.Or(""))
	all := e.All()
	require.Len(t, all, 2)
	require.Equal(t, "EmailNotFound", all[1].Code.Or(""))

	period := r.ProtectionTimePeriod.Or(models.TimePeriod{})
	require.False(t, period.StartDateTime.Or(models.DateTime{}).IsSet())
	_, ok = r.Unknown("priority")
	require.True(t, ok)
}

func TestIdentitySetTakesAnything(t *testing.T) {
	for _, src := range []string{`""`, `{}`, `[]`, `[{"user":{}}]`, `"somebody"`, `7`, `{"user":null}`, `{"user":{"email":"a@contoso.example"},"phone":1}`} {
		requireSurvives(t, []byte(src), new(models.IdentitySet))
	}
	require.Error(t, json.Unmarshal([]byte(`{"user":7}`), new(models.IdentitySet)), "strict below the set")
}

func TestIdentityIsKnownByEitherName(t *testing.T) {
	for src, want := range map[string]string{
		`{"id":"1"}`:                   "1",
		`{"identity":"2"}`:             "2",
		`{"id":"1","identity":"2"}`:    "1",
		`{"id":"","identity":"2"}`:     "2",
		`{"id":null,"identity":"2"}`:   "2",
		`{"identity":{"id":"3"}}`:      "",
		`{"identity":"\u0041"}`:        "A",
		`{"displayName":"no id here"}`: "",
	} {
		i := requireSurvives(t, []byte(src), new(models.Identity)).(*models.Identity)
		require.Equal(t, want, i.Identifier(), src)
	}
	var i models.Identity
	require.NoError(t, json.Unmarshal([]byte(`{"email":"ana@contoso.example"}`), &i))
	require.Equal(t, "ana@contoso.example", i.Email())
}

func TestPublicErrorTakesAnything(t *testing.T) {
	for _, tc := range []struct {
		src           string
		code, message string
		all           int
	}{
		{`{}`, "", "", 0},
		{`""`, "", "", 0},
		{`[]`, "", "", 0},
		{`[1,"x",[2]]`, "", "", 0},
		{`[{"code":5},{"code":"B"}]`, "B", "", 1},
		{`[{"code":"A","message":"m"},{"code":"B"}]`, "A", "m", 2},
		{`"boom \"x\""`, "", `boom "x"`, 1},
		{`12`, "", "", 0},
		{`{"code":"A","innerError":{"date":"x","request-id":"r"},"more":[]}`, "A", "", 1},
		{`{"code":null,"details":[{"code":"D","target":null,"hint":1}]}`, "", "", 1},
	} {
		t.Run(tc.src, func(t *testing.T) {
			e := requireSurvives(t, []byte(tc.src), new(models.PublicError)).(*models.PublicError)
			require.Equal(t, tc.code, e.Code.Or(""))
			require.Equal(t, tc.message, e.Message.Or(""))
			require.Len(t, e.All(), tc.all)
			require.Equal(t, tc.all == 0, e.IsEmpty())
		})
	}
}

func TestSizesAreNumbersInText(t *testing.T) {
	for _, tc := range []struct {
		size models.Nullable[string]
		want int64
		ok   bool
	}{
		{models.Value("2594"), 2594, true},
		{models.Value("9007199254740993"), 9007199254740993, true},
		{models.Value(""), 0, false},
		{models.Value("-1"), -1, false},
		{models.Value("2 KB"), 0, false},
		{models.Null[string](), 0, false},
	} {
		n, ok := models.BrowseQueryResponseItem{SizeInBytes: tc.size}.Size()
		require.Equal(t, tc.ok, ok)
		require.Equal(t, tc.want, n)
		_, ok = models.BrowseSessionBase{BackupSizeInBytes: tc.size}.BackupSize()
		require.Equal(t, tc.ok, ok)
	}
}

func TestUnwrapped(t *testing.T) {
	for src, wrapped := range map[string]bool{
		`{"value":{"id":"1","driveExpression":"e"}}`:                      true,
		`{"@odata.context":"c","value":{"id":"1","driveExpression":"e"}}`: true,
		`{"id":"1","driveExpression":"e"}`:                                false,
		`{"id":"1","driveExpression":"e","value":"mine"}`:                 false,
	} {
		u := requireSurvives(t, []byte(src), new(models.Unwrapped[models.DriveProtectionRule])).(*models.Unwrapped[models.DriveProtectionRule])
		require.Equal(t, wrapped, u.Wrapped, src)
		require.Equal(t, "1", u.Value.ID, src)
		require.Equal(t, "e", u.Value.DriveExpression.Or(""), src)
	}
	require.Error(t, json.Unmarshal([]byte(`{"value":{"id":1}}`), new(models.Unwrapped[models.DriveProtectionRule])))
	require.Error(t, json.Unmarshal([]byte(`[]`), new(models.Unwrapped[models.DriveProtectionRule])))
}
