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

// The bulk addition requests by what they add.
type (
	// DriveBulkRequests add OneDrives to a session.
	DriveBulkRequests = BulkRequests[models.DriveRestoreArtifactsBulkAdditionRequest, models.DriveRestoreArtifactsBulkAdditionRequestCreate]
	// SiteBulkRequests add sites to a session.
	SiteBulkRequests = BulkRequests[models.SiteRestoreArtifactsBulkAdditionRequest, models.SiteRestoreArtifactsBulkAdditionRequestCreate]
	// MailboxBulkRequests add mailboxes to a session.
	MailboxBulkRequests = BulkRequests[models.MailboxRestoreArtifactsBulkAdditionRequest, models.MailboxRestoreArtifactsBulkAdditionRequestCreate]
)

func newBulkRequests(c *Client) *BulkRequestsService {
	return &BulkRequestsService{
		Drives:    &DriveBulkRequests{c, "oneDriveForBusinessRestoreSessions", "driveRestoreArtifactsBulkAdditionRequests"},
		Sites:     &SiteBulkRequests{c, "sharePointRestoreSessions", "siteRestoreArtifactsBulkAdditionRequests"},
		Mailboxes: &MailboxBulkRequests{c, "exchangeRestoreSessions", "mailboxRestoreArtifactsBulkAdditionRequests"},
	}
}

// A BulkRequests serves the bulk addition requests R of one workload, created
// by C. Use it through the fields of [BulkRequestsService]. Reading takes
// BackupRestore-Restore.Read.All, the rest BackupRestore-Restore.ReadWrite.All.
type BulkRequests[R bulkRequest, C requestBody] struct {
	client         *Client
	sessions, name string
}

type bulkRequest interface {
	Base() models.RestoreArtifactsBulkRequestBase
}

func (s *BulkRequests[R, C]) path(sessionID string) path {
	return rootPath().sub(s.sessions).item(sessionID).sub(s.name).withoutQuery()
}

func (s *BulkRequests[R, C]) job(ids []string) job[R] {
	return job[R]{
		kind: s.name, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (R, error) {
			return s.Get(ctx, ids[0], ids[1], opts...)
		},
		inspect: func(request R) condition {
			base := request.Base()
			return conditionOf(bulkRequestPhases, base.Status, base.Error)
		},
	}
}

// Create fills a draft session from a list of addresses, URLs or directory
// object ids. After [ErrAmbiguous] read List of the session: it holds the
// request if it was created.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests
//graph:operation POST /solutions/backupRestore/sharePointRestoreSessions/{id}/siteRestoreArtifactsBulkAdditionRequests
//graph:operation POST /solutions/backupRestore/exchangeRestoreSessions/{id}/mailboxRestoreArtifactsBulkAdditionRequests
func (s *BulkRequests[R, C]) Create(ctx context.Context, sessionID string, body C, opts ...RequestOption) (R, error) {
	return post[R](ctx, s.client, s.path(sessionID), body, opts)
}

// List lists the requests of a session, without their entries.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions/{id}/siteRestoreArtifactsBulkAdditionRequests
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions/{id}/mailboxRestoreArtifactsBulkAdditionRequests
func (s *BulkRequests[R, C]) List(ctx context.Context, sessionID string, opts ...RequestOption) iter.Seq2[R, error] {
	return list[R](ctx, s.client, s.path(sessionID), opts)
}

// Get reads a request. Each entry that the service could not resolve is one of
// its error's details, with the entry as target.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests/{id}
//graph:operation GET /solutions/backupRestore/sharePointRestoreSessions/{id}/siteRestoreArtifactsBulkAdditionRequests/{id}
//graph:operation GET /solutions/backupRestore/exchangeRestoreSessions/{id}/mailboxRestoreArtifactsBulkAdditionRequests/{id}
func (s *BulkRequests[R, C]) Get(ctx context.Context, sessionID, id string, opts ...RequestOption) (R, error) {
	return get[R](ctx, s.client, s.path(sessionID).item(id), opts)
}

// Delete deletes a request that is completed or completedWithErrors;
// [ErrForbidden] for any other.
//
//graph:operation DELETE /solutions/backupRestore/oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests/{id}
//graph:operation DELETE /solutions/backupRestore/sharePointRestoreSessions/{id}/siteRestoreArtifactsBulkAdditionRequests/{id}
//graph:operation DELETE /solutions/backupRestore/exchangeRestoreSessions/{id}/mailboxRestoreArtifactsBulkAdditionRequests/{id}
func (s *BulkRequests[R, C]) Delete(ctx context.Context, sessionID, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path(sessionID).item(id), opts)
}

// Poller follows a request until its entries are resolved. Start it after the
// session was activated: before, the request does not move.
func (s *BulkRequests[R, C]) Poller(sessionID, id string) *Poller[R] {
	return pollerFor(s.client, s.job([]string{sessionID, id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *BulkRequests[R, C]) Resume(token string) (*Poller[R], error) {
	return resume(s.client, token, 2, s.job)
}
