package backuprestore_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"time"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/graphtest"
	"github.com/graphbackup/backuprestore/models"
)

// tenant stands in for a real one; NewClient(credential) is all that a real
// one takes.
func tenant() (*backuprestore.Client, *graphtest.Server) {
	server, err := graphtest.NewServer(graphtest.NewTenant(graphtest.Size{Drives: 3}, graphtest.WithSeed(1)), graphtest.WithSpeed(graphtest.Speed{}))
	if err != nil {
		log.Fatal(err)
	}
	client, err := backuprestore.NewClient(serverToken{server}, backuprestore.WithEndpoint(server.BaseURL()), backuprestore.WithTransport(server.Transport()))
	if err != nil {
		log.Fatal(err)
	}
	return client, server
}

// A mass restore: a draft session, one bulk request, activation, waiting.
func Example() {
	client, server := tenant()
	defer server.Close()
	ctx, now := context.Background(), time.Now()

	session, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
	if err != nil {
		log.Fatal(err)
	}
	request, err := client.BulkRequests.Drives.Create(ctx, session.ID, models.DriveRestoreArtifactsBulkAdditionRequestCreate{
		DisplayName:            "after the attack",
		Drives:                 []string{server.Tenant().Drive(0).Email, server.Tenant().Drive(1).Email, "nobody@contoso.example"},
		ProtectionTimePeriod:   models.NewTimePeriod(now.AddDate(0, 0, -7), now),
		DestinationType:        models.DestinationTypeNew,
		Tags:                   models.RestorePointTagsFastRestore,
		RestorePointPreference: models.RestorePointPreferenceLatest,
	})
	if err != nil {
		log.Fatal(err)
	}
	poller, err := client.RestoreSessions.Activate(ctx, session.ID)
	if err != nil {
		log.Fatal(err)
	}
	request, err = client.BulkRequests.Drives.Poller(session.ID, request.ID).Wait(ctx)
	if errors.Is(err, backuprestore.ErrPartial) {
		for _, detail := range request.Error.Or(models.PublicError{}).Details {
			fmt.Println("not resolved:", detail.Target.Or(""), detail.Code.Or(""))
		}
	}
	final, err := poller.Wait(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("session:", final.Base().Status.Or(""))
	for artifact, err := range client.RestoreSessions.OneDrive.Artifacts(ctx, session.ID) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("artifact:", artifact.Status.Or(""))
	}
	// Output:
	// not resolved: nobody@contoso.example EmailNotFound
	// session: completed
	// artifact: succeeded
	// artifact: succeeded
}

// A job outlives the program that started it: keep its token.
func ExamplePoller_ResumeToken() {
	client, server := tenant()
	defer server.Close()
	ctx := context.Background()

	session, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
	if err != nil {
		log.Fatal(err)
	}
	token := client.RestoreSessions.Poller(session.ID).ResumeToken()

	// In another process:
	poller, err := client.RestoreSessions.Resume(token)
	if err != nil {
		log.Fatal(err)
	}
	latest, err := poller.Poll(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(latest.Base().Status.Or(""))
	// Output: draft
}

// Pages gives the boundaries of a long list, and where to start again.
func ExamplePages() {
	client, server := tenant()
	defer server.Close()
	ctx := context.Background()

	list := func(opts ...backuprestore.RequestOption) iter.Seq2[models.DriveProtectionUnit, error] {
		return client.ProtectionUnits.Drives.List(ctx, opts...)
	}
	for page, err := range backuprestore.Pages(list, backuprestore.Top(2)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(page.Items), "units, more:", page.NextLink != "")
	}
	// Output:
	// 2 units, more: true
	// 1 units, more: false
}

// What was never sent, and what may have run, are told apart.
func ExampleError() {
	client, server := tenant()
	defer server.Close()
	ctx := context.Background()
	server.Inject(graphtest.Fault{Kind: graphtest.FaultCut, AfterWork: true, Operation: "POST /oneDriveForBusinessRestoreSessions"})

	_, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
	switch {
	case errors.Is(err, backuprestore.ErrAmbiguous):
		sessions, err := backuprestore.Collect(client.RestoreSessions.OneDrive.List(ctx))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("the connection broke; sessions there now:", len(sessions))
	case err != nil:
		log.Fatal(err)
	}
	// Output: the connection broke; sessions there now: 1
}
