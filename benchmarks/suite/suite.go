// Package suite measures contenders. All of them go through the functions here,
// so that they do the same work in the same way.
package suite

import (
	"context"
	"testing"

	"github.com/graphbackup/backuprestore/benchmarks/fixture"
)

// Sizes of the documents.
const (
	artifactsOnPage = fixture.PageSize
	sessionsOnPage  = 300
	deltaItems      = 50
	bulkDrives      = 10_000
)

// A Contender is one way of talking to the service.
type Contender struct {
	Name      string
	Artifacts Document[[]fixture.Artifact]
	Sessions  Document[[]fixture.Session]
	Delta     Document[[]fixture.DeltaItem]
	// Bulk makes the contender's own form of a request and returns what encodes
	// it. Only the encoding is measured.
	Bulk func(fixture.BulkRequest) func() ([]byte, error)
	// Connect makes a client of the server at a URL.
	Connect func(tb testing.TB, url string) Client
}

// A Document is something that is decoded. Facts reduces the result to what is
// compared between contenders; it is not measured.
type Document[F any] struct {
	Decode func([]byte) (any, error)
	Facts  func(tb testing.TB, decoded any) F
}

// A Client calls the service.
type Client interface {
	// Session reads a restore session of any workload.
	Session(ctx context.Context, id string) (any, error)
	// Facts reduces what Session returned.
	Facts(tb testing.TB, session any) fixture.Session
	// List ranges over all artifacts of a session.
	List(ctx context.Context, sessionID string, each func(id, status string)) error
	// WaitEach waits until all sessions have ended, with a GET for each look.
	WaitEach(ctx context.Context, ids []string) error
	// WaitByList waits for the same with calls that list all sessions.
	WaitByList(ctx context.Context, ids []string) error
}
