package benchmarks_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/go-json-experiment/json"

	"github.com/graphbackup/backuprestore/benchmarks/fixture"
	"github.com/graphbackup/backuprestore/benchmarks/suite"
)

// floor is the least that the work can cost: net/http and json/v2 into bare
// structs. It has no retries, no limits and no checks.
var floor = suite.Contender{
	Name: "floor",
	Artifacts: suite.Document[[]fixture.Artifact]{
		Decode: bare[fixture.Page[fixture.Artifact]],
		Facts:  func(_ testing.TB, v any) []fixture.Artifact { return v.(*fixture.Page[fixture.Artifact]).Value },
	},
	Sessions: suite.Document[[]fixture.Session]{
		Decode: bare[fixture.Page[fixture.Session]],
		Facts:  func(_ testing.TB, v any) []fixture.Session { return v.(*fixture.Page[fixture.Session]).Value },
	},
	Delta: suite.Document[[]fixture.DeltaItem]{
		Decode: bare[fixture.DeltaAnswer],
		Facts:  func(_ testing.TB, v any) []fixture.DeltaItem { return v.(*fixture.DeltaAnswer).Items },
	},
	Bulk: func(request fixture.BulkRequest) func() ([]byte, error) {
		return func() ([]byte, error) { return json.Marshal(&request) }
	},
	Connect: func(tb testing.TB, url string) suite.Client {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.MaxIdleConnsPerHost = 100
		tb.Cleanup(transport.CloseIdleConnections)
		return floorClient{http: &http.Client{Transport: transport}, base: url + fixture.Base}
	},
}

func bare[T any](src []byte) (any, error) {
	v := new(T)
	return v, json.Unmarshal(src, v)
}

type floorClient struct {
	http *http.Client
	base string
}

func floorGet[T any](ctx context.Context, c floorClient, url string) (*T, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	token, err := credential{}.GetToken(ctx, policy.TokenRequestOptions{})
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token.Token)
	req.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	v := new(T)
	return v, json.Unmarshal(body, v)
}

func (c floorClient) Session(ctx context.Context, id string) (any, error) {
	return floorGet[fixture.Session](ctx, c, c.base+"/restoreSessions/"+id)
}

func (c floorClient) Facts(_ testing.TB, session any) fixture.Session {
	return *session.(*fixture.Session)
}

func (c floorClient) List(ctx context.Context, sessionID string, each func(id, status string)) error {
	return floorPages(ctx, c, "/oneDriveForBusinessRestoreSessions/"+sessionID+"/driveRestoreArtifacts", func(a fixture.Artifact) bool {
		each(a.ID, a.Status)
		return true
	})
}

func floorPages[T any](ctx context.Context, c floorClient, path string, each func(T) bool) error {
	for link := c.base + path; link != ""; {
		page, err := floorGet[fixture.Page[T]](ctx, c, link)
		if err != nil {
			return err
		}
		for _, item := range page.Value {
			if !each(item) {
				return nil
			}
		}
		link = page.NextLink
	}
	return nil
}

func (c floorClient) WaitEach(ctx context.Context, ids []string) error {
	return suite.PollEach(ctx, ids, func(ctx context.Context, id string) (bool, error) {
		session, err := floorGet[fixture.Session](ctx, c, c.base+"/restoreSessions/"+id)
		return err == nil && session.Status == "completed", err
	})
}

func (c floorClient) WaitByList(ctx context.Context, ids []string) error {
	return suite.PollByList(ids, func(each func(string, bool) bool) error {
		return floorPages(ctx, c, "/restoreSessions", func(s fixture.Session) bool { return each(s.ID, s.Status == "completed") })
	})
}
