// Command program restores the OneDrives that its arguments name, with
// msgraph-sdk-go as its documentation shows it. What it costs to build is
// measured.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	graph "github.com/microsoftgraph/msgraph-sdk-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
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
	client, err := graph.NewGraphServiceClientWithCredentials(credential, nil)
	if err != nil {
		return err
	}
	root := client.Solutions().BackupRestore()
	draft, err := root.OneDriveForBusinessRestoreSessions().Post(ctx, models.NewOneDriveForBusinessRestoreSession(), nil)
	if err != nil {
		return err
	}
	id := *draft.GetId()
	workload := root.OneDriveForBusinessRestoreSessions().ByOneDriveForBusinessRestoreSessionId(id)
	if _, err := workload.DriveRestoreArtifactsBulkAdditionRequests().Post(ctx, request(drives), nil); err != nil {
		return err
	}
	session, err := root.RestoreSessions().ByRestoreSessionBaseId(id).Activate().Post(ctx, nil)
	if err != nil {
		return err
	}
	for running(session) {
		time.Sleep(5 * time.Second)
		if session, err = root.RestoreSessions().ByRestoreSessionBaseId(id).Get(ctx, nil); err != nil {
			return err
		}
	}
	page, err := workload.DriveRestoreArtifacts().Get(ctx, nil)
	if err != nil {
		return err
	}
	pages, err := core.NewPageIterator[models.DriveRestoreArtifactable](page, client.GetAdapter(),
		models.CreateDriveRestoreArtifactCollectionResponseFromDiscriminatorValue)
	if err != nil {
		return err
	}
	return pages.Iterate(ctx, func(artifact models.DriveRestoreArtifactable) bool {
		fmt.Println(*artifact.GetId(), artifact.GetStatus(), *artifact.GetRestoredSiteWebUrl())
		return true
	})
}

func request(drives []string) models.DriveRestoreArtifactsBulkAdditionRequestable {
	name, now := "wave 1", time.Now()
	from := now.AddDate(0, 0, -7)
	period := models.NewTimePeriod()
	period.SetStartDateTime(&from)
	period.SetEndDateTime(&now)
	destination, preference := models.NEW_DESTINATIONTYPE, models.LATEST_RESTOREPOINTPREFERENCE
	tags := models.RestorePointTags(models.FASTRESTORE_RESTOREPOINTTAGS)
	r := models.NewDriveRestoreArtifactsBulkAdditionRequest()
	r.SetDisplayName(&name)
	r.SetDrives(drives)
	r.SetDirectoryObjectIds([]string{})
	r.SetProtectionUnitIds([]string{})
	r.SetProtectionTimePeriod(period)
	r.SetDestinationType(&destination)
	r.SetTags(&tags)
	r.SetRestorePointPreference(&preference)
	return r
}

func running(session models.RestoreSessionBaseable) bool {
	s := session.GetStatus()
	return s != nil && (*s == models.ACTIVATING_RESTORESESSIONSTATUS || *s == models.ACTIVE_RESTORESESSIONSTATUS)
}
