// Command sdk restores the OneDrives that its arguments name, with this SDK.
// What it costs to build is measured; see the programs beside it for the same
// with less and with more.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, drives []string) error {
	credential, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		return err
	}
	client, err := backuprestore.NewClient(credential)
	if err != nil {
		return err
	}
	session, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
	if err != nil {
		return err
	}
	now := time.Now()
	_, err = client.BulkRequests.Drives.Create(ctx, session.ID, models.DriveRestoreArtifactsBulkAdditionRequestCreate{
		DisplayName:            "wave 1",
		Drives:                 drives,
		ProtectionTimePeriod:   models.NewTimePeriod(now.AddDate(0, 0, -7), now),
		DestinationType:        models.DestinationTypeNew,
		Tags:                   models.RestorePointTagsFastRestore,
		RestorePointPreference: models.RestorePointPreferenceLatest,
	})
	if err != nil {
		return err
	}
	poller, err := client.RestoreSessions.Activate(ctx, session.ID)
	if err != nil {
		return err
	}
	if _, err := poller.Wait(ctx); err != nil {
		return err
	}
	for artifact, err := range client.RestoreSessions.OneDrive.Artifacts(ctx, session.ID) {
		if err != nil {
			return err
		}
		fmt.Println(artifact.ID, artifact.Status.Or(""), artifact.RestoredSiteWebURL.Or(""))
	}
	return nil
}
