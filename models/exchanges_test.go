package models_test

import (
	stdjson "encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/internal/graphfacts"
	"github.com/graphbackup/backuprestore/models"
)

// page is a collection with whatever stands beside its items.
type page[T any] struct {
	Value []T            `json:"value"`
	Rest  jsontext.Value `json:",embed"`
}

// failure is a refused request.
type failure struct {
	Error models.PublicError `json:"error"`
}

// bodies says which Go types the bodies of a row are.
type bodies struct{ request, answer any }

func answers[T any]() bodies { return bodies{answer: new(T)} }
func exchange[Request, Answer any]() bodies {
	return bodies{request: new(Request), answer: new(Answer)}
}

// bodiesOfRow covers every row that has a body. The rows of deletions have none.
var bodiesOfRow = map[int]bodies{
	1:  answers[models.BackupRestoreRoot](),
	2:  exchange[models.Enable, models.ServiceStatus](),
	3:  answers[page[models.ServiceApp]](),
	4:  exchange[struct{}, models.ServiceApp](),
	5:  answers[models.ServiceApp](),
	7:  exchange[models.ServiceAppActivate, models.ServiceApp](),
	8:  answers[models.ServiceApp](),
	9:  answers[models.EmailNotificationsSetting](),
	10: exchange[models.EmailNotificationsSettingUpdate, models.EmailNotificationsSetting](),
	11: answers[page[models.Union[models.ProtectionPolicy]]](),
	12: answers[models.Union[models.ProtectionPolicy]](),
	14: answers[models.Union[models.ProtectionPolicy]](),
	15: answers[models.Union[models.ProtectionPolicy]](),
	16: exchange[models.ExchangeProtectionPolicyCreate, models.ExchangeProtectionPolicy](),
	17: exchange[models.OneDriveForBusinessProtectionPolicyCreate, models.OneDriveForBusinessProtectionPolicy](),
	18: exchange[models.SharePointProtectionPolicyCreate, models.SharePointProtectionPolicy](),
	19: exchange[models.ExchangeProtectionPolicyUpdate, models.ExchangeProtectionPolicyUpdateResult](),
	20: exchange[models.OneDriveForBusinessProtectionPolicyUpdate, models.OneDriveForBusinessProtectionPolicyUpdateResult](),
	21: exchange[models.SharePointProtectionPolicyUpdate, models.SharePointProtectionPolicyUpdateResult](),
	22: answers[models.Union[models.ProtectionUnit]](),
	23: answers[models.Union[models.ProtectionUnit]](),
	24: answers[models.Union[models.ProtectionUnit]](),
	25: answers[page[models.DriveProtectionUnit]](),
	26: answers[page[models.MailboxProtectionUnit]](),
	27: answers[page[models.SiteProtectionUnit]](),
	28: answers[page[models.SiteProtectionRule]](),
	29: answers[page[models.DriveProtectionRule]](),
	30: answers[page[models.MailboxProtectionRule]](),
	31: answers[models.SiteProtectionRule](),
	32: answers[models.DriveProtectionRule](),
	33: answers[models.MailboxProtectionRule](),
	34: exchange[models.SiteProtectionRuleCreate, models.SiteProtectionRule](),
	35: exchange[models.DriveProtectionRuleCreate, models.DriveProtectionRule](),
	36: exchange[models.MailboxProtectionRuleCreate, models.MailboxProtectionRule](),
	37: exchange[models.DriveProtectionRuleUpdate, models.DriveProtectionRule](),
	38: exchange[models.MailboxProtectionRuleUpdate, models.MailboxProtectionRule](),
	42: answers[models.Union[models.ProtectionRule]](),
	43: answers[models.Union[models.ProtectionRule]](),
	44: answers[models.Union[models.ProtectionRule]](),
	45: answers[models.Unwrapped[models.DriveProtectionRule]](),
	46: answers[models.Unwrapped[models.MailboxProtectionRule]](),
	47: exchange[models.DriveProtectionUnitsBulkAdditionJobCreate, models.DriveProtectionUnitsBulkAdditionJob](),
	48: exchange[models.MailboxProtectionUnitsBulkAdditionJobCreate, models.MailboxProtectionUnitsBulkAdditionJob](),
	49: exchange[models.SiteProtectionUnitsBulkAdditionJobCreate, models.SiteProtectionUnitsBulkAdditionJob](),
	50: answers[page[models.DriveProtectionUnitsBulkAdditionJob]](),
	51: answers[page[models.MailboxProtectionUnitsBulkAdditionJob]](),
	52: answers[page[models.SiteProtectionUnitsBulkAdditionJob]](),
	53: answers[models.DriveProtectionUnitsBulkAdditionJob](),
	54: answers[models.MailboxProtectionUnitsBulkAdditionJob](),
	55: answers[models.SiteProtectionUnitsBulkAdditionJob](),
	56: answers[page[models.RestorePoint]](),
	57: exchange[models.RestorePointSearch, models.RestorePointSearchResponse](),
	58: answers[page[models.Union[models.RestoreSession]]](),
	59: answers[models.Union[models.RestoreSession]](),
	61: answers[models.Union[models.RestoreSession]](),
	62: exchange[models.ExchangeRestoreSessionCreate, models.ExchangeRestoreSession](),
	63: exchange[models.OneDriveForBusinessRestoreSessionCreate, models.OneDriveForBusinessRestoreSession](),
	64: exchange[models.SharePointRestoreSessionCreate, models.SharePointRestoreSession](),
	65: exchange[models.ExchangeRestoreSessionUpdate, models.ExchangeRestoreSessionUpdateResult](),
	66: exchange[models.OneDriveForBusinessRestoreSessionUpdate, models.OneDriveForBusinessRestoreSessionUpdateResult](),
	67: exchange[models.SharePointRestoreSessionUpdate, models.SharePointRestoreSessionUpdateResult](),
	68: answers[page[models.MailboxRestoreArtifact]](),
	69: answers[page[models.DriveRestoreArtifact]](),
	70: answers[page[models.SiteRestoreArtifact]](),
	71: answers[page[models.GranularDriveRestoreArtifact]](),
	72: answers[page[models.GranularSiteRestoreArtifact]](),
	73: exchange[models.MailboxRestoreArtifactsBulkAdditionRequestCreate, models.MailboxRestoreArtifactsBulkAdditionRequest](),
	74: exchange[models.DriveRestoreArtifactsBulkAdditionRequestCreate, models.DriveRestoreArtifactsBulkAdditionRequest](),
	75: exchange[models.SiteRestoreArtifactsBulkAdditionRequestCreate, models.SiteRestoreArtifactsBulkAdditionRequest](),
	76: answers[page[models.MailboxRestoreArtifactsBulkAdditionRequest]](),
	77: answers[page[models.DriveRestoreArtifactsBulkAdditionRequest]](),
	78: answers[page[models.SiteRestoreArtifactsBulkAdditionRequest]](),
	79: answers[models.MailboxRestoreArtifactsBulkAdditionRequest](),
	80: answers[models.DriveRestoreArtifactsBulkAdditionRequest](),
	81: answers[page[models.SiteRestoreArtifactsBulkAdditionRequest]](),
	85: answers[page[models.Union[models.BrowseSession]]](),
	86: exchange[models.BrowseSessionCreate, models.OneDriveForBusinessBrowseSession](),
	87: exchange[models.BrowseSessionCreate, models.SharePointBrowseSession](),
	88: answers[models.OneDriveForBusinessBrowseSession](),
	89: answers[models.SharePointBrowseSession](),
	90: answers[page[models.OneDriveForBusinessBrowseSession]](),
	91: answers[page[models.SharePointBrowseSession]](),
	92: exchange[models.BrowseQuery, page[models.BrowseQueryResponseItem]](),
	93: exchange[models.BrowseQuery, page[models.BrowseQueryResponseItem]](),
	94: answers[page[models.BrowseQueryResponseItem]](),
	95: answers[page[models.BrowseQueryResponseItem]](),
}

// requestDefects are documented request bodies that are not what goes out.
var requestDefects = map[string]struct {
	reason  string
	correct func(string) string
}{
	"66-update-onedriverestoresession-ex2-granular.http": {
		"names the item itemKey, which the metadata does not have; the create call and the SharePoint twin say id",
		func(body string) string { return strings.Replace(body, `"itemKey"`, `"id"`, 1) },
	},
	"73-create-mailboxrestoreartifactsbulkadditionrequest.http": {
		"leaves empty lists out, which row 74 sends as []",
		func(body string) string {
			return strings.Replace(body, "{", `{"directoryObjectIds": [], "protectionUnitIds": [],`, 1)
		},
	},
}

func TestDocumentedAnswersSurvive(t *testing.T) {
	for _, x := range graphfacts.Load(t).Exchanges {
		if x.Body == nil {
			continue
		}
		t.Run(x.File, func(t *testing.T) {
			answer := any(new(failure))
			if x.Status < 300 {
				answer = bodiesOfRow[x.Row].answer
			}
			require.NotNil(t, answer, "row %d has no type", x.Row)
			requireSurvives(t, x.Body, answer)
		})
	}
}

func TestDocumentedRequestsCanBeSent(t *testing.T) {
	met := 0
	for _, x := range graphfacts.Load(t).Exchanges {
		if x.ReqBody == nil {
			continue
		}
		t.Run(x.File, func(t *testing.T) {
			request := bodiesOfRow[x.Row].request
			require.NotNil(t, request, "row %d has no type", x.Row)
			body := string(x.ReqBody)
			if defect, ok := requestDefects[x.File]; ok {
				met++
				corrected := defect.correct(body)
				require.NotEqual(t, body, corrected, "no longer true: %s", defect.reason)
				body = corrected
			}
			decoded := requireSurvives(t, []byte(body), request)
			if v, ok := decoded.(interface{ Validate() error }); ok {
				require.NoError(t, v.Validate())
			}
		})
	}
	require.Equal(t, len(requestDefects), met, "a defect is listed whose file is gone")
}

// requireSurvives decodes src with both packages into fresh values of target's
// type and compares what both encode with src. It returns the value.
func requireSurvives(t *testing.T, src []byte, target any) any {
	t.Helper()
	typ := reflect.TypeOf(target).Elem()
	v2, v1 := reflect.New(typ).Interface(), reflect.New(typ).Interface()
	require.NoError(t, json.Unmarshal(src, v2))
	out, err := json.Marshal(v2)
	require.NoError(t, err)
	requireSameJSON(t, src, out)
	if strings.HasPrefix(typ.Name(), "page[") || typ.NumMethod() == 0 {
		return v2 // the test's own types know json/v2 only
	}
	require.NoError(t, stdjson.Unmarshal(src, v1))
	require.Equal(t, v2, v1)
	var std strings.Builder
	enc := stdjson.NewEncoder(&std)
	enc.SetEscapeHTML(false)
	require.NoError(t, enc.Encode(v1))
	require.Equal(t, string(out), strings.TrimSpace(std.String()))
	return v2
}

// requireSameJSON compares the meaning of two texts.
func requireSameJSON(t *testing.T, want, have []byte) {
	t.Helper()
	canonical := func(b []byte) string {
		v := jsontext.Value(b).Clone()
		require.NoError(t, v.Canonicalize())
		return string(v)
	}
	require.Equal(t, canonical(want), canonical(have))
}
