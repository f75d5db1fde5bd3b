package backuprestore

import (
	"context"
	"iter"

	"github.com/graphbackup/backuprestore/models"
)

// BulkRequestsService serves the bulk addition requests of restore sessions,
// by what they add.
//
// A request belongs to a draft session that was created empty, is the only one
// in it, and takes up to 10,000 entries. It stays active until the session is
// activated; only then are its entries turned into artifacts, so wait for it
// after that and not before. The entries never come back: keep them.
type BulkRequestsService struct {
	Drives    *DriveBulkRequests
	Sites     *SiteBulkRequests
	Mailboxes *MailboxBulkRequests
}

func newBulkRequests(c *Client) *BulkRequestsService {
	return &BulkRequestsService{
		Drives:    &DriveBulkRequests{c},
		Sites:     &SiteBulkRequests{c},
		Mailboxes: &MailboxBulkRequests{c},
	}
}

// DriveBulkRequests serves the requests that add drives to a session. Use it
// through the fields of [BulkRequestsService]. Reading takes
// BackupRestore-Restore.Read.All, the rest BackupRestore-Restore.ReadWrite.All.
//
//workloads:copy SharePoint Exchange
type DriveBulkRequests struct{ client *Client }

func (s *DriveBulkRequests) path(sessionID string) path {
	return rootPath().sub("oneDriveForBusinessRestoreSessions").item(sessionID).sub("driveRestoreArtifactsBulkAdditionRequests").withoutQuery()
}

func (s *DriveBulkRequests) job(ids []string) job[models.DriveRestoreArtifactsBulkAdditionRequest] {
	return bulkRequestJob("driveRestoreArtifactsBulkAdditionRequests", ids, s.Get)
}

// Create fills a draft session from a list of addresses, URLs or directory
// object ids. After [ErrAmbiguous] read List of the session: it holds the
// request if it was created.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests
func (s *DriveBulkRequests) Create(ctx context.Context, sessionID string, body models.DriveRestoreArtifactsBulkAdditionRequestCreate, opts ...RequestOption) (models.DriveRestoreArtifactsBulkAdditionRequest, error) {
	return post[models.DriveRestoreArtifactsBulkAdditionRequest](ctx, s.client, s.path(sessionID), body, opts)
}

// List lists the requests of a session, without their entries.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests
func (s *DriveBulkRequests) List(ctx context.Context, sessionID string, opts ...RequestOption) iter.Seq2[models.DriveRestoreArtifactsBulkAdditionRequest, error] {
	return list[models.DriveRestoreArtifactsBulkAdditionRequest](ctx, s.client, s.path(sessionID), opts)
}

// Get reads a request. Each entry that the service could not resolve is one of
// its error's details, with the entry as target.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests/{id}
func (s *DriveBulkRequests) Get(ctx context.Context, sessionID, id string, opts ...RequestOption) (models.DriveRestoreArtifactsBulkAdditionRequest, error) {
	return get[models.DriveRestoreArtifactsBulkAdditionRequest](ctx, s.client, s.path(sessionID).item(id), opts)
}

// Delete deletes a request that is completed or completedWithErrors;
// [ErrForbidden] for any other.
//
//graph:operation DELETE /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests/{id}
func (s *DriveBulkRequests) Delete(ctx context.Context, sessionID, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path(sessionID).item(id), opts)
}

// Poller follows a request until its entries are resolved. Start it after the
// session was activated: before, the request does not move.
func (s *DriveBulkRequests) Poller(sessionID, id string) *Poller[models.DriveRestoreArtifactsBulkAdditionRequest] {
	return pollerFor(s.client, s.job([]string{sessionID, id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *DriveBulkRequests) Resume(token string) (*Poller[models.DriveRestoreArtifactsBulkAdditionRequest], error) {
	return resume(s.client, token, 2, s.job)
}

func bulkRequestJob[R interface {
	Base() models.RestoreArtifactsBulkRequestBase
}](kind string, ids []string, get func(context.Context, string, string, ...RequestOption) (R, error)) job[R] {
	return job[R]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (R, error) { return get(ctx, ids[0], ids[1], opts...) },
		inspect: func(request R) condition {
			base := request.Base()
			return conditionOf(bulkRequestPhases, base.Status, base.Error)
		},
	}
}
