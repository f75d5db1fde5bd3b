package graphtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

// A mass restore of the size of the limit, and a walk over a large tenant, take seconds of a test's time at most.
func TestLargeJobs(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Sites: 10_000})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		var urls []string
		for s := range tenant.Sites() {
			urls = append(urls, s.WebURL)
		}
		ss := c.want(201, "POST", "/sharePointRestoreSessions", nil)
		c.want(201, "POST", "/sharePointRestoreSessions/"+ss.id()+"/siteRestoreArtifactsBulkAdditionRequests", object(
			"siteWebUrls", urls, "destinationType", "inPlace", "tags", "fastRestore", "protectionTimePeriod", week(srv)))
		c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
		most := 0
		for range 30 {
			time.Sleep(5 * time.Hour)
			running := 0
			for _, r := range srv.Restores() {
				if r.Status == "inProgress" {
					running++
				}
			}
			most = max(most, running)
		}
		require.Positive(t, most)
		require.LessOrEqual(t, most, 1000, "the service restores a thousand sites at once, and queues the rest")
		require.Equal(t, "completed", c.get("/restoreSessions/"+ss.id()).str("status"))
		require.Len(t, c.all("/sharePointRestoreSessions/"+ss.id()+"/siteRestoreArtifacts?$top=999"), 10_000)
		require.Len(t, c.all("/siteProtectionUnits?$top=999"), 10_000)
	})
}

func BenchmarkPageOfUnits(b *testing.B) {
	srv, err := graphtest.NewInMemory(graphtest.NewTenant(graphtest.Size{Drives: 100_000}))
	require.NoError(b, err)
	c := newClient(b, srv)
	for b.Loop() {
		c.get("/driveProtectionUnits?$top=100")
	}
}
