package backuprestore_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

func artifactsToAdd(n int) []models.RestoreArtifactCreate {
	list := make([]models.RestoreArtifactCreate, n)
	for i := range list {
		list[i] = models.RestoreArtifactCreate{RestorePointID: fmt.Sprintf("point-%03d", i), DestinationType: models.DestinationTypeNew}
	}
	return list
}

// answerDelta answers a change as the service does: the additions get ids,
// and one in refuse fails.
func answerDelta(t *testing.T, body []byte, refuse string) string {
	t.Helper()
	var sent map[string][]struct {
		ID           string
		RestorePoint struct{ ID string }
	}
	require.NoError(t, json.Unmarshal(body, &sent))
	items := []string{}
	for _, item := range sent["driveRestoreArtifacts@delta"] {
		switch {
		case item.ID == refuse && refuse != "":
			items = append(items, fmt.Sprintf(`{"@contentId":"c1","id":%q,"@Core.DataModificationException":{"info":{"code":"ArtifactNotFound","message":"no such artifact"},"failedOperation":"remove","responseCode":404}}`, item.ID))
		case item.ID != "":
			items = append(items, fmt.Sprintf(`{"id":%q,"@removed":{"reason":"changed"}}`, item.ID))
		default:
			items = append(items, fmt.Sprintf(`{"id":"artifact-of-%s","restorePoint":{"id":%q},"status":"added"}`, item.RestorePoint.ID, item.RestorePoint.ID))
		}
	}
	return `{"driveRestoreArtifacts@delta":[` + strings.Join(items, ",") + `]}`
}

func TestUpdateSendsFiftyAtATimeInOrder(t *testing.T) {
	server := &stub{answer: func(_ int, r request) (int, string) { return http.StatusOK, answerDelta(t, r.body, "") }}
	result, err := newTestClient(t, server).RestoreSessions.OneDrive.Update(t.Context(), sampleID, models.OneDriveForBusinessRestoreSessionUpdate{
		DriveRestoreArtifacts: models.Delta[models.RestoreArtifactCreate]{Add: artifactsToAdd(120), Remove: []string{"a", "b"}},
	})
	require.NoError(t, err)
	require.Len(t, server.seen(), 3)
	require.Len(t, result.DriveRestoreArtifacts, 122)
	require.Equal(t, "artifact-of-point-000", result.DriveRestoreArtifacts[0].Value.ID)
	require.Equal(t, "artifact-of-point-119", result.DriveRestoreArtifacts[119].Value.ID)
	require.NotNil(t, result.DriveRestoreArtifacts[121].Removed)
	for _, r := range server.seen() {
		require.LessOrEqual(t, strings.Count(string(r.body), `"id"`), 50)
	}
}

func TestUpdateReturnsRefusedItemsBesideTheOthers(t *testing.T) {
	server := &stub{answer: func(_ int, r request) (int, string) { return http.StatusOK, answerDelta(t, r.body, "b") }}
	result, err := newTestClient(t, server).RestoreSessions.OneDrive.Update(t.Context(), sampleID, models.OneDriveForBusinessRestoreSessionUpdate{
		DriveRestoreArtifacts: models.Delta[models.RestoreArtifactCreate]{Add: artifactsToAdd(2), Remove: []string{"a", "b"}},
	})
	require.ErrorIs(t, err, backuprestore.ErrPartial)
	var partial *backuprestore.PartialError
	require.ErrorAs(t, err, &partial)
	require.Len(t, partial.Outcomes, 4)
	require.Len(t, partial.Failed(), 1)
	require.Equal(t, "b", partial.Failed()[0].ID)
	require.Equal(t, "ArtifactNotFound", partial.Failed()[0].Failure.Info.Code)
	require.EqualError(t, err, "1 of 4 items refused, the first driveRestoreArtifacts b: ArtifactNotFound: no such artifact")
	require.Len(t, result.DriveRestoreArtifacts, 4)
}

func TestUpdateThatFailsHalfWaySaysWhatWasDone(t *testing.T) {
	server := &stub{answer: func(n int, r request) (int, string) {
		if n == 3 {
			return http.StatusForbidden, `{"error":{"code":"RestoreSessionActionNotAllowed","message":"the session is active"}}`
		}
		return http.StatusOK, answerDelta(t, r.body, "")
	}}
	result, err := newTestClient(t, server).RestoreSessions.OneDrive.Update(t.Context(), sampleID, models.OneDriveForBusinessRestoreSessionUpdate{
		DriveRestoreArtifacts: models.Delta[models.RestoreArtifactCreate]{Add: artifactsToAdd(170)},
	})
	require.ErrorIs(t, err, backuprestore.ErrPartial)
	require.ErrorIs(t, err, backuprestore.ErrForbidden)
	var partial *backuprestore.PartialError
	require.ErrorAs(t, err, &partial)
	require.Equal(t, 4, partial.Requests)
	require.Equal(t, 2, partial.Answered)
	require.Len(t, partial.Outcomes, 100)
	require.Len(t, result.DriveRestoreArtifacts, 100)
	require.ErrorContains(t, err, "request 3 of 4 failed")
	require.Len(t, server.seen(), 3, "sending went on after the failure")
}

// A change of items runs at most once; a rename may be repeated.
func TestUpdateIsRepeatedOnlyWithoutItems(t *testing.T) {
	for name, test := range map[string]struct {
		update   models.OneDriveForBusinessProtectionPolicyUpdate
		requests int
		want     error
	}{
		"rename": {models.OneDriveForBusinessProtectionPolicyUpdate{DisplayName: `odd "name@delta":[ here`}, 5, backuprestore.ErrUnavailable},
		"items": {models.OneDriveForBusinessProtectionPolicyUpdate{DriveProtectionUnits: models.Delta[models.DriveProtectionUnitCreate]{Remove: []string{"u1"}}},
			1, backuprestore.ErrAmbiguous},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := always(http.StatusBadGateway, "<html>")
				_, err := newTestClient(t, server).ProtectionPolicies.OneDrive.Update(t.Context(), sampleID, test.update)
				require.ErrorIs(t, err, test.want)
				require.Len(t, server.seen(), test.requests)
			})
		})
	}
}

// Whatever comes back for a change, the call returns a result or an error.
func FuzzDeltaAnswer(f *testing.F) {
	f.Add(`{"driveRestoreArtifacts@delta":[{"id":"a"},{"id":"b","@removed":{"reason":"changed"}}]}`)
	f.Add(`{"driveRestoreArtifacts@delta":[{"@contentId":"c","@Core.DataModificationException":{"info":{"code":"x"},"responseCode":409}}]}`)
	f.Add(`{"driveRestoreArtifacts@delta":[{"@Core.DataModificationException":7},null,5,[]]}`)
	f.Add(`{"driveRestoreArtifacts@delta":{}}`)
	f.Add(`{"@context":"#$delta","granularDriveRestoreArtifacts@delta":[{"id":"k","startDateTime":"0001-01-01T00:00:00Z"}]}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, answer string) {
		c := newTestClient(t, always(http.StatusOK, answer))
		_, err := c.RestoreSessions.OneDrive.Update(t.Context(), sampleID, models.OneDriveForBusinessRestoreSessionUpdate{
			DriveRestoreArtifacts: models.Delta[models.RestoreArtifactCreate]{Remove: []string{"a"}},
		})
		var e *backuprestore.Error
		var partial *backuprestore.PartialError
		if err != nil && !errors.As(err, &e) && !errors.As(err, &partial) {
			t.Fatalf("an error of no known kind: %v", err)
		}
	})
}
