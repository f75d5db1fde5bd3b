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

// The restore sessions of the three workloads.
type (
	// OneDriveRestoreSessions restore OneDrives and files in them.
	OneDriveRestoreSessions = WorkloadRestoreSessions[
		models.OneDriveForBusinessRestoreSession, models.OneDriveForBusinessRestoreSessionCreate,
		models.OneDriveForBusinessRestoreSessionUpdate, models.OneDriveForBusinessRestoreSessionUpdateResult,
		models.DriveRestoreArtifact, models.GranularDriveRestoreArtifact]
	// SharePointRestoreSessions restore sites and files in them.
	SharePointRestoreSessions = WorkloadRestoreSessions[
		models.SharePointRestoreSession, models.SharePointRestoreSessionCreate,
		models.SharePointRestoreSessionUpdate, models.SharePointRestoreSessionUpdateResult,
		models.SiteRestoreArtifact, models.GranularSiteRestoreArtifact]
	// ExchangeRestoreSessions restore mailboxes and mails in them.
	ExchangeRestoreSessions = WorkloadRestoreSessions[
		models.ExchangeRestoreSession, models.ExchangeRestoreSessionCreate,
		models.ExchangeRestoreSessionUpdate, models.ExchangeRestoreSessionUpdateResult,
		models.MailboxRestoreArtifact, models.GranularMailboxRestoreArtifact]
)

func newRestoreSessions(c *Client) *RestoreSessionsService {
	return &RestoreSessionsService{
		client: c,
		OneDrive: &OneDriveRestoreSessions{
			client: c, path: rootPath().sub("oneDriveForBusinessRestoreSessions"),
			artifacts: "driveRestoreArtifacts", granular: "granularDriveRestoreArtifacts",
		},
		SharePoint: &SharePointRestoreSessions{
			client: c, path: rootPath().sub("sharePointRestoreSessions"),
			artifacts: "siteRestoreArtifacts", granular: "granularSiteRestoreArtifacts",
		},
		Exchange: &ExchangeRestoreSessions{
			client: c, path: rootPath().sub("exchangeRestoreSessions"),
			artifacts: "mailboxRestoreArtifacts", granular: "granularMailboxRestoreArtifacts",
		},
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

// A WorkloadRestoreSessions serves the restore sessions of one workload: of
// sessions S, created by C, changed by U with result R, of artifacts A and
// granular artifacts G. Use it through the fields of
// [RestoreSessionsService].
type WorkloadRestoreSessions[
	S models.RestoreSession, C requestBody, U updateBody[U], R updateResult[R], A, G any,
] struct {
	client              *Client
	path                path
	artifacts, granular string
}

// Create makes a draft session with the artifacts in body: whole units or
// granular ones, never both. The zero body makes an empty draft, as a bulk
// restore needs it. After [ErrAmbiguous] look through List for a draft that
// nobody asked for; it does nothing until it is activated.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessRestoreSessions
//graph:operation POST /solutions/backupRestore/sharePointRestoreSessions
//graph:operation POST /solutions/backupRestore/exchangeRestoreSessions
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) Create(ctx context.Context, body C, opts ...RequestOption) (S, error) {
	return post[S](ctx, s.client, s.path, body, opts)
}

// List lists the sessions of the workload.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) List(ctx context.Context, opts ...RequestOption) iter.Seq2[S, error] {
	return list[S](ctx, s.client, s.path, opts)
}

// Get reads a session of the workload; [ErrNotFound] when there is none of
// that id.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions/{id}
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions/{id}
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) Get(ctx context.Context, id string, opts ...RequestOption) (S, error) {
	return get[S](ctx, s.client, s.path.item(id), opts)
}

// Update adds artifacts to a draft session and removes them. The service takes
// 50 a request; more are sent in order as several requests. The result holds
// the outcome of every item that was sent; [*PartialError] says which failed,
// or how far the change came when a later request failed.
//
//graph:operation PATCH /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}
//graph:operation PATCH /solutions/backupRestore/sharePointRestoreSessions/{id}
//graph:operation PATCH /solutions/backupRestore/exchangeRestoreSessions/{id}
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) Update(ctx context.Context, id string, body U, opts ...RequestOption) (R, error) {
	return update[U, R](ctx, s.client, s.path.item(id), body, opts)
}

// Artifacts lists what a session restores as a whole: drives, sites or
// mailboxes, each with its own outcome.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifacts
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions/{id}/siteRestoreArtifacts
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions/{id}/mailboxRestoreArtifacts
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) Artifacts(ctx context.Context, sessionID string, opts ...RequestOption) iter.Seq2[A, error] {
	return list[A](ctx, s.client, s.path.item(sessionID).sub(s.artifacts), opts)
}

// Artifact reads one artifact of a session. No page describes it; the metadata
// does.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifacts/{id}
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions/{id}/siteRestoreArtifacts/{id}
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions/{id}/mailboxRestoreArtifacts/{id}
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) Artifact(ctx context.Context, sessionID, id string, opts ...RequestOption) (A, error) {
	return get[A](ctx, s.client, s.path.item(sessionID).sub(s.artifacts).item(id), opts)
}

// GranularArtifacts lists the files or mails that a session restores. For
// drives and sites it takes BackupRestore-Restore.ReadWrite.All, of a delegated
// caller the SharePoint Backup Administrator role too, and no OData options;
// for mailboxes no page describes it.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/granularDriveRestoreArtifacts
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions/{id}/granularSiteRestoreArtifacts
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions/{id}/granularMailboxRestoreArtifacts
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) GranularArtifacts(ctx context.Context, sessionID string, opts ...RequestOption) iter.Seq2[G, error] {
	return list[G](ctx, s.client, s.path.item(sessionID).sub(s.granular).withoutQuery(), opts)
}

// GranularArtifact reads one granular artifact of a session. No page describes
// it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/granularDriveRestoreArtifacts/{id}
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions/{id}/granularSiteRestoreArtifacts/{id}
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions/{id}/granularMailboxRestoreArtifacts/{id}
func (s *WorkloadRestoreSessions[S, C, U, R, A, G]) GranularArtifact(ctx context.Context, sessionID, id string, opts ...RequestOption) (G, error) {
	return get[G](ctx, s.client, s.path.item(sessionID).sub(s.granular).item(id), opts)
}
