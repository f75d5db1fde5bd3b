package benchmarks_test

import (
	"cmp"
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/benchmarks/fixture"
	"github.com/graphbackup/backuprestore/benchmarks/suite"
	"github.com/graphbackup/backuprestore/models"
)

// A credential has a token at once: how long a sign-in takes is measured for
// nobody.
type credential struct{}

func (credential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// sdk is this SDK as a user has it.
var sdk = suite.Contender{
	Name:      "sdk",
	Artifacts: suite.Document[[]fixture.Artifact]{Decode: page[models.DriveRestoreArtifact], Facts: artifactFacts},
	Sessions:  suite.Document[[]fixture.Session]{Decode: page[models.Union[models.RestoreSession]], Facts: sessionPageFacts},
	Delta:     suite.Document[[]fixture.DeltaItem]{Decode: model[models.OneDriveForBusinessRestoreSessionUpdateResult], Facts: deltaFacts},
	Bulk: func(request fixture.BulkRequest) func() ([]byte, error) {
		body := bulkRequest(request)
		return body.MarshalJSON
	},
	Connect: func(tb testing.TB, url string) suite.Client { return connect(tb, url) },
}

// page decodes a page as the client does.
func page[T any](src []byte) (any, error) {
	return models.DecodeCollection[T](src)
}

func pageItems[T any](v any) []T { return v.(models.Collection[T]).Value }

// model decodes an answer as the client does.
func model[T any, P interface {
	*T
	json.Unmarshaler
}](src []byte) (any, error) {
	value := P(new(T))
	err := value.UnmarshalJSON(src)
	return value, err
}

func bulkRequest(request fixture.BulkRequest) models.DriveRestoreArtifactsBulkAdditionRequestCreate {
	return models.DriveRestoreArtifactsBulkAdditionRequestCreate{
		DisplayName:            request.DisplayName,
		Drives:                 request.Drives,
		ProtectionTimePeriod:   models.NewTimePeriod(request.ProtectionTimePeriod.Start, request.ProtectionTimePeriod.End),
		DestinationType:        models.DestinationType(request.DestinationType),
		Tags:                   models.RestorePointTags(request.Tags),
		RestorePointPreference: models.RestorePointPreference(request.RestorePointPreference),
	}
}

type sdkClient struct{ client *backuprestore.Client }

func connect(tb testing.TB, url string, options ...backuprestore.Option) sdkClient {
	options = append([]backuprestore.Option{backuprestore.WithEndpoint(url + "/v1.0")}, options...)
	client, err := backuprestore.NewClient(credential{}, options...)
	require.NoError(tb, err)
	tb.Cleanup(client.CloseIdleConnections)
	return sdkClient{client}
}

func (c sdkClient) Session(ctx context.Context, id string) (any, error) {
	return c.client.RestoreSessions.Get(ctx, id)
}

func (c sdkClient) Facts(tb testing.TB, session any) fixture.Session {
	return sessionFacts(tb, session.(models.RestoreSession))
}

func (c sdkClient) List(ctx context.Context, sessionID string, each func(id, status string)) error {
	for artifact, err := range c.client.RestoreSessions.OneDrive.Artifacts(ctx, sessionID) {
		if err != nil {
			return err
		}
		each(artifact.ID, string(artifact.Status.Or("")))
	}
	return nil
}

func (c sdkClient) WaitEach(ctx context.Context, ids []string) error {
	return suite.Each(ids, func(id string) error {
		_, err := c.client.RestoreSessions.Poller(id).Wait(ctx, backuprestore.PollEvery(suite.Interval, suite.Interval))
		return err
	})
}

func (c sdkClient) WaitByList(ctx context.Context, ids []string) error {
	watcher := c.client.RestoreSessions.Watch(ids...)
	for change, err := range watcher.Changes(ctx, backuprestore.PollEvery(suite.Interval, suite.Interval)) {
		if err := cmp.Or(err, change.Err); err != nil {
			return err
		}
	}
	return nil
}

func artifactFacts(_ testing.TB, v any) []fixture.Artifact {
	items := pageItems[models.DriveRestoreArtifact](v)
	facts := make([]fixture.Artifact, len(items))
	for i, a := range items {
		point := a.RestorePoint.Or(models.RestorePoint{})
		facts[i] = fixture.Artifact{
			ID: a.ID, DestinationType: string(a.DestinationType.Or("")), Status: string(a.Status.Or("")),
			StartDateTime: moment(a.StartDateTime), CompletionDateTime: moment(a.CompletionDateTime),
			RestoredSiteID: a.RestoredSiteID.Or(""), RestoredSiteName: a.RestoredSiteName.Or(""),
			RestoredSiteWebURL: a.RestoredSiteWebURL.Or(""), Error: problem(a.Error),
			RestorePoint: fixture.RestorePoint{
				ID: point.ID, ProtectionDateTime: moment(point.ProtectionDateTime), ExpirationDateTime: moment(point.ExpirationDateTime),
			},
		}
	}
	return facts
}

func moment(d models.Nullable[models.DateTime]) time.Time {
	return d.Or(models.DateTime{}).Time()
}

func problem(e models.Nullable[models.PublicError]) *fixture.Problem {
	p, ok := e.Get()
	if !ok {
		return nil
	}
	return &fixture.Problem{Code: p.Code.Or(""), Message: p.Message.Or("")}
}

func sessionPageFacts(tb testing.TB, v any) []fixture.Session {
	items := pageItems[models.Union[models.RestoreSession]](v)
	facts := make([]fixture.Session, len(items))
	for i, item := range items {
		facts[i] = sessionFacts(tb, item.Value)
	}
	return facts
}

func sessionFacts(tb testing.TB, session models.RestoreSession) fixture.Session {
	require.NotEqual(tb, models.UnknownRestoreSession{}, session)
	s := session.Base()
	count := s.RestoreSessionArtifactCount.Or(models.RestoreSessionArtifactCount{})
	return fixture.Session{
		Type: s.ODataType, ID: s.ID, Status: string(s.Status.Or("")), RestoreJobType: string(s.RestoreJobType.Or("")),
		RestoreSessionArtifactCount: fixture.ArtifactCount{
			Total: count.Total.Or(-1), Completed: count.Completed.Or(-1), InProgress: count.InProgress.Or(-1), Failed: count.Failed.Or(-1),
		},
		CreatedBy: who(s.CreatedBy), CreatedDateTime: moment(s.CreatedDateTime),
		LastModifiedBy: who(s.LastModifiedBy), LastModifiedDateTime: moment(s.LastModifiedDateTime), Error: problem(s.Error),
	}
}

func who(set models.Nullable[models.IdentitySet]) fixture.IdentitySet {
	identity := func(n models.Nullable[models.Identity]) fixture.Identity {
		i := n.Or(models.Identity{})
		return fixture.Identity{ID: i.Identifier(), DisplayName: i.DisplayName.Or("")}
	}
	s := set.Or(models.IdentitySet{})
	return fixture.IdentitySet{Application: identity(s.Application), User: identity(s.User)}
}

func deltaFacts(tb testing.TB, v any) []fixture.DeltaItem {
	items := v.(*models.OneDriveForBusinessRestoreSessionUpdateResult).DriveRestoreArtifacts
	facts := make([]fixture.DeltaItem, len(items))
	for i, item := range items {
		facts[i] = fixture.DeltaItem{
			ContentID: item.ContentID, ID: item.ID, DestinationType: string(item.Value.DestinationType.Or("")),
			RestorePoint: fixture.RestorePoint{ID: item.Value.RestorePoint.Or(models.RestorePoint{}).ID},
			Status:       string(item.Value.Status.Or("")),
		}
		if created, ok := item.Value.Unknown("createdDateTime"); ok {
			require.NoError(tb, json.Unmarshal(created, &facts[i].CreatedDateTime))
		}
		if f := item.Failure; f != nil {
			facts[i].Failure = &fixture.Failure{
				Info:            fixture.Problem{Code: f.Info.Code, Message: f.Info.Message},
				FailedOperation: f.FailedOperation, ResponseCode: f.ResponseCode,
			}
		}
	}
	return facts
}
