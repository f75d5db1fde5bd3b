package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

// start activates a restore and ends when it is half done. The token is saved
// as soon as there is one: a process seldom knows when it will end.
func (o *options) start(ctx context.Context, out io.Writer) error {
	client, err := o.connect()
	if err != nil {
		return err
	}
	sessionID, err := fill(ctx, client)
	if err != nil {
		return err
	}
	poller, err := client.RestoreSessions.Activate(ctx, sessionID)
	if err != nil {
		return err
	}
	token := poller.ResumeToken()
	if err := os.WriteFile(o.tokenFile(), []byte(token), 0o600); err != nil {
		return err
	}
	say(out, "session %s is restoring; its resume token is %s", sessionID, token)
	for session, err := range poller.Updates(ctx) {
		if err != nil && !isOutcome(err) {
			return err
		}
		if done, total := progress(out, session); total > 0 && 2*done >= total {
			break
		}
	}
	say(out, "this process ends here and leaves the restore to itself")
	return nil
}

// fill makes a draft session of every drive under protection.
func fill(ctx context.Context, client *backuprestore.Client) (string, error) {
	now := time.Now()
	body := models.DriveRestoreArtifactsBulkAdditionRequestCreate{
		ProtectionTimePeriod: models.NewTimePeriod(now.AddDate(0, 0, -14), now), DestinationType: models.DestinationTypeNew,
		Tags: models.RestorePointTagsFastRestore, RestorePointPreference: models.RestorePointPreferenceLatest,
	}
	for drive, err := range client.ProtectionUnits.Drives.List(ctx) {
		if err != nil {
			return "", err
		}
		body.DirectoryObjectIDs = append(body.DirectoryObjectIDs, drive.DirectoryObjectID.Or(""))
	}
	session, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
	if err != nil {
		return "", err
	}
	if _, err = client.BulkRequests.Drives.Create(ctx, session.ID, body); err != nil {
		return "", errors.Join(err, client.RestoreSessions.Delete(ctx, session.ID))
	}
	return session.ID, nil
}

// finish knows the token and nothing else, and waits for the end.
func (o *options) finish(ctx context.Context, out io.Writer) error {
	client, err := o.connect()
	if err != nil {
		return err
	}
	token, err := os.ReadFile(o.tokenFile())
	if err != nil {
		return fmt.Errorf("no token to resume from: %w", err)
	}
	poller, err := client.RestoreSessions.Resume(string(token))
	if err != nil {
		return fmt.Errorf("%s: %w", o.tokenFile(), err)
	}
	say(out, "resuming %s", poller)
	for session, err := range poller.Updates(ctx) {
		if session != nil {
			progress(out, session)
		}
		if err != nil {
			return err
		}
	}
	say(out, "%s has completed", poller)
	return nil
}

// isOutcome tells a restore that ended badly from one that could not be
// followed.
func isOutcome(err error) bool {
	return errors.Is(err, backuprestore.ErrPartial) || errors.Is(err, backuprestore.ErrFailed)
}

// progress shows a session and says how many of its artifacts have ended.
func progress(out io.Writer, session models.RestoreSession) (done, total int32) {
	base := session.Base()
	counts := base.RestoreSessionArtifactCount.Or(models.RestoreSessionArtifactCount{})
	done, total = counts.Completed.Or(0)+counts.Failed.Or(0), counts.Total.Or(0)
	say(out, "session %s: %d of %d drives done, %d failed", base.Status.Or(""), done, total, counts.Failed.Or(0))
	return done, total
}
