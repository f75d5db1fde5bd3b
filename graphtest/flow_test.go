package graphtest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

// bubble runs a test against a server in memory, on the bubble's clock.
func bubble(t *testing.T, tenant *graphtest.Tenant, test func(t *testing.T, srv *graphtest.Server, c *client), opts ...graphtest.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		srv, err := graphtest.NewInMemory(tenant, opts...)
		require.NoError(t, err)
		defer srv.Close()
		test(t, srv, newClient(t, srv))
	})
}

func week(srv *graphtest.Server) map[string]any {
	return object("startDateTime", srv.Now().Add(-7*24*time.Hour).Format(time.RFC3339), "endDateTime", srv.Now().Format(time.RFC3339))
}

func TestBulkRestoreOfDrives(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 300})
	tenant.FailRestore(tenant.Drive(7).Email, graphtest.CodeArtifactCannotBeRestored)
	tenant.LeaveUnprotected(tenant.Drive(8).Email)
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		drives := []string{"nobody@contoso.example"}
		for d := range tenant.Drives() {
			drives = append(drives, strings.ToUpper(d.Email)) // addresses compare without case
		}
		session := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", "{}")
		require.Equal(t, "draft", session.str("status"))
		one := "/oneDriveForBusinessRestoreSessions/" + session.id()
		requests := one + "/driveRestoreArtifactsBulkAdditionRequests"
		bulk := c.want(201, "POST", requests, object(
			"displayName", "after the attack", "drives", drives, "directoryObjectIds", []string{}, "protectionUnitIds", []string{},
			"protectionTimePeriod", week(srv), "destinationType", "new", "tags", "fastRestore", "restorePointPreference", "latest"))
		require.Equal(t, "active", bulk.str("status"))
		require.Empty(t, bulk.json["drives"])
		require.NotNil(t, bulk.json["drives"], "the lists come back empty, not absent")

		time.Sleep(24 * time.Hour)
		require.Equal(t, "active", c.get(requests+"/"+bulk.id()).str("status"), "a bulk request stays active in a draft")

		activated := c.want(200, "POST", "/restoreSessions/"+session.id()+"/activate", nil)
		require.Equal(t, "activating", activated.str("status"))
		require.Equal(t, "#microsoft.graph.oneDriveForBusinessRestoreSession", activated.str("@odata.type"))

		began := srv.Now()
		var seen []string
		var completed []float64
		for {
			ss := c.get("/restoreSessions/" + session.id())
			counts := ss.json["restoreSessionArtifactCount"].(map[string]any)
			completed = append(completed, counts["completed"].(float64))
			if status := ss.str("status"); !slices.Contains(seen, status) {
				seen = append(seen, status)
			}
			if seen[len(seen)-1] != "activating" && seen[len(seen)-1] != "active" {
				break
			}
			time.Sleep(10 * time.Minute)
		}
		require.Equal(t, []string{"activating", "active", "completedWithError"}, seen)
		require.True(t, slices.IsSorted(completed))
		require.Greater(t, len(slices.Compact(completed)), 20, "progress is gradual")
		took := srv.Now().Sub(began)
		require.Greater(t, took, 9*time.Hour)
		require.Less(t, took, 15*time.Hour)

		bulk = c.want(200, "GET", requests+"/"+bulk.id(), nil)
		require.Equal(t, "completedWithErrors", bulk.str("status"))
		details := bulk.json["error"].(map[string]any)["details"].([]any)
		require.Len(t, details, 2)
		require.Equal(t, "EmailNotFound", details[0].(map[string]any)["code"])
		require.Equal(t, "nobody@contoso.example", details[0].(map[string]any)["target"])
		require.Equal(t, "UserNotBackedup", details[1].(map[string]any)["code"])

		artifacts := c.all(one + "/driveRestoreArtifacts")
		require.Len(t, artifacts, 299)
		failed := 0
		for _, a := range artifacts {
			if a["status"] == "failed" {
				failed++
				require.Equal(t, graphtest.CodeArtifactCannotBeRestored, a["error"].(map[string]any)["code"])
				continue
			}
			require.Equal(t, "succeeded", a["status"])
			require.Contains(t, a["restoredSiteWebUrl"], "R0")
		}
		require.Equal(t, 1, failed)
		require.Len(t, srv.Restores(), 299)
		require.Equal(t, 1, srv.Count("POST /restoreSessions/{anything}/activate"))
		c.want(204, "DELETE", requests+"/"+bulk.id(), nil)
		c.refused(404, "BulkRestoreArtifactsNotFound", "GET", requests+"/"+bulk.id(), nil)
	})
}

func TestHandPickedSession(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 60, Sites: 5, Mailboxes: 5})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		pointOf := func(unitID string) string {
			r := c.want(200, "POST", "/restorePoints/search", object("protectionUnitIds", []string{unitID}, "protectionTimePeriod", week(srv), "tags", "fastRestore"))
			results := r.json["searchResults"].([]any)
			require.Len(t, results, 1, r.text)
			return results[0].(map[string]any)["restorePoint"].(map[string]any)["id"].(string)
		}
		artifact := func(i int) map[string]any {
			return object("restorePoint", object("id", pointOf(tenant.Drive(i).UnitID)), "destinationType", "inPlace")
		}
		ss := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", object("driveRestoreArtifacts", []any{artifact(0), artifact(1)}))
		one := "/oneDriveForBusinessRestoreSessions/" + ss.id()

		patched := c.want(200, "PATCH", one, object("driveRestoreArtifacts@delta", []any{
			artifact(2), object("@removed", object("reason", "changed"), "id", "nothing"),
		}))
		deltas := patched.json["driveRestoreArtifacts@delta"].([]any)
		require.Equal(t, "added", deltas[0].(map[string]any)["status"])
		exception := deltas[1].(map[string]any)["@Core.DataModificationException"].(map[string]any)
		require.Equal(t, "remove", exception["failedOperation"])
		require.InDelta(t, 409, exception["responseCode"], 0)

		bad := artifact(3)
		bad["destinationType"] = "new"
		c.refused(400, "DifferentRestoreDestinationType", "PATCH", one, object("driveRestoreArtifacts@delta", []any{bad}))
		c.refused(400, "DuplicateArtifactInList", "PATCH", one, object("driveRestoreArtifacts@delta", []any{artifact(2)}))
		c.refused(400, "InvalidPatchRequest", "PATCH", one, "{}")
		var many []any
		for i := range 51 {
			many = append(many, artifact(i))
		}
		c.refused(400, "RestoreArtifactsLimitBreached", "PATCH", one, object("driveRestoreArtifacts@delta", many))
		c.refused(413, "RestoreArtifactsLimitBreached", "POST", "/oneDriveForBusinessRestoreSessions", object("driveRestoreArtifacts", many))
		c.refused(400, "InvalidRestorePoint", "POST", "/sharePointRestoreSessions", object("siteRestoreArtifacts", []any{artifact(0)}))
		c.refused(400, "InvalidArtifactRequest", "POST", "/oneDriveForBusinessRestoreSessions", object("driveRestoreArtifacts", []any{}))
		c.refused(400, "InvalidArtifactRequest", "POST", "/oneDriveForBusinessRestoreSessions", object("drive_restore_artifacts", []any{}))
		c.refused(400, "BulkRestoreInvalidCreateRequest", "POST", one+"/driveRestoreArtifactsBulkAdditionRequests",
			object("drives", []string{tenant.Drive(9).Email}, "destinationType", "new"))

		c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
		c.refused(403, "RestoreSessionActionNotAllowed", "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
		c.refused(403, "RestoreSessionActionNotAllowed", "DELETE", "/restoreSessions/"+ss.id(), nil)
		c.refused(403, "RestoreSessionActionNotAllowed", "PATCH", one, object("driveRestoreArtifacts@delta", []any{artifact(4)}))

		again := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", object("driveRestoreArtifacts", []any{artifact(0)}))
		c.want(200, "POST", "/restoreSessions/"+again.id()+"/activate", nil)
		time.Sleep(48 * time.Hour)
		require.Equal(t, "completed", c.get(one).str("status"))
		require.Equal(t, "failed", c.get("/restoreSessions/"+again.id()).str("status"), "two restores of one unit at once")
		c.headers.Del("Prefer")
		require.Equal(t, "unknownFutureValue", c.get("/restoreSessions/"+again.id()).str("status"))
		require.Len(t, c.all("/restoreSessions?$top=1"), 2)

		draft := c.want(201, "POST", "/exchangeRestoreSessions", nil)
		c.want(204, "DELETE", "/restoreSessions/"+draft.id(), nil)
		c.refused(404, "RestoreSessionNotFound", "GET", "/restoreSessions/"+draft.id(), nil)
	})
}

func TestBrowseAndRestoreOneFile(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 3, Sites: 3})
	for _, w := range []struct{ set, sessions, granular, unit string }{
		{"oneDriveForBusinessBrowseSessions", "oneDriveForBusinessRestoreSessions", "granularDriveRestoreArtifacts", tenant.Drive(1).UnitID},
		{"sharePointBrowseSessions", "sharePointRestoreSessions", "granularSiteRestoreArtifacts", tenant.Site(1).UnitID},
	} {
		t.Run(w.set, func(t *testing.T) {
			bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
				points := c.want(200, "GET", "/restorePoints?$expand=protectionUnit($filter=id%20eq%20'"+w.unit+"')&$filter=protectionDateTime%20lt%20"+srv.Now().Format(time.RFC3339), nil)
				require.Len(t, points.items(), 5)
				require.Equal(t, "none", points.items()[0]["tags"])
				c.refused(400, "InvalidRestorePoint", "POST", "/"+w.set, object("restorePointId", points.items()[0]["id"]))

				found := c.want(200, "POST", "/restorePoints/search", object("protectionUnitIds", []string{w.unit}, "protectionTimePeriod", week(srv), "tags", "fastRestore"))
				point := found.json["searchResults"].([]any)[0].(map[string]any)["restorePoint"].(map[string]any)["id"]
				browse := c.want(201, "POST", "/"+w.set, object("restorePointId", point))
				require.Equal(t, "creating", browse.str("status"))
				one := "/" + w.set + "/" + browse.id()
				c.want(400, "POST", one+"/browse", "{}")
				time.Sleep(3 * time.Minute)
				require.Equal(t, "created", c.get(one).str("status"))

				files, pages := map[string]string{}, 0
				var walk func(key, kind, below string)
				walk = func(key, kind, below string) {
					body := object()
					if key != "" {
						body = object("browseLocationItemKey", key, "browseResourceType", kind)
					}
					r := c.want(200, "POST", one+"/browse", body)
					for {
						pages++
						require.LessOrEqual(t, len(r.items()), 10)
						require.InDelta(t, len(r.items()), r.json["@odata.count"], 0)
						for _, item := range r.items() {
							name := below + "/" + item["name"].(string)
							if item["type"] == "file" {
								require.NotContains(t, files, name)
								files[name] = item["itemKey"].(string)
							} else {
								walk(item["itemKey"].(string), item["type"].(string), name)
							}
						}
						next := r.str("@odata.nextLink")
						if next == "" {
							return
						}
						_, token, found := strings.Cut(next, "$skiptoken=")
						require.True(t, found)
						r = c.want(200, "GET", next, nil)
						byFunction := c.want(200, "GET", one+"/microsoft.graph.browse(nextFetchToken='"+token+"')", nil)
						require.Equal(t, r.json, byFunction.json)
					}
				}
				walk("", "", "")
				require.Greater(t, len(files), 100)
				require.Greater(t, pages, 15)

				var key string
				for _, key = range files {
					break
				}
				ss := c.want(201, "POST", "/"+w.sessions, object(w.granular, []any{object("browseSessionId", browse.id(), "id", key)}))
				require.Equal(t, "granular", ss.str("restoreJobType"))
				list := "/" + w.sessions + "/" + ss.id() + "/" + w.granular
				require.Equal(t, "0001-01-01T00:00:00Z", c.get(list).items()[0]["startDateTime"])
				c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
				time.Sleep(2 * time.Hour)
				require.Equal(t, "succeeded", c.get(list).items()[0]["status"])
				require.Contains(t, c.get(list).items()[0]["restoredItemWebUrl"], "https://")
				require.Equal(t, "completed", c.get("/restoreSessions/"+ss.id()).str("status"))

				time.Sleep(72 * time.Hour)
				c.want(404, "GET", one, nil)
			})
		})
	}
}

func TestOverARealSocket(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 3})
	srv, err := graphtest.NewServer(tenant, graphtest.WithSpeed(graphtest.Speed{}))
	require.NoError(t, err)
	defer srv.Close()
	c := newClient(t, srv)
	ss := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", "{}")
	c.want(201, "POST", "/oneDriveForBusinessRestoreSessions/"+ss.id()+"/driveRestoreArtifactsBulkAdditionRequests",
		object("directoryObjectIds", []string{tenant.Drive(0).DirectoryObjectID, tenant.Drive(1).DirectoryObjectID}, "destinationType", "inPlace"))
	c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
	final := c.get("/restoreSessions/" + ss.id())
	require.Equal(t, "completed", final.str("status"), "the zero Speed does everything at once")
	require.NotEmpty(t, final.header.Get("request-id"))
	require.NotEmpty(t, final.header.Get("Date"))
	require.Equal(t, "include-unknown-enum-members", final.header.Get("Preference-Applied"))

	res, err := http.Get(srv.BaseURL()) //nolint:noctx // the point is that nobody else trusts the certificate
	if err == nil {
		_ = res.Body.Close()
	}
	require.Error(t, err)
}
