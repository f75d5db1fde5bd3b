package backuprestore

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

// RestorePointsService serves the restore points of protection units. Every
// call takes BackupRestore-Search.Read.All.
type RestorePointsService struct{ client *Client }

func (s *RestorePointsService) path() path { return rootPath().sub("restorePoints") }

// List lists the newest restore points of one unit before a moment, five at
// most. The service demands both, so they are parameters; [Filter] and
// [Expand] are taken by them.
//
//graph:operation GET /solutions/backupRestore/restorePoints
func (s *RestorePointsService) List(ctx context.Context, unitID string, before time.Time, opts ...RequestOption) iter.Seq2[models.RestorePoint, error] {
	if err := checkID(unitID); err != nil {
		return refused[models.RestorePoint](http.MethodGet, s.path(), err)
	}
	if before.IsZero() {
		return refused[models.RestorePoint](http.MethodGet, s.path(), invalid("before", "is the zero time; pass time.Now() for the newest points"))
	}
	demanded := []RequestOption{
		fixed("$expand", "protectionUnit($filter=id eq "+Quote(unitID)+")"),
		fixed("$filter", "protectionDateTime lt "+before.UTC().Format(time.RFC3339)),
	}
	return list[models.RestorePoint](ctx, s.client, s.path(), append(demanded, opts...))
}

// Get reads a restore point. No page describes it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/restorePoints/{id}
func (s *RestorePointsService) Get(ctx context.Context, id string, opts ...RequestOption) (models.RestorePoint, error) {
	return get[models.RestorePoint](ctx, s.client, s.path().item(id), opts)
}

// Search finds a restore point for each of up to 20 units: the latest or the
// oldest of a period, of certain tags. Units without one are listed in
// NoResultProtectionUnitIDs. With an ArtifactQuery it takes one mailbox and
// finds mails in it; the answer's SearchResponseID is then what a granular
// restore of mails asks for.
//
//graph:operation POST /solutions/backupRestore/restorePoints/search
func (s *RestorePointsService) Search(ctx context.Context, search models.RestorePointSearch, opts ...RequestOption) (models.RestorePointSearchResponse, error) {
	// The action only reads, so it may run twice.
	action := call{method: http.MethodPost, path: s.path().sub("search"), body: search, repeat: transport.RepeatRead}
	return perform[models.RestorePointSearchResponse](ctx, s.client, action, opts)
}
