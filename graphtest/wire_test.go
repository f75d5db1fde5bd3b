package graphtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

func TestPathsCompareWithoutCase(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2}), func(t *testing.T, srv *graphtest.Server, c *client) {
		ss := c.want(201, "POST", "/ONEDRIVEFORBUSINESSRESTORESESSIONS", nil)
		root := srv.BaseURL()
		for _, path := range []string{
			root + "/Solutions/backuprestore/restoreSessions/" + ss.id(), root + "/solutions/backupRestore/restoreSessions('" + ss.id() + "')",
			root + "/solutions/backupRestore/RestoreSessions(" + ss.id() + ")", root + "/solutions/backupRestore/restoreSessions/" + strings.ToUpper(ss.id()),
			strings.Replace(root, "/v1.0", "/beta", 1) + "/solutions/backupRestore/restoreSessions/" + ss.id(),
			root + "/solutions/backupRestore/restoreSessions/%7B" + ss.id() + "%7D",
		} {
			require.Equal(t, ss.id(), c.want(200, "GET", path, nil).id(), path)
		}
		c.refused(404, "ResourceNotFound", "GET", "/nothing", nil)
		c.refused(404, "ResourceNotFound", "GET", root+"/users", nil)
		r := c.want(405, "PUT", "/restoreSessions/"+ss.id(), nil)
		require.Equal(t, "DELETE, GET", r.header.Get("Allow"))
		c.refused(400, "BadRequest", "POST", "/oneDriveForBusinessRestoreSessions", "{")
		c.refused(400, "BadRequest", "GET", "/restoreSessions?$search=x", nil)
		c.want(200, "GET", "/restoreSessions?custom=x", nil)
		c.refused(400, "BadRequest", "GET", "/restoreSessions?$expand=artifacts", nil)
		c.want(201, "POST", "/exchangeRestoreSessions", nil)
		c.headers.Set("Prefer", "odata.maxpagesize=1,include-unknown-enum-members")
		preferred := c.get("/restoreSessions")
		require.Len(t, preferred.items(), 1)
		require.Equal(t, "odata.maxpagesize=1, include-unknown-enum-members", preferred.header.Get("Preference-Applied"))
		c.refused(400, "BadRequest", "GET", "/restoreSessions?$top=0", nil)
		c.refused(400, "BadRequest", "GET", "/restoreSessions?$skiptoken=x", nil)
	})
}

func TestAnswersOnTheWire(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2, Sites: 1}), func(t *testing.T, srv *graphtest.Server, c *client) {
		c.headers.Set("client-request-id", "11111111-2222-3333-4444-555555555555")
		r := c.want(201, "POST", "/sharePointRestoreSessions", nil)
		require.Equal(t, "11111111-2222-3333-4444-555555555555", r.header.Get("client-request-id"))
		require.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$`, r.str("createdDateTime"))
		require.Contains(t, r.header.Get("Content-Type"), "application/json")
		require.NotContains(t, r.json, "@odata.type", "the path says what it is")
		require.Equal(t, "#microsoft.graph.sharepointRestoreSession", c.get("/restoreSessions").items()[0]["@odata.type"], "in its own spelling")
		c.refused(400, "InvalidRestoreSessionId", "GET", "/restoreSessions/none", nil)
		failed := c.get("/restoreSessions/" + srv.TenantID())
		inner := failed.json["error"].(map[string]any)["innerError"].(map[string]any)
		require.Equal(t, failed.header.Get("request-id"), inner["request-id"])
		require.Equal(t, "11111111-2222-3333-4444-555555555555", inner["client-request-id"])
		require.NotContains(t, inner["date"], "Z", "without a zone")
		last := srv.Requests()[len(srv.Requests())-1]
		require.Equal(t, "GET /restoreSessions/{id}", last.Operation)
		require.Equal(t, 59, last.Row)
		require.Equal(t, 4, last.Attempt)
		require.Equal(t, 404, last.Status)
		require.Empty(t, last.Header.Get("Authorization"))
		require.Len(t, srv.Effects(), 1)
		require.Equal(t, r.id(), srv.Effects()[0].ID)
		require.Equal(t, map[string]int{"POST /sharePointRestoreSessions": 1, "GET /restoreSessions": 1, "GET /restoreSessions/{id}": 2}, srv.Operations())
		srv.ResetLog()
		require.Empty(t, srv.Requests())
	})
}

func TestBatch(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2}), func(t *testing.T, srv *graphtest.Server, c *client) {
		request := func(id, method, url string, more ...any) map[string]any {
			r := object("id", id, "method", method, "url", url)
			for name, v := range object(more...) {
				r[name] = v
			}
			return r
		}
		r := c.want(200, "POST", "/$batch", object("requests", []any{
			request("1", "POST", "/solutions/backupRestore/oneDriveForBusinessRestoreSessions", "body", object(), "headers", object("Content-Type", "application/json")),
			request("2", "GET", "solutions/backupRestore/restoreSessions?$top=1", "dependsOn", []string{"1"}),
			request("3", "GET", "/solutions/backupRestore/restoreSessions/"+srv.TenantID()),
			request("4", "GET", "/solutions/backupRestore/restoreSessions", "dependsOn", []string{"3"}),
		}))
		var statuses []float64
		for _, res := range r.json["responses"].([]any) {
			statuses = append(statuses, res.(map[string]any)["status"].(float64))
		}
		require.Equal(t, []float64{201, 200, 404, 424}, statuses)
		require.Equal(t, 1, srv.Count("POST /$batch"))
		require.Equal(t, 1, srv.Count("GET /restoreSessions"))
		many := make([]any, 21)
		for i := range many {
			many[i] = request(strings.Repeat("x", i+1), "GET", "/solutions/backupRestore")
		}
		c.refused(400, "MaximumValueExceeded", "POST", "/$batch", object("requests", many))
		c.refused(400, "BadRequest", "POST", "/$batch", object("requests", []any{request("1", "GET", "/x", "dependsOn", []string{"2"})}))
		c.refused(400, "BadRequest", "POST", "/$batch", "{}")
		c.holding("nonsense")
		c.want(401, "POST", "/$batch", object("requests", many[:1]))
	})
}

func TestServiceDocuments(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{}), func(t *testing.T, srv *graphtest.Server, c *client) {
		c.holding("")
		require.Contains(t, c.want(200, "GET", "/$metadata", nil).text, `EnumType Name="restoreSessionStatus"`)
		require.Contains(t, c.want(200, "GET", srv.BaseURL(), nil).text, "backupRestore")
		c.want(404, "GET", strings.TrimSuffix(srv.BaseURL(), "v1.0"), nil)
	})
}

func TestBulkRequestsThatAreWrong(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 2, Sites: 2, Mailboxes: 2})
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		drives := "/oneDriveForBusinessRestoreSessions/" + c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", nil).id() + "/driveRestoreArtifactsBulkAdditionRequests"
		sites := "/sharePointRestoreSessions/" + c.want(201, "POST", "/sharePointRestoreSessions", nil).id() + "/siteRestoreArtifactsBulkAdditionRequests"
		some := []string{tenant.Drive(0).Email}
		for i, bad := range []struct {
			path, code string
			body       map[string]any
		}{
			{drives, "BulkRestoreInvalidCreateRequest", object()},
			{drives, "BulkRestoreInvalidCreateRequest", object("drives", some)},
			{drives, "BulkRestoreInvalidCreateRequest", object("drives", some, "destinationType", "elsewhere")},
			{drives, "BulkRestoreInvalidCreateRequest", object("mailboxes", some, "destinationType", "new")},
			{drives, "BulkRestoreInvalidCreateRequest", object("protectionUnitIds", []string{tenant.Drive(0).UnitID}, "destinationType", "new")},
			{drives, "BulkRestoreInvalidCreateRequest", object("drives", some, "destinationType", "new", "restorePointPreference", "best")},
			{drives, "BulkRestoreInvalidCreateRequest", object("drives", some, "destinationType", "new", "protectionTimePeriod",
				object("startDateTime", "2026-02-01T00:00:00Z", "endDateTime", "2026-01-01T00:00:00Z"))},
			{drives, "BulkRestoreInvalidCreateRequest", object("drives", "not a list", "destinationType", "new")},
			{drives, "BulkRestoreInvalidCreateRequestUserEmail", object("drives", []string{"nobody"}, "destinationType", "new")},
			{drives, "InvalidBulkRestoreArtifactId", object("directoryObjectIds", []string{"x"}, "destinationType", "new")},
			{drives, "BulkRestoreRestorationResourcesCountExceedsLimit", object("drives", make([]string, 10_001), "destinationType", "new")},
			{sites, "BulkRestoreInvalidCreateRequestSiteUrl", object("siteWebUrls", []string{"finance"}, "destinationType", "new")},
			{sites, "BulkRestoreInvalidCreateRequest", object("siteIds", []string{tenant.Site(0).SiteID}, "destinationType", "new")},
		} {
			r := c.want(400, "POST", bad.path, bad.body)
			require.Equal(t, bad.code, r.code(), i)
		}
		good := object("drives", some, "destinationType", "new")
		request := c.want(201, "POST", drives, good)
		c.refused(400, "BulkRestoreInvalidCreateRequest", "POST", drives, good)
		c.refused(403, "InvalidStateForBulkRequestDeletion", "DELETE", drives+"/"+request.id(), nil)
		session := strings.TrimSuffix(drives, "/driveRestoreArtifactsBulkAdditionRequests")
		c.refused(400, "InvalidPatchRequest", "PATCH", session, object("driveRestoreArtifacts@delta", []any{}))
		c.refused(400, "BadRequest", "GET", drives+"?$top=1", nil)
		require.Equal(t, "#microsoft.graph.driveRestoreArtifactsBulkAdditionRequest", c.get(drives).str("@odata.type"))

		empty := "/restoreSessions/" + c.want(201, "POST", "/exchangeRestoreSessions", nil).id()
		c.refused(400, "InvalidArtifactRequest", "POST", empty+"/activate", nil)
	})
}

func TestNothingResolved(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2}), func(t *testing.T, _ *graphtest.Server, c *client) {
		ss := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", nil)
		requests := "/oneDriveForBusinessRestoreSessions/" + ss.id() + "/driveRestoreArtifactsBulkAdditionRequests"
		b := c.want(201, "POST", requests, object("drives", []string{"a@b.example"}, "destinationType", "new"))
		c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
		time.Sleep(time.Hour)
		require.Equal(t, "BulkRestoreArtifactsNotFound", c.get(requests + "/" + b.id()).json["error"].(map[string]any)["code"])
		require.Equal(t, "failed", c.get("/restoreSessions/"+ss.id()).str("status"))
	})
}

func TestGranularMailRestore(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Mailboxes: 3})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		query := object("artifactType", "message", "queryExpression", "(Sender -eq 'x@y.example')")
		search := object("protectionUnitIds", []string{tenant.Mailbox(0).UnitID}, "protectionTimePeriod", week(srv), "artifactQuery", query)
		found := c.want(200, "POST", "/restorePoints/search", search)
		hit := found.json["searchResults"].([]any)[0].(map[string]any)
		require.Positive(t, hit["artifactHitCount"])
		point := hit["restorePoint"].(map[string]any)["id"]
		artifact := object("restorePoint", object("id", point), "destinationType", "new", "searchResponseId", found.str("searchResponseId"))
		ss := c.want(201, "POST", "/exchangeRestoreSessions", object("granularMailboxRestoreArtifacts", []any{artifact}))
		require.Equal(t, "granular", ss.str("restoreJobType"))
		c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
		time.Sleep(24 * time.Hour)
		done := c.get("/exchangeRestoreSessions/" + ss.id() + "/granularMailboxRestoreArtifacts").items()[0]
		require.Equal(t, "succeeded", done["status"])
		require.InDelta(t, hit["artifactHitCount"], done["restoredItemCount"], 0)
		require.NotEmpty(t, done["restoredFolderName"])
		artifact["searchResponseId"] = "unknown"
		c.refused(400, "InvalidArtifactRequest", "POST", "/exchangeRestoreSessions", object("granularMailboxRestoreArtifacts", []any{artifact}))

		ids := make([]string, 21)
		c.refused(400, "InvalidSearchRequest", "POST", "/restorePoints/search", object("protectionUnitIds", ids, "protectionTimePeriod", week(srv)))
		c.refused(400, "InvalidSearchRequest", "POST", "/restorePoints/search", object("protectionUnitIds", ids[:1]))
		c.refused(400, "InvalidProtectionUnitId", "POST", "/restorePoints/search", object("protectionUnitIds", ids[:1], "protectionTimePeriod", week(srv)))
		c.refused(400, "InvalidSearchRequest", "GET", "/restorePoints", nil)
		c.refused(400, "InvalidSearchRequest", "GET", "/restorePoints?$filter=protectionDateTime%20lt%202026-01-01T00:00:00Z", nil)
		require.Equal(t, point, c.get("/restorePoints/"+point.(string)).id())
	})
}

func TestNewSitesAreNumbered(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Sites: 1})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		for i, want := range []string{"", "R0", "R1"} {
			tenant.FailRestore(tenant.Site(0).WebURL, []string{graphtest.CodeUnknownError, "", ""}[i])
			ss := c.want(201, "POST", "/sharePointRestoreSessions", nil)
			c.want(201, "POST", "/sharePointRestoreSessions/"+ss.id()+"/siteRestoreArtifactsBulkAdditionRequests",
				object("siteWebUrls", []string{tenant.Site(0).WebURL + "/"}, "destinationType", "new"))
			c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
			list := "/sharePointRestoreSessions/" + ss.id() + "/siteRestoreArtifacts"
			time.Sleep(45 * time.Minute)
			require.NotContains(t, c.get(list).items()[0], "restoredSiteWebUrl", "not before it is done")
			time.Sleep(time.Hour)
			if i == 0 {
				require.Equal(t, "failed", c.get(list).items()[0]["status"], "a failed restore takes no name")
				continue
			}
			require.Equal(t, tenant.Site(0).WebURL+want, c.get(list).items()[0]["restoredSiteWebUrl"])
		}
		restored := srv.Restores()
		require.Len(t, restored, 3)
		require.Equal(t, restored[1].UnitID, restored[2].UnitID, "the same site was restored twice")
	})
}

func TestOwnFiles(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{})
	drive := tenant.AddDrive("boss@contoso.example", "")
	tenant.SetFiles(drive.Email, "Budget/2026/plan.xlsx", "Budget/2026/notes.md", "readme.txt")
	site := tenant.AddSite("https://contoso.sharepoint.example/sites/vault")
	tenant.FailBrowse(site.WebURL, "BackupNotReadable")
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		open := func(set, unit string) string {
			found := c.want(200, "POST", "/restorePoints/search", object("protectionUnitIds", []string{unit}, "protectionTimePeriod", week(srv), "tags", "none, fastRestore"))
			point := found.json["searchResults"].([]any)[0].(map[string]any)["restorePoint"].(map[string]any)["id"]
			id := c.want(201, "POST", set, object("restorePointId", point)).id()
			time.Sleep(time.Hour)
			return set + "/" + id
		}
		one := open("/oneDriveForBusinessBrowseSessions", drive.UnitID)
		top := c.want(200, "POST", one+"/browse", nil).items()
		require.Len(t, top, 1)
		inside := c.want(200, "POST", one+"/browse", object("browseLocationItemKey", top[0]["itemKey"], "browseResourceType", "site", "orderBy", "nameDsc")).items()
		require.Equal(t, "readme.txt", inside[0]["name"])
		require.Equal(t, "Budget", inside[1]["name"])
		found := c.want(200, "POST", one+"/browse", object("browseLocationItemKey", top[0]["itemKey"], "filter", "(name -contains 'BUD')")).items()
		require.Len(t, found, 1)
		c.want(400, "POST", one+"/browse", object("filter", "name eq 'x'"))
		c.want(400, "POST", one+"/browse", object("browseLocationItemKey", inside[0]["itemKey"], "browseResourceType", "folder"))
		c.want(404, "POST", one+"/browse", object("browseLocationItemKey", "a,b,c"))
		ids := strings.Split(inside[1]["itemKey"].(string), ",")
		ids[0] = srv.TenantID()
		c.want(404, "POST", one+"/browse", object("browseLocationItemKey", strings.Join(ids, ",")))
		c.want(400, "GET", one+"/browse?$skiptoken=x", nil)
		require.Len(t, c.get("/browseSessions").items(), 1)

		failed := c.get(open("/sharePointBrowseSessions", site.UnitID))
		require.Equal(t, "failed", failed.str("status"))
		require.Equal(t, "BackupNotReadable", failed.json["error"].(map[string]any)["code"])
		c.want(204, "DELETE", one, nil)
		c.want(http.StatusNotFound, "GET", one, nil)
	})
}

func TestScaledTime(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	bubble(t, graphtest.NewTenant(graphtest.Size{}), func(t *testing.T, srv *graphtest.Server, _ *client) {
		require.Equal(t, start, srv.Now())
		time.Sleep(2 * time.Second)
		require.Equal(t, start.Add(2*time.Hour), srv.Now())
	}, graphtest.WithStart(start), graphtest.WithTimeScale(3600))
}
