package backuprestore_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

// Bad input is refused before anything is sent, and the error names the
// property or parameter and what is wrong with it.
func TestBadInputIsRefusedBeforeSending(t *testing.T) {
	period := models.NewTimePeriod(sampleStart, sampleEnd)
	drives := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf("user%d@contoso.example", i)
		}
		return list
	}
	bulk := func(change func(*models.DriveRestoreArtifactsBulkAdditionRequestCreate)) func(context.Context, client) error {
		body := models.DriveRestoreArtifactsBulkAdditionRequestCreate{Drives: drives(1), ProtectionTimePeriod: period,
			DestinationType: models.DestinationTypeNew, Tags: models.RestorePointTagsFastRestore, RestorePointPreference: models.RestorePointPreferenceLatest}
		change(&body)
		return func(ctx context.Context, c client) error {
			return second(c.BulkRequests.Drives.Create(ctx, sampleID, body))
		}
	}
	create := func(body models.OneDriveForBusinessRestoreSessionCreate) func(context.Context, client) error {
		return func(ctx context.Context, c client) error { return second(c.RestoreSessions.OneDrive.Create(ctx, body)) }
	}
	whole := models.RestoreArtifactCreate{RestorePointID: samplePoint, DestinationType: models.DestinationTypeNew}
	search := func(n int) func(context.Context, client) error {
		return func(ctx context.Context, c client) error {
			return second(c.RestorePoints.Search(ctx, models.RestorePointSearch{ProtectionUnitIDs: drives(n), ProtectionTimePeriod: period}))
		}
	}
	byID := func(id string) func(context.Context, client) error {
		return func(ctx context.Context, c client) error { return second(c.RestoreSessions.Get(ctx, id)) }
	}
	for name, test := range map[string]struct {
		call func(context.Context, client) error
		says []string
	}{
		"empty id":          {byID(""), []string{"id", "empty"}},
		"blank id":          {byID(" \t"), []string{"id", "empty"}},
		"id with a slash":   {byID("a/b"), []string{"id", "'/'"}},
		"id with dots":      {byID(".."), []string{"id", "'.'"}},
		"id with a percent": {byID("a%2Fb"), []string{"id", "'%'"}},
		"id with a newline": {byID("a\nb"), []string{"id", "control"}},
		"inner id":          {func(ctx context.Context, c client) error { return c.BulkRequests.Sites.Delete(ctx, sampleID, "") }, []string{"id"}},
		"21 units":          {search(21), []string{"protectionUnitIds", "20"}},
		"long name": {bulk(func(b *models.DriveRestoreArtifactsBulkAdditionRequestCreate) {
			b.DisplayName = strings.Repeat("n", 1025)
		}), []string{"displayName", "1024"}},
		"10,001 drives": {bulk(func(b *models.DriveRestoreArtifactsBulkAdditionRequestCreate) { b.Drives = drives(10_001) }), []string{"drives", "10000"}},
		"no drives":     {bulk(func(b *models.DriveRestoreArtifactsBulkAdditionRequestCreate) { b.Drives = nil }), []string{"drives"}},
		"a drive twice": {bulk(func(b *models.DriveRestoreArtifactsBulkAdditionRequestCreate) {
			b.Drives = []string{"a@b.example", "A@b.example"}
		}), []string{"drives"}},
		"ends before start": {bulk(func(b *models.DriveRestoreArtifactsBulkAdditionRequestCreate) {
			b.ProtectionTimePeriod = models.NewTimePeriod(sampleEnd, sampleStart)
		}), []string{"protectionTimePeriod"}},
		"sentinel": {bulk(func(b *models.DriveRestoreArtifactsBulkAdditionRequestCreate) {
			b.DestinationType = models.DestinationTypeUnknownFutureValue
		}), []string{"destinationType", "unknownFutureValue"}},
		"ignored unit ids": {bulk(func(b *models.DriveRestoreArtifactsBulkAdditionRequestCreate) { b.ProtectionUnitIDs = []string{"u"} }), []string{"protectionUnitIds"}},
		"both kinds":       {create(models.OneDriveForBusinessRestoreSessionCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{whole}, GranularDriveRestoreArtifacts: []models.GranularRestoreArtifactCreate{{BrowseSessionID: "b", ItemKey: "k"}}}), []string{"granularDriveRestoreArtifacts", "driveRestoreArtifacts"}},
		"two destinations": {create(models.OneDriveForBusinessRestoreSessionCreate{DriveRestoreArtifacts: []models.RestoreArtifactCreate{whole, {RestorePointID: "other", DestinationType: models.DestinationTypeInPlace}}}), []string{"new", "inPlace"}},
		"51 artifacts":     {create(models.OneDriveForBusinessRestoreSessionCreate{DriveRestoreArtifacts: artifactsToAdd(51)}), []string{"driveRestoreArtifacts", "50"}},
		"empty update": {func(ctx context.Context, c client) error {
			return second(c.RestoreSessions.OneDrive.Update(ctx, sampleID, models.OneDriveForBusinessRestoreSessionUpdate{}))
		}, []string{"driveRestoreArtifacts"}},
		"zero time": {func(ctx context.Context, c client) error {
			return drain(c.RestorePoints.List(ctx, sampleID, time.Time{}))
		}, []string{"before"}},
		"taken filter": {func(ctx context.Context, c client) error {
			return drain(c.RestorePoints.List(ctx, sampleID, sampleEnd, backuprestore.Filter("true")))
		}, []string{"$filter"}},
		"query where none": {func(ctx context.Context, c client) error {
			return drain(c.BulkRequests.Drives.List(ctx, sampleID, backuprestore.Top(5)))
		}, []string{"no OData query options"}},
		"empty filter": {func(ctx context.Context, c client) error {
			return drain(c.RestoreSessions.List(ctx, backuprestore.Filter(" ")))
		}, []string{"$filter", "empty"}},
		"top of zero": {func(ctx context.Context, c client) error {
			return drain(c.RestoreSessions.List(ctx, backuprestore.Top(0)))
		}, []string{"$top"}},
		"odd version": {func(ctx context.Context, c client) error {
			return drain(c.RestoreSessions.List(ctx, backuprestore.APIVersion("../beta")))
		}, []string{"version"}},
		"relative raw path": {func(ctx context.Context, c client) error {
			return second(c.Do(ctx, backuprestore.RawRequest{Method: http.MethodGet, Path: "//evil.example"}))
		}, []string{"path"}},
		"raw path and query": {func(ctx context.Context, c client) error {
			return second(c.Do(ctx, backuprestore.RawRequest{Method: http.MethodGet, Path: "/a?b=c"}))
		}, []string{"path"}},
		"raw method": {func(ctx context.Context, c client) error {
			return second(c.Do(ctx, backuprestore.RawRequest{Method: "TRACE", Path: "/a"}))
		}, []string{"method"}},
		"raw body": {func(ctx context.Context, c client) error {
			return second(c.Do(ctx, backuprestore.RawRequest{Method: http.MethodPost, Path: "/a", Body: []byte("{")}))
		}, []string{"body"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := always(http.StatusOK, `{"id":"x","value":[]}`)
			err := test.call(t.Context(), newTestClient(t, server))
			require.ErrorIs(t, err, backuprestore.ErrInvalid)
			var invalid *models.ValidationError
			require.ErrorAs(t, err, &invalid)
			for _, text := range test.says {
				require.ErrorContains(t, err, text)
			}
			require.NotContains(t, err.Error(), "\n")
			require.Empty(t, server.seen(), "something was sent")
		})
	}
}
