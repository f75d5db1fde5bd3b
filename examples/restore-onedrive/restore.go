package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

// restore runs the whole job and reports what became of every drive. Once the
// session is activated the service goes on whether or not this program does.
func restore(ctx context.Context, client *backuprestore.Client, o *options, stderr io.Writer) (results, error) {
	sessionID := o.sessionID
	if sessionID == "" {
		var err error
		if sessionID, err = start(ctx, client, o, stderr); err != nil {
			return nil, err
		}
	}
	say(stderr, "session %s is restoring; it cannot be stopped, only watched", sessionID)
	request, err := watch(ctx, client, sessionID, stderr)
	if err != nil {
		return nil, stillRunning(o, sessionID, err)
	}
	artifacts, err := listArtifacts(ctx, client, o, sessionID, stderr)
	if err != nil {
		return nil, stillRunning(o, sessionID, err)
	}
	return newResults(o.entries, request, artifacts), nil
}

// listArtifacts lists what the session restores, each with the unit that says
// whose drive it is. The service shows units with restore points, so where the
// list has none, and the URL of the restored drive does not tell either, the
// point is read.
func listArtifacts(ctx context.Context, client *backuprestore.Client, o *options, sessionID string, stderr io.Writer) ([]models.DriveRestoreArtifact, error) {
	artifacts, err := backuprestore.Collect(client.RestoreSessions.OneDrive.Artifacts(ctx, sessionID))
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, e := range o.entries {
		wanted[e.siteKey()] = true
	}
	for i, artifact := range artifacts {
		point, ok := artifact.RestorePoint.Get()
		if !ok || matches(wanted, namesOf(artifact)) {
			continue
		}
		full, err := client.RestorePoints.Get(ctx, point.ID, backuprestore.Expand("protectionUnit"))
		if err != nil {
			say(stderr, "whose drive artifact %s is stays unknown: %v", artifact.ID, err)
			continue
		}
		point.ProtectionUnit = full.ProtectionUnit
		artifacts[i].RestorePoint = models.Value(point)
	}
	return artifacts, nil
}

func matches(wanted map[string]bool, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return wanted[name] })
}

// start makes a session, fills it with one bulk request and activates it.
// What fails before the activation leaves nothing behind.
func start(ctx context.Context, client *backuprestore.Client, o *options, stderr io.Writer) (string, error) {
	session, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
	if err != nil {
		return "", err
	}
	say(stderr, "session %s created", session.ID)
	request, err := client.BulkRequests.Drives.Create(ctx, session.ID, bulkRequest(o))
	if err != nil {
		return "", errors.Join(err, discard(ctx, client, session.ID))
	}
	say(stderr, "bulk request %s created: %d drives, latest fast restore point from %s to %s, destination %s", request.ID,
		len(o.entries), o.from.Format(time.RFC3339), o.to.Format(time.RFC3339), o.destination)
	switch _, err := client.RestoreSessions.Activate(ctx, session.ID); {
	case errors.Is(err, backuprestore.ErrAmbiguous), ctx.Err() != nil:
		return "", stillRunning(o, session.ID, fmt.Errorf("it is not known whether the session was activated: %w", err))
	case err != nil:
		return "", errors.Join(err, discard(ctx, client, session.ID))
	}
	return session.ID, nil
}

func bulkRequest(o *options) models.DriveRestoreArtifactsBulkAdditionRequestCreate {
	body := models.DriveRestoreArtifactsBulkAdditionRequestCreate{
		DisplayName:            "restore-onedrive " + o.to.Format(time.RFC3339),
		ProtectionTimePeriod:   models.NewTimePeriod(o.from, o.to),
		DestinationType:        o.destination,
		Tags:                   models.RestorePointTagsFastRestore,
		RestorePointPreference: models.RestorePointPreferenceLatest,
	}
	for _, e := range o.entries {
		if e.isID {
			body.DirectoryObjectIDs = append(body.DirectoryObjectIDs, e.text)
		} else {
			body.Drives = append(body.Drives, e.text)
		}
	}
	return body
}

// discard deletes a session that was not activated. It works after Ctrl-C too.
func discard(ctx context.Context, client *backuprestore.Client, sessionID string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := client.RestoreSessions.Delete(ctx, sessionID); err != nil {
		return fmt.Errorf("the draft session %s is left behind: %w", sessionID, err)
	}
	return nil
}

// watch waits for the session's bulk request and then for the session. That
// some drives could not be resolved or restored is a result, not an error.
func watch(ctx context.Context, client *backuprestore.Client, sessionID string, stderr io.Writer) (models.DriveRestoreArtifactsBulkAdditionRequest, error) {
	request, err := watchRequest(ctx, client, sessionID, stderr)
	if err != nil {
		return request, err
	}
	poller := client.RestoreSessions.Poller(sessionID)
	for session, err := range poller.Updates(ctx) {
		if err != nil && !isOutcome(err) {
			return request, err
		}
		base := session.Base()
		counts := base.RestoreSessionArtifactCount.Or(models.RestoreSessionArtifactCount{})
		say(stderr, "session %s: %d of %d done, %d failed, %d in progress", base.Status.Or(""),
			counts.Completed.Or(0)+counts.Failed.Or(0), counts.Total.Or(0), counts.Failed.Or(0), counts.InProgress.Or(0))
	}
	return request, nil
}

// watchRequest waits until every entry of the bulk request is an artifact or
// known not to become one.
func watchRequest(ctx context.Context, client *backuprestore.Client, sessionID string, stderr io.Writer) (models.DriveRestoreArtifactsBulkAdditionRequest, error) {
	for request, err := range client.BulkRequests.Drives.List(ctx, sessionID) {
		if err != nil {
			return request, err
		}
		request, err = client.BulkRequests.Drives.Poller(sessionID, request.ID).Wait(ctx)
		if err != nil && !isOutcome(err) {
			return request, err
		}
		say(stderr, "bulk request %s, %d drives not resolved", request.Status, len(request.Error.Or(models.PublicError{}).Details))
		return request, nil
	}
	return models.DriveRestoreArtifactsBulkAdditionRequest{}, fmt.Errorf("session %s holds no bulk request", sessionID)
}

// isOutcome tells a job that ended without full success from one that could
// not be followed.
func isOutcome(err error) bool {
	return errors.Is(err, backuprestore.ErrPartial) || errors.Is(err, backuprestore.ErrFailed)
}

// stillRunning says what goes on without this program and how to look again.
func stillRunning(o *options, sessionID string, err error) error {
	if !o.live {
		return fmt.Errorf("%w; session %s ended with the embedded server", err, sessionID)
	}
	return fmt.Errorf("%w; session %s goes on in the service: look again with -live -input %s -session %s",
		err, sessionID, o.input, sessionID)
}

func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, "%s %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
}
