package peer_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/microsoft/kiota-abstractions-go/serialization"
	khttp "github.com/microsoft/kiota-http-go"
	graph "github.com/microsoftgraph/msgraph-sdk-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go-core/authentication"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/benchmarks/fixture"
	"github.com/graphbackup/backuprestore/benchmarks/suite"
)

// A credential has a token at once: how long a sign-in takes is measured for
// nobody.
type credential struct{}

func (credential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// msgraph is msgraph-sdk-go as a user has it, but for one change in its favour:
// its transport keeps as many idle connections as the others', where its own
// would keep two.
var msgraph = suite.Contender{
	Name: "msgraph",
	Artifacts: suite.Document[[]fixture.Artifact]{
		Decode: parse(models.CreateDriveRestoreArtifactCollectionResponseFromDiscriminatorValue), Facts: artifactFacts,
	},
	Sessions: suite.Document[[]fixture.Session]{
		Decode: parse(models.CreateRestoreSessionBaseCollectionResponseFromDiscriminatorValue), Facts: sessionPageFacts,
	},
	Delta: suite.Document[[]fixture.DeltaItem]{
		Decode: parse(models.CreateOneDriveForBusinessRestoreSessionFromDiscriminatorValue), Facts: deltaFacts,
	},
	Bulk: func(request fixture.BulkRequest) func() ([]byte, error) {
		body := bulkRequest(request)
		return func() ([]byte, error) { return serialization.SerializeToJson(body) }
	},
	Connect: connect,
}

// parse makes the decoder of one type.
func parse(factory serialization.ParsableFactory) func([]byte) (any, error) {
	return func(src []byte) (any, error) {
		return serialization.DeserializeFromJson(src, factory)
	}
}

type client struct {
	graph *graph.GraphServiceClient
}

func connect(tb testing.TB, url string) suite.Client {
	auth, err := authentication.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(
		credential{}, []string{"https://graph.microsoft.com/.default"}, []string{"127.0.0.1"})
	require.NoError(tb, err)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 100
	tb.Cleanup(transport.CloseIdleConnections)
	options := graph.GetDefaultClientOptions()
	httpClient := core.GetDefaultClient(&options)
	httpClient.Transport = khttp.NewCustomTransportWithParentTransport(transport, core.GetDefaultMiddlewaresWithOptions(&options)...)
	adapter, err := graph.NewGraphRequestAdapterWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(auth, nil, nil, httpClient)
	require.NoError(tb, err)
	adapter.SetBaseUrl(url + "/v1.0")
	return client{graph.NewGraphServiceClient(adapter)}
}

func (c client) Session(ctx context.Context, id string) (any, error) {
	return c.graph.Solutions().BackupRestore().RestoreSessions().ByRestoreSessionBaseId(id).Get(ctx, nil)
}

func (c client) Facts(tb testing.TB, session any) fixture.Session {
	return sessionFacts(tb, session.(models.RestoreSessionBaseable))
}

func (c client) List(ctx context.Context, sessionID string, each func(id, status string)) error {
	artifacts := c.graph.Solutions().BackupRestore().OneDriveForBusinessRestoreSessions().
		ByOneDriveForBusinessRestoreSessionId(sessionID).DriveRestoreArtifacts()
	first, err := artifacts.Get(ctx, nil)
	if err != nil {
		return err
	}
	return iterate(ctx, c, first, models.CreateDriveRestoreArtifactCollectionResponseFromDiscriminatorValue,
		func(artifact models.DriveRestoreArtifactable) bool {
			each(text(artifact.GetId()), artifact.GetStatus().String())
			return true
		})
}

func iterate[T any](ctx context.Context, c client, first any, factory serialization.ParsableFactory, each func(T) bool) error {
	pages, err := core.NewPageIterator[T](first, c.graph.GetAdapter(), factory)
	if err != nil {
		return err
	}
	return pages.Iterate(ctx, each)
}

func (c client) WaitEach(ctx context.Context, ids []string) error {
	sessions := c.graph.Solutions().BackupRestore().RestoreSessions()
	return suite.PollEach(ctx, ids, func(ctx context.Context, id string) (bool, error) {
		session, err := sessions.ByRestoreSessionBaseId(id).Get(ctx, nil)
		if err != nil {
			return false, err
		}
		return ended(session), nil
	})
}

func ended(session models.RestoreSessionBaseable) bool {
	status := session.GetStatus()
	return status != nil && *status == models.COMPLETED_RESTORESESSIONSTATUS
}

var errNoPage = errors.New("no page")

func (c client) WaitByList(ctx context.Context, ids []string) error {
	sessions := c.graph.Solutions().BackupRestore().RestoreSessions()
	return suite.PollByList(ids, func(each func(string, bool) bool) error {
		first, err := sessions.Get(ctx, nil)
		if err != nil {
			return err
		}
		if first == nil {
			return errNoPage
		}
		return iterate(ctx, c, first, models.CreateRestoreSessionBaseCollectionResponseFromDiscriminatorValue,
			func(session models.RestoreSessionBaseable) bool { return each(text(session.GetId()), ended(session)) })
	})
}
