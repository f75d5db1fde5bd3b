package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/examples/internal/sandbox"
	"github.com/graphbackup/backuprestore/graphtest"
	"github.com/graphbackup/backuprestore/models"
)

func connect(o *options, stderr io.Writer) (*backuprestore.Client, func(), error) {
	if o.live {
		client, err := sandbox.Live(backuprestore.WithUserAgent("browse-onedrive"))
		return client, func() {}, err
	}
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 20}, graphtest.WithSeed(1))
	client, server, err := sandbox.Offline(tenant, []graphtest.Option{graphtest.WithTimeScale(3600)},
		backuprestore.WithPolling(backuprestore.PollingPolicy{Initial: 250 * time.Millisecond, Max: time.Second}))
	if err != nil {
		return nil, nil, err
	}
	say(stderr, "offline: embedded server at %s, an hour of its time per second", server.BaseURL())
	return client, server.Close, nil
}

// browse runs the whole job and says whether it ended well.
func browse(ctx context.Context, o *options, stdout, stderr io.Writer) (bool, error) {
	client, disconnect, err := connect(o, stderr)
	if err != nil {
		return false, err
	}
	defer disconnect()
	unit, err := findDrive(ctx, client, o.drive)
	if err != nil {
		return false, err
	}
	point, err := newestFastPoint(ctx, client, unit.ID)
	if err != nil {
		return false, err
	}
	say(stderr, "drive of %s: newest fast restore point is of %s", unit.DirectoryObjectID.Or(unit.ID), point.ProtectionDateTime)
	session, err := open(ctx, client, point.ID, stderr)
	if err != nil {
		return false, err
	}
	w := walker{client: client, sessionID: session.ID, out: stdout, wanted: o.file, depth: o.depth}
	if err := w.walk(ctx, models.BrowseQuery{}, 0); err != nil {
		return false, err
	}
	_, _ = fmt.Fprintf(stdout, "\n%d items, %d of them files\n", w.items, w.files)
	switch {
	case o.listOnly:
		return true, nil
	case w.found == nil && o.file != "":
		return false, fmt.Errorf("no file named %q within %d levels", o.file, o.depth)
	case w.found == nil:
		return false, errors.New("the snapshot holds no file")
	}
	return restoreFile(ctx, client, session.ID, *w.found, stdout, stderr)
}

// findDrive looks for the unit of a drive; any will do for "".
func findDrive(ctx context.Context, client *backuprestore.Client, name string) (models.DriveProtectionUnit, error) {
	for unit, err := range client.ProtectionUnits.Drives.List(ctx) {
		if err != nil {
			return unit, err
		}
		if name == "" || strings.EqualFold(unit.DirectoryObjectID.Or(""), name) || strings.EqualFold(unit.Email.Or(""), name) {
			return unit, nil
		}
	}
	hint := ""
	if strings.Contains(name, "@") {
		hint = "; the service shows addresses to delegated callers only, so try the owner's directory object id"
	}
	return models.DriveProtectionUnit{}, fmt.Errorf("no protected drive %q%s", name, hint)
}

// newestFastPoint finds the newest point that can be browsed.
func newestFastPoint(ctx context.Context, client *backuprestore.Client, unitID string) (models.RestorePoint, error) {
	now := time.Now()
	found, err := client.RestorePoints.Search(ctx, models.RestorePointSearch{
		ProtectionUnitIDs:      []string{unitID},
		ProtectionTimePeriod:   models.NewTimePeriod(now.AddDate(-1, 0, 0), now),
		RestorePointPreference: models.RestorePointPreferenceLatest,
		Tags:                   models.RestorePointTagsFastRestore,
	})
	if err != nil {
		return models.RestorePoint{}, err
	}
	for _, result := range found.SearchResults {
		if point, ok := result.RestorePoint.Get(); ok {
			return point, nil
		}
	}
	return models.RestorePoint{}, errors.New("the drive has no fast restore point of the last year; only those can be browsed")
}

// open makes a browse session and waits until it can be used.
func open(ctx context.Context, client *backuprestore.Client, pointID string, stderr io.Writer) (models.OneDriveForBusinessBrowseSession, error) {
	poller, err := client.BrowseSessions.OneDrive.Create(ctx, models.BrowseSessionCreate{RestorePointID: pointID})
	if err != nil {
		return models.OneDriveForBusinessBrowseSession{}, err
	}
	for session, err := range poller.Updates(ctx) {
		if err != nil {
			return session, err
		}
		say(stderr, "browse session %s: %s, expires %s", session.ID, session.Status, session.ExpirationDateTime)
	}
	return poller.Latest(), nil
}

// A walker shows a snapshot depth first and remembers the file to restore.
type walker struct {
	client       *backuprestore.Client
	sessionID    string
	out          io.Writer
	wanted       string
	depth        int
	items, files int
	found        *models.BrowseQueryResponseItem
}

func (w *walker) walk(ctx context.Context, query models.BrowseQuery, level int) error {
	for item, err := range w.client.BrowseSessions.OneDrive.Browse(ctx, w.sessionID, query) {
		if err != nil {
			return err
		}
		w.show(item, level)
		if down, ok := into(item); ok && level < w.depth {
			if err := w.walk(ctx, down, level+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walker) show(item models.BrowseQueryResponseItem, level int) {
	w.items++
	note := ""
	if item.Type.Is(models.BrowseQueryResponseItemTypeFile) {
		w.files++
		note = "  " + item.SizeInBytes.Or("?") + " bytes"
		if w.found == nil && (w.wanted == "" || strings.EqualFold(w.wanted, item.Name.Or(""))) {
			w.found = &item
		}
	} else {
		note = "/"
	}
	_, _ = fmt.Fprintf(w.out, "%s%s%s\n", strings.Repeat("  ", level), item.Name.Or("(no name)"), note)
}

// into is the query for what lies in an item, if anything can.
func into(item models.BrowseQueryResponseItem) (models.BrowseQuery, bool) {
	if item.Type.Is(models.BrowseQueryResponseItemTypeFile) || item.ItemKey.Or("") == "" {
		return models.BrowseQuery{}, false
	}
	return models.BrowseQuery{
		BrowseLocationItemKey: item.ItemKey.Or(""),
		BrowseResourceType:    models.BrowsableResourceType(item.Type),
	}, true
}

// restoreFile restores one file with a session of its own.
func restoreFile(ctx context.Context, client *backuprestore.Client, browseSessionID string, file models.BrowseQueryResponseItem, stdout, stderr io.Writer) (bool, error) {
	session, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{
		GranularDriveRestoreArtifacts: []models.GranularRestoreArtifactCreate{
			{BrowseSessionID: browseSessionID, ItemKey: file.ItemKey.Or("")},
		},
	})
	if err != nil {
		return false, err
	}
	say(stderr, "restore session %s created for %s", session.ID, file.Name.Or(""))
	poller, err := client.RestoreSessions.Activate(ctx, session.ID)
	if err != nil {
		return false, err
	}
	for update, err := range poller.Updates(ctx) {
		if err != nil && !errors.Is(err, backuprestore.ErrFailed) && !errors.Is(err, backuprestore.ErrPartial) {
			return false, fmt.Errorf("%w; session %s goes on in the service", err, session.ID)
		}
		say(stderr, "restore session %s: %s", session.ID, update.Base().Status.Or(""))
	}
	restored := true
	for artifact, err := range client.RestoreSessions.OneDrive.GranularArtifacts(ctx, session.ID) {
		if err != nil {
			return false, err
		}
		_, _ = fmt.Fprintf(stdout, "%s: %s %s\n", file.Name.Or(""), artifact.Status, artifact.RestoredItemWebURL.Or(""))
		restored = restored && artifact.Status.Is(models.ArtifactRestoreStatusSucceeded)
	}
	return restored, nil
}
