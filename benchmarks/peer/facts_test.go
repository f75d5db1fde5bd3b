package peer_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/benchmarks/fixture"
)

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func name[E fmt.Stringer](e *E) string {
	if e == nil {
		return ""
	}
	return (*e).String()
}

func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

func number(n *int32) int32 {
	if n == nil {
		return -1
	}
	return *n
}

func artifactFacts(_ testing.TB, v any) []fixture.Artifact {
	items := v.(models.DriveRestoreArtifactCollectionResponseable).GetValue()
	facts := make([]fixture.Artifact, len(items))
	for i, a := range items {
		point := a.GetRestorePoint()
		facts[i] = fixture.Artifact{
			ID: text(a.GetId()), DestinationType: name(a.GetDestinationType()), Status: name(a.GetStatus()),
			StartDateTime: moment(a.GetStartDateTime()), CompletionDateTime: moment(a.GetCompletionDateTime()),
			RestoredSiteID: text(a.GetRestoredSiteId()), RestoredSiteName: text(a.GetRestoredSiteName()),
			RestoredSiteWebURL: text(a.GetRestoredSiteWebUrl()), Error: problem(a.GetError()),
			RestorePoint: fixture.RestorePoint{
				ID: text(point.GetId()), ProtectionDateTime: moment(point.GetProtectionDateTime()),
				ExpirationDateTime: moment(point.GetExpirationDateTime()),
			},
		}
	}
	return facts
}

func problem(e models.PublicErrorable) *fixture.Problem {
	if e == nil {
		return nil
	}
	return &fixture.Problem{Code: text(e.GetCode()), Message: text(e.GetMessage())}
}

func sessionPageFacts(tb testing.TB, v any) []fixture.Session {
	items := v.(models.RestoreSessionBaseCollectionResponseable).GetValue()
	facts := make([]fixture.Session, len(items))
	for i, item := range items {
		facts[i] = sessionFacts(tb, item)
	}
	return facts
}

func sessionFacts(_ testing.TB, s models.RestoreSessionBaseable) fixture.Session {
	count := s.GetRestoreSessionArtifactCount()
	return fixture.Session{
		Type: text(s.GetOdataType()), ID: text(s.GetId()), Status: name(s.GetStatus()), RestoreJobType: name(s.GetRestoreJobType()),
		RestoreSessionArtifactCount: fixture.ArtifactCount{
			Total: number(count.GetTotal()), Completed: number(count.GetCompleted()),
			InProgress: number(count.GetInProgress()), Failed: number(count.GetFailed()),
		},
		CreatedBy: who(s.GetCreatedBy()), CreatedDateTime: moment(s.GetCreatedDateTime()),
		LastModifiedBy: who(s.GetLastModifiedBy()), LastModifiedDateTime: moment(s.GetLastModifiedDateTime()), Error: problem(s.GetError()),
	}
}

func who(set models.IdentitySetable) fixture.IdentitySet {
	identity := func(i models.Identityable) fixture.Identity {
		return fixture.Identity{ID: text(i.GetId()), DisplayName: text(i.GetDisplayName())}
	}
	return fixture.IdentitySet{Application: identity(set.GetApplication()), User: identity(set.GetUser())}
}

// deltaFacts finds the outcomes where msgraph-sdk-go leaves them: it knows
// nothing of @delta, so the items are maps of pointers.
func deltaFacts(tb testing.TB, v any) []fixture.DeltaItem {
	session := v.(models.OneDriveForBusinessRestoreSessionable)
	items, ok := session.GetAdditionalData()["driveRestoreArtifacts@delta"].([]any)
	require.True(tb, ok)
	facts := make([]fixture.DeltaItem, len(items))
	for i, item := range items {
		members := item.(map[string]any)
		str := func(name string) string {
			s, _ := members[name].(*string)
			return text(s)
		}
		facts[i] = fixture.DeltaItem{
			ContentID: str("@contentId"), ID: str("id"), DestinationType: str("destinationType"), Status: str("status"),
		}
		if point, ok := members["restorePoint"].(map[string]any); ok {
			id, _ := point["id"].(*string)
			facts[i].RestorePoint.ID = text(id)
		}
		if created := str("createdDateTime"); created != "" {
			t, err := time.Parse(time.RFC3339, created)
			require.NoError(tb, err)
			facts[i].CreatedDateTime = t
		}
		if failure, ok := members["@Core.DataModificationException"].(map[string]any); ok {
			info := failure["info"].(map[string]any)
			facts[i].Failure = &fixture.Failure{
				Info:            fixture.Problem{Code: text(info["code"].(*string)), Message: text(info["message"].(*string))},
				FailedOperation: text(failure["failedOperation"].(*string)),
				ResponseCode:    int(*failure["responseCode"].(*float64)),
			}
		}
	}
	return facts
}
