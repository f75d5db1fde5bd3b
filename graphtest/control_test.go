package graphtest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

func TestTakingControl(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 2}, graphtest.BeforeEnabling())
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		delegated := newClient(t, srv, graphtest.Delegated(admin))
		require.Equal(t, "disabled", c.get("").json["serviceStatus"].(map[string]any)["status"])
		c.refused(403, "OperationNotAllowed", "GET", "/protectionPolicies", nil)
		c.refused(400, "InvalidAppOwnerTenantId", "POST", "/enable", "{}")
		require.Equal(t, "enabled", c.want(200, "POST", "/enable", object("appOwnerTenantId", srv.TenantID())).str("status"))
		c.refused(403, "OperationNotAllowed", "GET", "/protectionPolicies", nil)

		app := c.want(201, "POST", "/serviceApps", "{}")
		require.Equal(t, srv.ClientID(), app.id())
		require.Equal(t, "inactive", app.str("status"))
		one := "/serviceApps/" + app.id()
		c.refused(403, "Forbidden", "POST", one+"/activate", nil)
		delegated.want(202, "POST", one+"/activate", nil)
		delegated.refused(403, "ServiceAppActionNotAllowed", "POST", one+"/activate", nil)
		time.Sleep(time.Hour)
		require.Equal(t, "active", c.get(one).str("status"))
		c.want(200, "GET", "/protectionPolicies", nil)
		delegated.refused(403, "ServiceAppActionNotAllowed", "POST", one+"/deactivate", nil)

		// Another application asks for control and gets it after the notice.
		const rival = "11111111-2222-3333-4444-555555555555"
		next := newClient(t, srv, graphtest.AppID(rival), graphtest.Delegated(admin))
		next.want(201, "POST", "/serviceApps", nil)
		theirs := "/serviceApps/" + rival
		next.refused(400, "BadRequest", "POST", theirs+"/activate", object("effectiveDateTime", srv.Now().Add(24*time.Hour)))
		next.want(202, "POST", theirs+"/activate", object("effectiveDateTime", srv.Now().Add(10*24*time.Hour)))
		require.Equal(t, "pendingActive", next.get(theirs).str("status"))
		require.Equal(t, "pendingInactive", c.get(one).str("status"))
		next.want(200, "GET", "/protectionPolicies", nil)
		next.refused(403, "OperationNotAllowed", "POST", "/oneDriveForBusinessProtectionPolicies", object("displayName", "x"))
		c.refused(403, "ServiceAppActionNotAllowed", "DELETE", one, nil)

		next.want(202, "POST", theirs+"/deactivate", nil)
		require.Equal(t, "active", c.get(one).str("status"), "the hand-over is off")
		next.want(202, "POST", theirs+"/activate", object("effectiveDateTime", srv.Now().Add(10*24*time.Hour)))
		time.Sleep(11 * 24 * time.Hour)
		require.Equal(t, "active", next.get(theirs).str("status"))
		require.Equal(t, "inactive", c.get(one).str("status"))
		c.refused(403, "OperationNotAllowed", "GET", "/protectionPolicies", nil)
		c.want(204, "DELETE", one, nil)
		require.Len(t, next.get("/serviceApps").items(), 1)
		next.want(204, "DELETE", theirs, nil)
		require.Len(t, next.get("/serviceApps").items(), 1, "a controller leaves after seven days")
		time.Sleep(8 * 24 * time.Hour)
		require.Empty(t, next.get("/serviceApps").items())
	})
}

func TestServiceLocks(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2}), func(t *testing.T, srv *graphtest.Server, c *client) {
		policies := "/oneDriveForBusinessProtectionPolicies"
		id := c.get(policies).items()[0]["id"].(string)
		srv.SetServiceStatus("protectionChangeLocked", "invalidBillingProfile")
		c.refused(403, "OperationNotAllowed", "PATCH", policies+"/"+id, object("displayName", "x"))
		c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", nil)
		require.NotEmpty(t, c.get("").json["serviceStatus"].(map[string]any)["restoreAllowedTillDateTime"])
		srv.SetServiceStatus("restoreLocked", "invalidBillingProfile")
		c.refused(403, "OperationNotAllowed", "POST", "/oneDriveForBusinessRestoreSessions", nil)
		c.want(200, "GET", "/restoreSessions", nil)
		srv.SetServiceStatus("enabled", "")
		c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", nil)
	})
}

func TestNotifications(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{}), func(t *testing.T, srv *graphtest.Server, c *client) {
		delegated := newClient(t, srv, graphtest.Delegated(admin))
		const path = "/emailNotificationsSetting"
		c.refused(403, "Forbidden", "PATCH", path, "{}")
		changed := delegated.want(200, "PATCH", path, object("isEnabled", false, "recipients", object("role", "custom",
			"customRecipients", []any{object("email", "oncall@contoso.example")})))
		require.Equal(t, false, changed.json["isEnabled"])
		require.Equal(t, "restoreAndPolicyUpdates", changed.str("additionalEvents"))
		require.Contains(t, c.get(path).text, "oncall@contoso.example")
		delegated.refused(400, "BadRequest", "PATCH", path, object("recipients", object("role", "allAdmins", "customRecipients", []any{object("email", "x@y.example")})))
		c.refused(400, "BadRequest", "GET", path+"?$select=isEnabled", nil)
	})
}

func TestPermissions(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2}), func(t *testing.T, srv *graphtest.Server, _ *client) {
		reader := newClient(t, srv, graphtest.Permissions("BackupRestore-Restore.Read.All"))
		reader.want(200, "GET", "/restoreSessions", nil)
		reader.refused(403, "Forbidden", "POST", "/oneDriveForBusinessRestoreSessions", nil)
		reader.refused(403, "Forbidden", "GET", "/protectionPolicies", nil)
		reader.refused(403, "Forbidden", "GET", "/browseSessions", nil)
		writer := newClient(t, srv, graphtest.Permissions("BackupRestore-Restore.ReadWrite.All"))
		writer.want(200, "GET", "/restoreSessions", nil)
		writer.want(200, "GET", "/browseSessions", nil)
		writer.refused(403, "Forbidden", "POST", "/restorePoints/search", "{}")
		user := newClient(t, srv, graphtest.Delegated(admin))
		user.want(200, "GET", "/restoreSessions", nil)
		user.refused(403, "Forbidden", "GET", "/browseSessions", nil)
		keeper := newClient(t, srv, graphtest.Delegated(admin), graphtest.DirectoryRoles(graphtest.RoleSharePointBackupAdministrator))
		keeper.want(200, "GET", "/browseSessions", nil)
		stranger := newClient(t, srv, graphtest.AppID("99999999-2222-3333-4444-555555555555"))
		stranger.refused(403, "OperationNotAllowed", "GET", "/protectionPolicies", nil)
		srv.GrantPermissions("BackupRestore-Restore.Read.All")
	})
}

func TestTooManySessions(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 40})
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		start := func(i int) result {
			ss := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", nil)
			c.want(201, "POST", "/oneDriveForBusinessRestoreSessions/"+ss.id()+"/driveRestoreArtifactsBulkAdditionRequests",
				object("drives", []string{tenant.Drive(i).Email}, "destinationType", "new"))
			return c.do(http.MethodPost, "/restoreSessions/"+ss.id()+"/activate", nil)
		}
		for i := range 25 {
			require.Equal(t, 200, start(i).status)
		}
		refused := start(25)
		require.Equal(t, 500, refused.status)
		require.Equal(t, "TooManyActiveRestoreSessions", refused.code())
		time.Sleep(24 * time.Hour)
		require.Equal(t, 200, start(26).status)
		time.Sleep(400 * 24 * time.Hour)
		var drafts int
		for _, ss := range c.all("/restoreSessions") {
			require.Equal(t, "draft", ss["status"], "sessions that ended more than a year ago are gone")
			drafts++
		}
		require.Equal(t, 1, drafts)
	})
}
