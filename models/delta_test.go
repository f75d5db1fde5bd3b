package models_test

import (
	"fmt"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

func TestDeltaPutsAdditionsFirst(t *testing.T) {
	update := models.SharePointProtectionPolicyUpdate{
		DisplayName: "All sites",
		SiteProtectionUnits: models.Delta[models.SiteProtectionUnitCreate]{
			Add:    []models.SiteProtectionUnitCreate{{SiteID: "s1"}, {SiteID: "s2"}},
			Remove: []string{"u9"},
		},
	}
	out, err := json.Marshal(update)
	require.NoError(t, err)
	require.Equal(t, `{"displayName":"All sites","siteProtectionUnits@delta":[{"siteId":"s1"},{"siteId":"s2"},`+
		`{"@removed":{"reason":"changed"},"id":"u9"}]}`, string(out))
	require.Equal(t, &update, requireSurvives(t, out, new(models.SharePointProtectionPolicyUpdate)))

	out, err = json.Marshal(models.SharePointProtectionPolicyUpdate{DisplayName: "Renamed"})
	require.NoError(t, err)
	require.Equal(t, `{"displayName":"Renamed"}`, string(out))
}

func TestDeltaRefusesBrokenItems(t *testing.T) {
	var d models.Delta[models.SiteProtectionUnitCreate]
	for _, bad := range []string{`{}`, `[1]`, `[{"siteId":1}]`, `[{"@removed":{},"id":1}]`} {
		require.Error(t, json.Unmarshal([]byte(bad), &d), bad)
	}
}

func TestUpdateResultHasTheOutcomeOfEveryItem(t *testing.T) {
	r := requireSurvives(t, fixture(t, "policy-update-result.json"),
		new(models.SharePointProtectionPolicyUpdateResult)).(*models.SharePointProtectionPolicyUpdateResult)
	require.Equal(t, "policy-1", r.ID)
	units := r.SiteProtectionUnits
	require.Len(t, units, 5)
	require.Equal(t, models.ProtectionUnitStatusProtectRequested, units[0].Value.Status.Or(""))
	require.Equal(t, "u1", units[0].ID)
	require.Nil(t, units[1].Failure)
	require.Equal(t, "3", units[2].ContentID)
	require.Equal(t, "held by a rule", units[2].Failure.Info.Message)
	require.Equal(t, "Invalid", units[2].Failure.Info.Code)
	require.Equal(t, "remove", units[2].Failure.FailedOperation)
	require.Equal(t, 409, units[2].Failure.ResponseCode)
	require.Equal(t, "changed", units[3].Removed.Reason)
	require.NotNil(t, units[4].Failure, "a refusal in another form is a refusal")

	outcomes := r.Outcomes()
	require.Len(t, outcomes, 5)
	require.Equal(t, models.DeltaOutcome{Property: "siteProtectionUnits", ID: "u4", Removed: true}, outcomes[3])
	require.Equal(t, "u3", outcomes[2].ID)
	require.Same(t, units[2].Failure, outcomes[2].Failure)
}

func TestDeltaItemCanBeBuilt(t *testing.T) {
	item := models.DeltaItem[models.SiteProtectionUnit]{
		ContentID: "c", ID: "u",
		Failure: &models.DataModificationException{
			Info: models.DataModificationInfo{Code: "Invalid"}, FailedOperation: "add", ResponseCode: 400},
	}
	out, err := json.Marshal(item)
	require.NoError(t, err)
	require.Equal(t, `{"@contentId":"c","@Core.DataModificationException":{"info":{"code":"Invalid"},`+
		`"failedOperation":"add","responseCode":400},"id":"u"}`, string(out))
	out, err = json.Marshal(models.DeltaItem[models.SiteProtectionUnit]{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(out))
}

func TestResultsMergeInOrder(t *testing.T) {
	item := func(id string) []models.DeltaItem[models.DriveRestoreArtifact] {
		return []models.DeltaItem[models.DriveRestoreArtifact]{{ID: id}}
	}
	first := models.OneDriveForBusinessRestoreSessionUpdateResult{DriveRestoreArtifacts: item("1")}
	second := models.OneDriveForBusinessRestoreSessionUpdateResult{
		Entity: models.Entity{ID: "s"}, DriveRestoreArtifacts: item("2")}
	merged := first.Merge(second)
	require.Equal(t, "s", merged.ID)
	require.Equal(t, []string{"1", "2"}, []string{merged.DriveRestoreArtifacts[0].ID, merged.DriveRestoreArtifacts[1].ID})
	require.Len(t, first.DriveRestoreArtifacts, 1)

	named := models.ExchangeProtectionPolicyUpdateResult{DisplayName: models.Value("new name")}
	require.Equal(t, "new name", named.Merge(models.ExchangeProtectionPolicyUpdateResult{}).DisplayName.Or(""))
}

func TestUpdatesSplitInOrder(t *testing.T) {
	var update models.OneDriveForBusinessProtectionPolicyUpdate
	update.DisplayName = "name"
	for i := range 70 {
		update.DriveProtectionUnits.Add = append(update.DriveProtectionUnits.Add,
			models.DriveProtectionUnitCreate{DirectoryObjectID: fmt.Sprint("add", i)})
		update.DriveProtectionUnits.Remove = append(update.DriveProtectionUnits.Remove, fmt.Sprint("remove", i))
	}
	require.NoError(t, update.Validate())
	chunks := update.Chunks(0)
	require.Len(t, chunks, 3)
	var again models.OneDriveForBusinessProtectionPolicyUpdate
	for i, chunk := range chunks {
		require.Equal(t, i == 0, chunk.DisplayName == "name", i)
		require.LessOrEqual(t, chunk.DriveProtectionUnits.Len(), 50)
		require.NoError(t, chunk.Validate())
		again.DriveProtectionUnits.Add = append(again.DriveProtectionUnits.Add, chunk.DriveProtectionUnits.Add...)
		again.DriveProtectionUnits.Remove = append(again.DriveProtectionUnits.Remove, chunk.DriveProtectionUnits.Remove...)
	}
	require.Equal(t, update.DriveProtectionUnits, again.DriveProtectionUnits)
	require.Len(t, chunks[1].DriveProtectionUnits.Add, 20)
	require.Len(t, chunks[1].DriveProtectionUnits.Remove, 30)

	require.Equal(t, []models.SharePointProtectionPolicyUpdate{{DisplayName: "only"}},
		models.SharePointProtectionPolicyUpdate{DisplayName: "only"}.Chunks(50))
	require.Empty(t, models.ExchangeRestoreSessionUpdate{}.Chunks(50))
	granular := models.SharePointRestoreSessionUpdate{GranularSiteRestoreArtifacts: models.Delta[models.GranularRestoreArtifactCreate]{
		Remove: []string{"a", "b", "c"}}}
	require.Len(t, granular.Chunks(2), 2)
}
