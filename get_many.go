package backuprestore

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

// A BatchItem is what became of one id of a GetMany call: its value, or the
// error that a Get of it would have returned.
type BatchItem[T any] struct {
	ID    string
	Value T
	Err   error

	asked time.Duration
}

// GetMany reads restore sessions of any workload in the order of ids, twenty
// to a request. What goes wrong with one of them is that item's own error,
// [ErrNotFound] for example; the list ends with an error only when a request
// failed as a whole.
//
// It uses JSON batching, which Microsoft documents for Graph in general and on
// none of the pages of this API. Where an endpoint refuses it, use Get. The
// service counts each item as a request of its own when it throttles.
func (s *RestoreSessionsService) GetMany(ctx context.Context, ids []string, opts ...RequestOption) iter.Seq2[BatchItem[models.RestoreSession], error] {
	return getMany(ctx, s.client, s.path(), ids, decodeUnion[models.RestoreSession], opts)
}

// GetMany reads browse sessions as [RestoreSessionsService.GetMany] reads
// restore sessions.
func (s *OneDriveBrowseSessions) GetMany(ctx context.Context, ids []string, opts ...RequestOption) iter.Seq2[BatchItem[models.OneDriveForBusinessBrowseSession], error] {
	return getMany(ctx, s.client, s.path(), ids, decode[models.OneDriveForBusinessBrowseSession], opts)
}

// GetMany reads policies as [RestoreSessionsService.GetMany] reads restore
// sessions.
func (s *ProtectionPoliciesService) GetMany(ctx context.Context, ids []string, opts ...RequestOption) iter.Seq2[BatchItem[models.ProtectionPolicy], error] {
	return getMany(ctx, s.client, s.path(), ids, decodeUnion[models.ProtectionPolicy], opts)
}

// GetMany reads units as [RestoreSessionsService.GetMany] reads restore
// sessions.
func (s *ProtectionUnitsService) GetMany(ctx context.Context, ids []string, opts ...RequestOption) iter.Seq2[BatchItem[models.ProtectionUnit], error] {
	return getMany(ctx, s.client, s.path(), ids, decodeUnion[models.ProtectionUnit], opts)
}

// GetMany reads restore points as [RestoreSessionsService.GetMany] reads
// restore sessions.
func (s *RestorePointsService) GetMany(ctx context.Context, ids []string, opts ...RequestOption) iter.Seq2[BatchItem[models.RestorePoint], error] {
	return getMany(ctx, s.client, s.path(), ids, decode[models.RestorePoint], opts)
}

func decode[T any](body []byte) (value T, err error) {
	err = unmarshal(body, &value)
	return value, err
}

func decodeUnion[T any](body []byte) (T, error) {
	holder, err := decode[models.Union[T]](body)
	return holder.Value, err
}

// getMany reads the resources below set that ids name.
func getMany[T any](ctx context.Context, c *Client, set path, ids []string, decode func([]byte) (T, error), opts []RequestOption) iter.Seq2[BatchItem[T], error] {
	o, err := newRequestOptions(opts)
	return func(yield func(BatchItem[T], error) bool) {
		if err != nil {
			yield(BatchItem[T]{}, refusal(http.MethodGet, set.template, err))
			return
		}
		for some := range slices.Chunk(ids, batchSize) {
			items := make([]BatchItem[T], len(some))
			parts, err := c.getSome(ctx, set, some, &o, func(i int, body []byte) error {
				value, err := decode(body)
				if err == nil {
					items[i].Value = value
				}
				return err
			})
			if err != nil {
				yield(BatchItem[T]{}, err)
				return
			}
			for i, p := range parts {
				items[i].ID, items[i].Err, items[i].asked = some[i], p.err, transport.ItemRetryAfter(p.header)
				if !yield(items[i], nil) {
					return
				}
			}
		}
	}
}

// getSome reads as many resources as go into one batch.
func (c *Client) getSome(ctx context.Context, set path, ids []string, o *requestOptions, decode func(i int, body []byte) error) ([]*batchPart, error) {
	b := batch{client: c, options: o}
	for i, id := range ids {
		b.add(set.item(id), func(body []byte) error { return decode(i, body) })
	}
	return b.parts, b.run(ctx)
}
