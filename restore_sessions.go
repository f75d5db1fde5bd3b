package backuprestore

import (
	"context"
	"iter"

	"github.com/graphbackup/backuprestore/models"
)

// RestoreSessionsService serves the restore sessions of all workloads
// together, and through its fields those of one.
//
// A session is filled while it is a draft, activated once, and cannot be
// changed or stopped after that. Reading takes BackupRestore-Restore.Read.All,
// everything else BackupRestore-Restore.ReadWrite.All.
type RestoreSessionsService struct {
	OneDrive   *OneDriveRestoreSessions
	SharePoint *SharePointRestoreSessions
	Exchange   *ExchangeRestoreSessions

	client *Client
}

func newRestoreSessions(c *Client) *RestoreSessionsService {
	return &RestoreSessionsService{
		client:     c,
		OneDrive:   &OneDriveRestoreSessions{c},
		SharePoint: &SharePointRestoreSessions{c},
		Exchange:   &ExchangeRestoreSessions{c},
	}
}

func (s *RestoreSessionsService) path() path { return rootPath().sub("restoreSessions") }

func (s *RestoreSessionsService) job(ids []string) job[models.RestoreSession] {
	return job[models.RestoreSession]{
		kind: "restoreSession", ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (models.RestoreSession, error) {
			return s.Get(ctx, ids[0], opts...)
		},
		inspect: func(session models.RestoreSession) condition {
			base := session.Base()
			return conditionOf(restoreSessionPhases, base.Status.Or(""), base.Error)
		},
	}
}

// List lists the restore sessions of all workloads. Terminal ones are removed
// by the service after a year.
//
//graph:operation GET /solutions/backupRestore/restoreSessions
func (s *RestoreSessionsService) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.RestoreSession, error] {
	return listUnion[models.RestoreSession](ctx, s.client, s.path(), opts)
}

// Get reads a restore session of any workload; [ErrNotFound] when there is
// none of that id.
//
//graph:operation GET /solutions/backupRestore/restoreSessions/{id}
func (s *RestoreSessionsService) Get(ctx context.Context, id string, opts ...RequestOption) (models.RestoreSession, error) {
	return getUnion[models.RestoreSession](ctx, s.client, s.path().item(id), opts)
}

// Delete deletes a session that is still a draft; [ErrForbidden] for any
// other.
//
//graph:operation DELETE /solutions/backupRestore/restoreSessions/{id}
func (s *RestoreSessionsService) Delete(ctx context.Context, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path().item(id), opts)
}

// Activate starts the restore of a draft session; it cannot be stopped after
// that. [ErrForbidden] when the session is no draft, [ErrThrottled] while 25
// sessions are active, which passes in minutes to hours.
//
// After [ErrAmbiguous] read the session with Get: it was activated unless it
// is still a draft.
//
//graph:operation POST /solutions/backupRestore/restoreSessions/{id}/activate
func (s *RestoreSessionsService) Activate(ctx context.Context, id string, opts ...RequestOption) (*Poller[models.RestoreSession], error) {
	session, err := postUnion[models.RestoreSession](ctx, s.client, s.path().item(id).sub("activate"), nil, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.job([]string{id}), session), nil
}

// Poller follows a session that was activated elsewhere. Nothing is sent
// before it is first asked.
func (s *RestoreSessionsService) Poller(id string) *Poller[models.RestoreSession] {
	return pollerFor(s.client, s.job([]string{id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *RestoreSessionsService) Resume(token string) (*Poller[models.RestoreSession], error) {
	return resume(s.client, token, 1, s.job)
}

// OneDriveRestoreSessions serves the sessions that restore drives and what is in
// them. Use it through the fields of [RestoreSessionsService].
//
//workloads:copy SharePoint Exchange
type OneDriveRestoreSessions struct{ client *Client }

func (s *OneDriveRestoreSessions) path() path {
	return rootPath().sub("oneDriveForBusinessRestoreSessions")
}

// Create makes a draft session with the artifacts in body: whole units or
// granular ones, never both. The zero body makes an empty draft, as a bulk
// restore needs it. After [ErrAmbiguous] look through List for a draft that
// nobody asked for; it does nothing until it is activated.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessRestoreSessions
func (s *OneDriveRestoreSessions) Create(ctx context.Context, body models.OneDriveForBusinessRestoreSessionCreate, opts ...RequestOption) (models.OneDriveForBusinessRestoreSession, error) {
	return post[models.OneDriveForBusinessRestoreSession](ctx, s.client, s.path(), body, opts)
}

// List lists the sessions of the workload.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions
func (s *OneDriveRestoreSessions) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.OneDriveForBusinessRestoreSession, error] {
	return list[models.OneDriveForBusinessRestoreSession](ctx, s.client, s.path(), opts)
}

// Get reads a session of the workload; [ErrNotFound] when there is none of
// that id.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}
func (s *OneDriveRestoreSessions) Get(ctx context.Context, id string, opts ...RequestOption) (models.OneDriveForBusinessRestoreSession, error) {
	return get[models.OneDriveForBusinessRestoreSession](ctx, s.client, s.path().item(id), opts)
}

// Update adds artifacts to a draft session and removes them. The service takes
// 50 a request; more are sent in order as several requests. The result holds
// the outcome of every item that was sent; [*PartialError] says which failed,
// or how far the change came when a later request failed.
//
//graph:operation PATCH /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}
func (s *OneDriveRestoreSessions) Update(ctx context.Context, id string, body models.OneDriveForBusinessRestoreSessionUpdate, opts ...RequestOption) (models.OneDriveForBusinessRestoreSessionUpdateResult, error) {
	return update[models.OneDriveForBusinessRestoreSessionUpdate, models.OneDriveForBusinessRestoreSessionUpdateResult](ctx, s.client, s.path().item(id), body, opts)
}

// Artifacts lists the drives that a session restores as a whole, each with its own
// outcome.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifacts
func (s *OneDriveRestoreSessions) Artifacts(ctx context.Context, sessionID string, opts ...RequestOption) iter.Seq2[models.DriveRestoreArtifact, error] {
	return list[models.DriveRestoreArtifact](ctx, s.client, s.path().item(sessionID).sub("driveRestoreArtifacts"), opts)
}

// Artifact reads one artifact of a session. No page describes it; the metadata
// does.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifacts/{id}
func (s *OneDriveRestoreSessions) Artifact(ctx context.Context, sessionID, id string, opts ...RequestOption) (models.DriveRestoreArtifact, error) {
	return get[models.DriveRestoreArtifact](ctx, s.client, s.path().item(sessionID).sub("driveRestoreArtifacts").item(id), opts)
}

// GranularArtifacts lists the single items that a session restores. It takes
// BackupRestore-Restore.ReadWrite.All, of a delegated caller who restores files
// the SharePoint Backup Administrator role too, and no OData options. For mails no
// page describes it.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/granularDriveRestoreArtifacts
func (s *OneDriveRestoreSessions) GranularArtifacts(ctx context.Context, sessionID string, opts ...RequestOption) iter.Seq2[models.GranularDriveRestoreArtifact, error] {
	return list[models.GranularDriveRestoreArtifact](ctx, s.client, s.path().item(sessionID).sub("granularDriveRestoreArtifacts").withoutQuery(), opts)
}

// GranularArtifact reads one granular artifact of a session. No page describes
// it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/granularDriveRestoreArtifacts/{id}
func (s *OneDriveRestoreSessions) GranularArtifact(ctx context.Context, sessionID, id string, opts ...RequestOption) (models.GranularDriveRestoreArtifact, error) {
	return get[models.GranularDriveRestoreArtifact](ctx, s.client, s.path().item(sessionID).sub("granularDriveRestoreArtifacts").item(id), opts)
}
