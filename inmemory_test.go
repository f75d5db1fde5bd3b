package backuprestore_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/graphtest"
	"github.com/graphbackup/backuprestore/models"
)

// A signedIn is a credential of a graphtest server. Its tokens expire, and
// tests sleep for weeks, so that each request gets a new one.
type signedIn struct {
	server *graphtest.Server
	opts   []graphtest.TokenOption
}

func (s signedIn) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: s.server.Token(s.opts...), ExpiresOn: time.Now().Add(time.Minute)}, nil
}

// inMemory is a server without sockets, for synctest bubbles, and an app-only
// client of it.
func inMemory(t *testing.T, tenant *graphtest.Tenant) (*backuprestore.Client, *graphtest.Server) {
	t.Helper()
	server, err := graphtest.NewInMemory(tenant)
	require.NoError(t, err)
	t.Cleanup(server.Close)
	return clientOf(t, server), server
}

func clientOf(t *testing.T, server *graphtest.Server, as ...graphtest.TokenOption) *backuprestore.Client {
	t.Helper()
	c, err := backuprestore.NewClient(signedIn{server, as}, backuprestore.WithEndpoint(server.BaseURL()), backuprestore.WithTransport(server.Transport()))
	require.NoError(t, err)
	return c
}

// restorePoints are the latest fast points of units.
func restorePoints(t *testing.T, c *backuprestore.Client, units ...string) []string {
	t.Helper()
	found, err := c.RestorePoints.Search(t.Context(), models.RestorePointSearch{
		ProtectionUnitIDs: units, ProtectionTimePeriod: models.NewTimePeriod(time.Now().AddDate(0, 0, -7), time.Now()),
		RestorePointPreference: models.RestorePointPreferenceLatest, Tags: models.RestorePointTagsFastRestore,
	})
	require.NoError(t, err)
	ids := map[string]string{}
	for _, result := range found.SearchResults {
		point := result.RestorePoint.Or(models.RestorePoint{})
		ids[point.ProtectionUnit.Value.Base().ID] = point.ID
	}
	points := make([]string, len(units))
	for i, unit := range units {
		points[i] = ids[unit]
		require.NotEmpty(t, points[i])
	}
	return points
}

// one checks that a list in batches has exactly the one item.
func one[T any](t *testing.T, list iter.Seq2[backuprestore.BatchItem[T], error], want string, id func(T) string) {
	t.Helper()
	items, err := backuprestore.Collect(list)
	require.NoError(t, err)
	require.Len(t, items, 1)
	require.NoError(t, items[0].Err)
	require.Equal(t, want, items[0].ID)
	require.Equal(t, want, id(items[0].Value))
}
