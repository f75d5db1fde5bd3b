package graphtest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

const admin = "admin@contoso.example"

// delta picks an item of the answer to a PATCH.
func delta(r result, i int) map[string]any {
	return r.json["driveProtectionUnits@delta"].([]any)[i].(map[string]any)
}

func exceptionCode(item map[string]any) any {
	exception, _ := item["@Core.DataModificationException"].(map[string]any)
	info, _ := exception["info"].(map[string]any)
	return info["code"]
}

func TestPolicyLifeCycle(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 120}, graphtest.WithoutPolicies())
	object1 := func(i int) map[string]any { return object("directoryObjectId", tenant.Drive(i).DirectoryObjectID) }
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		const set = "/oneDriveForBusinessProtectionPolicies"
		require.Empty(t, c.get("/protectionPolicies").items())
		require.Empty(t, c.get("/protectionUnits/microsoft.graph.driveProtectionUnit").items(), "no unit was ever protected")

		c.refused(400, "InvalidDisplayName", "POST", set, object("displayName", ""))
		c.refused(400, "InvalidDisplayName", "POST", set, object("displayName", strings.Repeat("x", 1025)))
		c.refused(400, "InvalidCreateRequest", "POST", set, object("displayName", "x", "units", []any{}))
		c.refused(400, "InvalidProtectionUnitId", "POST", set, object("displayName", "x", "driveProtectionUnits", []any{object("directoryObjectId", "nobody")}))
		var many []any
		for i := range 51 {
			many = append(many, object1(i))
		}
		c.refused(413, "ProtectionUnitsLimitBreached", "POST", set, object("displayName", "x", "driveProtectionUnits", many))

		created := c.want(201, "POST", set, object("displayName", "Gold", "driveProtectionUnits", many[:2]))
		require.Equal(t, "inactive", created.str("status"))
		require.Contains(t, created.header.Get("Content-Location"), "/protectionPolicies/"+created.id())
		require.Equal(t, false, created.json["isEnabled"], "the metadata calls it non-nullable")
		one, base := set+"/"+created.id(), "/protectionPolicies/"+created.id()
		require.Equal(t, "#microsoft.graph.oneDriveForBusinessProtectionPolicy", c.get(base).str("@odata.type"))
		units := c.all(one + "/driveProtectionUnits")
		require.Len(t, units, 2)
		require.Equal(t, "protectRequested", units[0]["status"])
		require.Equal(t, "manual", units[0]["protectionSources"])

		c.refused(403, "PolicyActionNotAllowed", "POST", base+"/deactivate", nil)
		require.Equal(t, "updating", c.want(202, "POST", base+"/activate", nil).str("status"))
		c.refused(403, "PolicyActionNotAllowed", "POST", base+"/activate", nil)
		time.Sleep(time.Hour)
		require.Equal(t, "active", c.get(base).str("status"))
		c.refused(403, "PolicyActionNotAllowed", "DELETE", base, nil)
		c.refused(409, "PolicyCreationNotAllowed", "POST", set, object("displayName", "Second"))
		require.Equal(t, "protected", c.get("/protectionUnits/"+tenant.Drive(0).UnitID).str("status"))

		outsider := object("@removed", object("reason", "changed"), "id", tenant.Drive(9).UnitID)
		leaving := object("@removed", object("reason", "changed"), "id", tenant.Drive(0).UnitID)
		patched := c.want(200, "PATCH", one, object("displayName", "Platinum", "driveProtectionUnits@delta",
			[]any{object1(5), object1(1), object("directoryObjectId", "nobody"), outsider, leaving}))
		require.Equal(t, "Platinum", patched.str("displayName"))
		const d = "driveProtectionUnits@delta"
		require.Equal(t, "protectRequested", delta(patched, 0)["status"])
		require.Equal(t, "ProtectionUnitAlreadyExists", exceptionCode(delta(patched, 1)))
		require.Equal(t, "ProtectionUnitNotFound", exceptionCode(delta(patched, 2)))
		require.Equal(t, "ProtectionUnitNotFound", exceptionCode(delta(patched, 3)))
		require.Equal(t, "removeRequested", delta(patched, 4)["status"])
		require.Equal(t, "updating", c.get(base).str("status"))
		c.refused(400, "DuplicateProtectionUnitInList", "PATCH", one, object(d, []any{object1(7), object1(7)}))
		c.want(200, "PATCH", one, object("displayName", "Renamed only"))

		time.Sleep(time.Hour)
		gone := c.get("/protectionUnits/" + tenant.Drive(0).UnitID)
		require.Equal(t, "unprotected", gone.str("status"))
		require.NotContains(t, gone.json, "policyId")
		counted := c.get(base + "?$select=id,protectionPolicyArtifactCount")
		require.InDelta(t, 2, counted.json["protectionPolicyArtifactCount"].(map[string]any)["total"], 0)
		require.NotContains(t, counted.json, "displayName")
		require.NotContains(t, c.get(base).json, "protectionPolicyArtifactCount")

		c.want(202, "POST", base+"/deactivate", nil)
		require.Equal(t, "unprotectRequested", c.get("/protectionUnits/"+tenant.Drive(5).UnitID).str("status"))
		time.Sleep(2 * time.Hour)
		require.Equal(t, "inactive", c.get(base).str("status"))
		require.Equal(t, "unprotected", c.get("/protectionUnits/"+tenant.Drive(5).UnitID).str("status"))
		c.want(204, "DELETE", base, nil)
		c.refused(404, "PolicyNotFound", "GET", base, nil)
		c.refused(400, "InvalidPolicyId", "GET", "/protectionPolicies/x", nil)
	})
}

func TestRestorePointsFollowProtection(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Sites: 3}, graphtest.WithoutPolicies())
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		search := func() int {
			r := c.want(200, "POST", "/restorePoints/search", object("protectionUnitIds", []string{tenant.Site(0).UnitID}, "protectionTimePeriod", week(srv)))
			return len(r.json["searchResults"].([]any))
		}
		require.Zero(t, search())
		p := c.want(201, "POST", "/sharePointProtectionPolicies", object("siteProtectionUnits", []any{object("siteId", tenant.Site(0).SiteID)}))
		time.Sleep(24 * time.Hour)
		require.Zero(t, search(), "an inactive policy protects nothing")
		c.want(202, "POST", "/protectionPolicies/"+p.id()+"/activate", nil)
		time.Sleep(2 * time.Hour)
		require.Equal(t, 1, search())
		c.want(200, "PATCH", "/sharePointProtectionPolicies/"+p.id(), object("siteProtectionUnits@delta",
			[]any{object("@removed", object("reason", "changed"), "id", tenant.Site(0).UnitID)}))
		time.Sleep(24 * time.Hour)
		require.Equal(t, 1, search(), "the points of a removed unit stay")
		time.Sleep(7 * 24 * time.Hour)
		require.Zero(t, search(), "and there are no new ones")
	})
}

func TestUnitsInSight(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 250, Sites: 10, Mailboxes: 3})
	tenant.FailProtection(tenant.Drive(3).Email, "QuotaExceeded")
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		delegated := newClient(t, srv, graphtest.Delegated(admin))
		for _, path := range []string{"/protectionUnits/microsoft.graph.driveProtectionUnit", "/driveProtectionUnits", "/protectionUnits/graph.driveProtectionUnit"} {
			require.Len(t, c.all(path), 250)
		}
		require.Len(t, c.all("/protectionUnits"), 263)
		drives := "/driveProtectionUnits"
		require.NotContains(t, c.get(drives).items()[0], "email", "names are for delegated callers")
		named := delegated.get(drives + "?$filter=email%20eq%20'" + tenant.Drive(42).Email + "'").items()
		require.Len(t, named, 1)
		require.Equal(t, tenant.Drive(42).UnitID, named[0]["id"])
		require.Equal(t, tenant.Drive(42).DisplayName, named[0]["displayName"])
		require.Len(t, delegated.all(drives+"?$filter=startswith(email,'a')&$orderby=email%20desc&$top=7"), func() (n int) {
			for d := range tenant.Drives() {
				if d.Email[0] == 'a' {
					n++
				}
			}
			return n
		}())
		require.Equal(t, "250", c.get(drives+"/$count").text)
		require.InDelta(t, 250, c.get(drives + "?$count=true").json["@odata.count"], 0)
		c.refused(400, "FilterLengthExceeded", "GET", drives+"?$filter=id%20eq%20'"+strings.Repeat("x", 3000)+"'", nil)
		c.refused(400, "InvalidProtectionUnitId", "GET", "/protectionUnits/x", nil)
		c.refused(404, "ProtectionUnitNotFound", "GET", "/protectionUnits/"+srv.TenantID(), nil)

		failing := c.get("/protectionUnits/" + tenant.Drive(3).UnitID)
		require.Equal(t, "QuotaExceeded", failing.json["error"].(map[string]any)["code"])
		require.Equal(t, "protectRequested", failing.str("status"))

		policy := c.get("/sharePointProtectionPolicies").items()[0]["id"].(string)
		sites := c.get("/sharePointProtectionPolicies/" + policy + "/siteProtectionUnits?$top=4")
		require.Contains(t, sites.str("@odata.nextLink"), "?&$top=4&$skiptoken=", "as the documented one begins")
		require.Len(t, c.all("/sharePointProtectionPolicies/"+policy+"/siteProtectionUnits?$top=4"), 10)
	})
}

func TestOffboarding(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 3})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		delegated := newClient(t, srv, graphtest.Delegated(admin))
		unit := "/protectionUnits/" + tenant.Drive(0).UnitID
		c.refused(403, "Forbidden", "POST", unit+"/offboard", nil)
		r := delegated.want(403, "POST", unit+"/offboard", nil)
		require.Equal(t, "OperationNotAllowed", r.code())
		require.NotContains(t, r.text, "innerError")
		require.Contains(t, r.text, `"details":[]`)

		policy := c.get("/oneDriveForBusinessProtectionPolicies").items()[0]["id"].(string)
		c.want(200, "PATCH", "/oneDriveForBusinessProtectionPolicies/"+policy, object("driveProtectionUnits@delta",
			[]any{object("@removed", object("reason", "changed"), "id", tenant.Drive(0).UnitID)}))
		time.Sleep(time.Hour)
		require.Equal(t, "offboardRequested", delegated.want(200, "POST", unit+"/offboard", nil).str("status"))
		delegated.headers.Del("Prefer")
		require.Equal(t, "unknownFutureValue", delegated.get(unit).str("status"))
		delegated.headers.Set("Prefer", "include-unknown-enum-members, odata.maxpagesize=5")
		require.Equal(t, "cancelOffboardRequested", delegated.want(200, "POST", unit+"/cancelOffboard", nil).str("status"))
		time.Sleep(time.Hour)
		require.Equal(t, "unprotected", delegated.get(unit).str("status"))
		delegated.refused(403, "OperationNotAllowed", "POST", unit+"/cancelOffboard", nil)
		delegated.want(200, "POST", unit+"/offboard", nil)
		time.Sleep(100 * 24 * time.Hour)
		require.Equal(t, "offboarded", delegated.get(unit).str("status"))
		found := c.want(200, "POST", "/restorePoints/search", object("protectionUnitIds", []string{tenant.Drive(0).UnitID},
			"protectionTimePeriod", object("startDateTime", srv.Now().Add(-300*24*time.Hour), "endDateTime", srv.Now())))
		require.Equal(t, []any{tenant.Drive(0).UnitID}, found.json["noResultProtectionUnitIds"])
	})
}

func TestInclusionRules(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 40, Sites: 60}, graphtest.WithoutPolicies())
	groups := func(ids ...string) string {
		return "(memberOf -any (group.id -in ['" + strings.Join(ids, "', '") + "']))"
	}
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		policy := c.want(201, "POST", "/oneDriveForBusinessProtectionPolicies", object("displayName", "Groups"))
		c.want(202, "POST", "/protectionPolicies/"+policy.id()+"/activate", nil)
		rules := "/oneDriveForBusinessProtectionPolicies/" + policy.id() + "/driveInclusionRules"
		units := "/oneDriveForBusinessProtectionPolicies/" + policy.id() + "/driveProtectionUnits"

		c.refused(400, "InvalidInclusionRuleCreateRequest", "POST", rules, "{}")
		c.refused(400, "InvalidRuleExpression", "POST", rules, object("driveExpression", "all of them"))
		c.refused(413, "InvalidRuleExpressionGroupLimitExceeded", "POST", rules, object("driveExpression", groups("a", "b", "c", "d")))

		static := c.want(201, "POST", rules, object("driveExpression", groups(tenant.Group(1))))
		require.Equal(t, "active", static.str("status"))
		one := rules + "/" + static.id()
		c.refused(400, "ProtectionRuleActionNotAllowed", "POST", one+"/run", nil)
		c.refused(400, "InvalidProtectionRuleStatusForDeletion", "DELETE", one, nil)
		require.Empty(t, c.get(units).items())
		time.Sleep(time.Hour)
		require.Equal(t, "completed", c.get(one).str("status"))
		require.Len(t, c.get(units).items(), 4)
		c.refused(400, "PatchNotAllowedForStaticRule", "PATCH", one, object("driveExpression", groups(tenant.Group(2))))
		run := c.want(202, "POST", one+"/run", nil)
		require.Equal(t, "#microsoft.graph.protectionRuleBase", run.str("@odata.type"))
		require.NotContains(t, run.json, "driveExpression")
		time.Sleep(time.Hour)

		dynamic := c.want(201, "POST", rules, object("driveExpression", groups(tenant.Group(2), "no-such-group"), "isAutoApplyEnabled", true))
		c.refused(400, "InvalidInclusionRuleCreateRequest", "POST", rules, object("driveExpression", groups(tenant.Group(5)), "isAutoApplyEnabled", true))
		other := rules + "/" + dynamic.id()
		c.refused(422, "InvalidProtectionRuleStatusForDynamicRuleEdit", "PATCH", other, object("driveExpression", groups(tenant.Group(3))))
		c.refused(422, "InvalidProtectionRuleStatusForDynamicRuleDeletion", "DELETE", other, nil)
		time.Sleep(time.Hour)
		got := c.get(other)
		require.Equal(t, "completedWithErrors", got.str("status"))
		require.Equal(t, "invalidGroupId", got.json["error"].(map[string]any)["code"])
		require.Len(t, c.get(units).items(), 8)
		c.refused(400, "RunNotAllowedForDynamicRule", "POST", other+"/run", nil)
		held := c.get("/protectionUnits/" + tenant.Drive(2).UnitID)
		require.Equal(t, "dynamicRule", held.str("protectionSources"))
		c.refused(400, "ProtectionUnitActionNotAllowed", "PATCH", "/oneDriveForBusinessProtectionPolicies/"+policy.id(),
			object("driveProtectionUnits@delta", []any{object("@removed", object("reason", "changed"), "id", held.id())}))

		require.Equal(t, "updateRequested", c.want(200, "PATCH", other, object("driveExpression", groups(tenant.Group(3)))).str("status"))
		time.Sleep(2 * time.Hour)
		require.Len(t, c.all(units), 8, "one group went, another came")
		tenant.SetGroup(tenant.Group(3), tenant.Drive(3).Email)
		time.Sleep(25 * time.Hour)
		require.Len(t, c.all(units), 5, "a dynamic rule follows its group")

		wrapped := c.want(202, "POST", other+"/deleteAndUnprotect", nil)
		require.Equal(t, "deleteRequested", wrapped.json["value"].(map[string]any)["status"])
		c.refused(422, "InvalidProtectionRuleStatusForDynamicRuleDeletion", "DELETE", other, nil)
		time.Sleep(2 * time.Hour)
		c.refused(404, "ProtectionRuleNotFound", "GET", other, nil)
		require.Len(t, c.all(units), 4)
		c.want(204, "DELETE", one, nil)
		require.Len(t, c.all(units), 4, "the units of a deleted static rule stay")

		sites := c.want(201, "POST", "/sharePointProtectionPolicies", object("siteProtectionUnits", []any{object("siteId", tenant.Site(0).SiteID)}))
		siteRules := "/sharePointProtectionPolicies/" + sites.id() + "/siteInclusionRules"
		c.refused(400, "InvalidInclusionRuleCreateRequest", "POST", siteRules, object("siteExpression", "(displayName -contains 'finance')", "isAutoApplyEnabled", true))
		c.want(201, "POST", siteRules, object("siteExpression", "((displayName -contains 'Finance')  -or  (webUrl -contains 'legal'))"))
		time.Sleep(time.Hour)
		want := 1
		for s := range tenant.Sites() {
			if strings.Contains(s.WebURL, "finance") || strings.Contains(s.WebURL, "legal") {
				want++
			}
		}
		require.Len(t, c.all("/sharePointProtectionPolicies/"+sites.id()+"/siteProtectionUnits"), want)
		require.Len(t, c.get(siteRules).items(), 1)
	})
}

func TestBulkAdditionJobs(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Mailboxes: 30}, graphtest.WithoutPolicies())
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		policy := c.want(201, "POST", "/exchangeProtectionPolicies", "{}")
		jobs := "/exchangeProtectionPolicies/" + policy.id() + "/mailboxProtectionUnitsBulkAdditionJobs"
		c.refused(400, "InvalidCreateRequest", "POST", jobs, "{}")
		job := c.want(201, "POST", jobs, object("displayName", "all", "mailboxes", []string{tenant.Mailbox(0).Email, "ghost@contoso.example"},
			"directoryObjectIds", []string{tenant.Mailbox(1).DirectoryObjectID}))
		require.Equal(t, "active", job.str("status"))
		require.Len(t, job.json["mailboxes"], 2, "the lists are echoed")
		time.Sleep(time.Hour)
		got := c.get(jobs + "/" + job.id())
		require.Equal(t, "completedWithErrors", got.str("status"))
		detail := got.json["error"].(map[string]any)["details"].([]any)[0].(map[string]any)
		require.Equal(t, "EmailNotFound", detail["code"])
		require.Equal(t, "ghost@contoso.example", detail["target"])
		require.NotContains(t, c.get(jobs).items()[0], "mailboxes", "the list leaves the lists out")
		require.Len(t, c.all("/exchangeProtectionPolicies/"+policy.id()+"/mailboxProtectionUnits"), 2)
		for range 3 {
			c.want(201, "POST", jobs, object("mailboxes", []string{tenant.Mailbox(5).Email}))
		}
		page := c.get(jobs + "?$top=3")
		require.True(t, strings.HasPrefix(page.str("@odata.nextLink"), "/solutions/backupRestore/"), "relative")
		require.Contains(t, page.str("@odata.nextLink"), "$top=3&$skiptoken=")
		require.Len(t, c.all(jobs+"?$top=3"), 4)
	})
}
