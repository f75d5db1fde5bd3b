package graphtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

func TestOddities(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 2, Sites: 2})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		c.want(202, "POST", "/serviceApps", nil)
		require.Equal(t, "thirdParty", c.want(200, "POST", "/enable", object("appOwnerTenantId", srv.TenantID())).str("serviceConsumer"))
		require.Regexp(t, `T\d\d-\d\d-\d\d\.`, c.get("/serviceApps").items()[0]["registrationDateTime"])
		require.NotContains(t, c.get("/protectionPolicies").items()[0], "isEnabled")
		require.NotContains(t, c.get("/protectionUnits/"+tenant.Drive(0).UnitID).json, "protectionSources")

		ss := c.want(201, "POST", "/sharePointRestoreSessions", nil)
		requests := "/sharePointRestoreSessions/" + ss.id() + "/siteRestoreArtifactsBulkAdditionRequests"
		request := c.want(201, "POST", requests, object("siteWebUrls", []string{"https://nowhere.example/x"}, "destinationType", "new"))
		c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
		time.Sleep(time.Hour)
		listed := c.get(requests).items()[0]
		require.Equal(t, "CompletedWithErrors", listed["status"])
		require.Empty(t, listed["createdBy"])
		require.IsType(t, []any{}, listed["error"])
		require.Equal(t, request.id(), c.get(requests + "/" + request.id()).items()[0]["id"], "one entity, in a list")
	}, graphtest.WithOddities())
}
