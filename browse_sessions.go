package backuprestore

import (
	"context"
	"iter"
	"net/http"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

// BrowseSessionsService serves the browse sessions of OneDrive and SharePoint
// together, and through its fields those of one.
//
// A session opens a restore point tagged fastRestore for looking inside and
// expires about three days after its creation. Every call takes
// BackupRestore-Restore.ReadWrite.All, of a delegated caller the SharePoint
// Backup Administrator role too.
type BrowseSessionsService struct {
	OneDrive   *OneDriveBrowseSessions
	SharePoint *SharePointBrowseSessions

	client *Client
}

func newBrowseSessions(c *Client) *BrowseSessionsService {
	return &BrowseSessionsService{
		client:     c,
		OneDrive:   &OneDriveBrowseSessions{c},
		SharePoint: &SharePointBrowseSessions{c},
	}
}

// List lists the browse sessions of both workloads.
//
//graph:operation GET /solutions/backupRestore/browseSessions
func (s *BrowseSessionsService) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.BrowseSession, error] {
	return listUnion[models.BrowseSession](ctx, s.client, rootPath().sub("browseSessions"), opts)
}

// Delete deletes a browse session before it expires. No page describes it; the
// metadata does.
//
//graph:operation DELETE /solutions/backupRestore/browseSessions/{id}
func (s *BrowseSessionsService) Delete(ctx context.Context, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, rootPath().sub("browseSessions").item(id), opts)
}

// OneDriveBrowseSessions serves the sessions that look inside drives. Use it
// through the fields of [BrowseSessionsService].
//
//workloads:copy SharePoint
type OneDriveBrowseSessions struct{ client *Client }

func (s *OneDriveBrowseSessions) path() path {
	return rootPath().sub("oneDriveForBusinessBrowseSessions")
}

func (s *OneDriveBrowseSessions) job(ids []string) job[models.OneDriveForBusinessBrowseSession] {
	return browseJob("oneDriveForBusinessBrowseSessions", ids, s.Get)
}

// Create opens a restore point. The poller's Latest has the session's id; it
// can be browsed once it is created. After [ErrAmbiguous] look through List; a
// session that nobody uses expires by itself.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessBrowseSessions
func (s *OneDriveBrowseSessions) Create(ctx context.Context, body models.BrowseSessionCreate, opts ...RequestOption) (*Poller[models.OneDriveForBusinessBrowseSession], error) {
	session, err := post[models.OneDriveForBusinessBrowseSession](ctx, s.client, s.path(), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.job([]string{session.Base().ID}), session), nil
}

// List lists the sessions of the workload.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessBrowseSessions
func (s *OneDriveBrowseSessions) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.OneDriveForBusinessBrowseSession, error] {
	return list[models.OneDriveForBusinessBrowseSession](ctx, s.client, s.path().withoutQuery(), opts)
}

// Get reads a session; [ErrNotFound] when there is none of that id or it has
// expired.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessBrowseSessions/{id}
func (s *OneDriveBrowseSessions) Get(ctx context.Context, id string, opts ...RequestOption) (models.OneDriveForBusinessBrowseSession, error) {
	return get[models.OneDriveForBusinessBrowseSession](ctx, s.client, s.path().item(id), opts)
}

// Delete deletes a session before it expires. No page describes it; the
// metadata does.
//
//graph:operation DELETE /solutions/backupRestore/oneDriveForBusinessBrowseSessions/{id}
func (s *OneDriveBrowseSessions) Delete(ctx context.Context, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path().item(id), opts)
}

// Browse lists what lies at one place of a snapshot: its sites for the zero
// query, then the content of the item that the query names. The pages behind
// the first are read by GET with the token that the service gives.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessBrowseSessions/{id}/browse
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessBrowseSessions/{id}/browse
func (s *OneDriveBrowseSessions) Browse(ctx context.Context, id string, query models.BrowseQuery, opts ...RequestOption) iter.Seq2[models.BrowseQueryResponseItem, error] {
	// The action only reads, so it may run twice.
	first := call{method: http.MethodPost, path: s.path().item(id).sub("browse"), body: query, repeat: transport.RepeatRead}
	return collection[models.BrowseQueryResponseItem](ctx, s.client, first, decodePage[models.BrowseQueryResponseItem], opts)
}

// Poller follows a session that was created elsewhere.
func (s *OneDriveBrowseSessions) Poller(id string) *Poller[models.OneDriveForBusinessBrowseSession] {
	return pollerFor(s.client, s.job([]string{id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *OneDriveBrowseSessions) Resume(token string) (*Poller[models.OneDriveForBusinessBrowseSession], error) {
	return resume(s.client, token, 1, s.job)
}

func browseJob[S models.BrowseSession](kind string, ids []string, get func(context.Context, string, ...RequestOption) (S, error)) job[S] {
	return job[S]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (S, error) { return get(ctx, ids[0], opts...) },
		inspect: func(session S) condition {
			base := session.Base()
			return conditionOf(browseSessionPhases, base.Status, base.Error)
		},
	}
}
