package models_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

type update[U any] interface {
	Validate() error
	Chunks(n int) []U
}

type result[R any] interface {
	Merge(next R) R
	Outcomes() []models.DeltaOutcome
}

// Every update goes through its whole life: built, split, answered, merged.
func TestEveryUpdateIsSplitAndItsAnswersAreMerged(t *testing.T) {
	const artifact = `{"restorePoint":{"id":"%s"},"destinationType":"new"}`
	const item = `{"browseSessionId":"b","id":"%s"}`
	const mail = `{"searchResponseId":"%s","restorePoint":{"id":"p"},"destinationType":"new"}`
	const unit = `{"directoryObjectId":"%s"}`
	live[models.ExchangeRestoreSessionUpdate, models.ExchangeRestoreSessionUpdateResult](t, "mailboxRestoreArtifacts", artifact)
	live[models.ExchangeRestoreSessionUpdate, models.ExchangeRestoreSessionUpdateResult](t, "granularMailboxRestoreArtifacts", mail)
	live[models.OneDriveForBusinessRestoreSessionUpdate, models.OneDriveForBusinessRestoreSessionUpdateResult](t, "driveRestoreArtifacts", artifact)
	live[models.OneDriveForBusinessRestoreSessionUpdate, models.OneDriveForBusinessRestoreSessionUpdateResult](t, "granularDriveRestoreArtifacts", item)
	live[models.SharePointRestoreSessionUpdate, models.SharePointRestoreSessionUpdateResult](t, "siteRestoreArtifacts", artifact)
	live[models.SharePointRestoreSessionUpdate, models.SharePointRestoreSessionUpdateResult](t, "granularSiteRestoreArtifacts", item)
	live[models.ExchangeProtectionPolicyUpdate, models.ExchangeProtectionPolicyUpdateResult](t, "mailboxProtectionUnits", unit)
	live[models.OneDriveForBusinessProtectionPolicyUpdate, models.OneDriveForBusinessProtectionPolicyUpdateResult](t, "driveProtectionUnits", unit)
	live[models.SharePointProtectionPolicyUpdate, models.SharePointProtectionPolicyUpdateResult](t, "siteProtectionUnits", `{"siteId":"%s"}`)
}

func live[U update[U], R result[R]](t *testing.T, property, item string) {
	t.Run(property, func(t *testing.T) {
		delta := func(items ...string) []byte {
			return fmt.Appendf(nil, `{"%s@delta":[%s]}`, property, strings.Join(items, ","))
		}
		removed := func(id string) string { return `{"@removed":{"reason":"changed"},"id":"` + id + `"}` }

		var u U
		require.NoError(t, json.Unmarshal(delta(fmt.Sprintf(item, "a"), fmt.Sprintf(item, "b"), removed("x"), removed("y"), removed("z")), &u))
		require.NoError(t, u.Validate())
		var sent []string
		for _, chunk := range u.Chunks(3) {
			require.NoError(t, chunk.Validate())
			out, err := json.Marshal(chunk)
			require.NoError(t, err)
			sent = append(sent, string(out))
		}
		require.Equal(t, []string{
			string(delta(fmt.Sprintf(item, "a"), fmt.Sprintf(item, "b"), removed("x"))),
			string(delta(removed("y"), removed("z"))),
		}, sent)

		var first, second R
		require.NoError(t, json.Unmarshal(delta(`{"id":"1"}`), &first))
		require.NoError(t, json.Unmarshal(delta(`{"id":"2","@Core.DataModificationException":{}}`, removed("3")), &second))
		outcomes := first.Merge(second).Outcomes()
		require.Len(t, outcomes, 3)
		for i, outcome := range outcomes {
			require.Equal(t, property, outcome.Property)
			require.Equal(t, fmt.Sprint(i+1), outcome.ID)
			require.Equal(t, i == 1, outcome.Failure != nil)
			require.Equal(t, i == 2, outcome.Removed)
		}
	})
}
