package graphtest_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

// search finds the points of units, one each, within the days before now.
func (c *client) search(unit string, from, to time.Duration, tags string) []map[string]any {
	c.t.Helper()
	now := c.srv.Now()
	r := c.want(200, "POST", "/restorePoints/search", object("protectionUnitIds", []string{unit}, "tags", tags,
		"protectionTimePeriod", object("startDateTime", now.Add(-from), "endDateTime", now.Add(-to))))
	var points []map[string]any
	for _, one := range r.json["searchResults"].([]any) {
		points = append(points, one.(map[string]any)["restorePoint"].(map[string]any))
	}
	return points
}

const day = 24 * time.Hour

// A lost write leaves nothing behind, whatever it was about.
func TestLostWrites(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 3})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		policy := c.get("/oneDriveForBusinessProtectionPolicies").items()[0]["id"].(string)
		point := c.search(tenant.Drive(0).UnitID, 7*day, 0, "fastRestore")[0]["id"]
		ss := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", object("driveRestoreArtifacts",
			[]any{object("restorePoint", object("id", point), "destinationType", "new")})).id()
		patch := object("driveProtectionUnits@delta", []any{object("@removed", object("reason", "changed"), "id", tenant.Drive(1).UnitID)})
		watched := []string{
			"/restoreSessions", "/browseSessions", "/protectionPolicies", "/protectionUnits", "/emailNotificationsSetting", "/serviceApps",
			"/oneDriveForBusinessRestoreSessions/" + ss + "/driveRestoreArtifacts", "/driveInclusionRules", "/driveProtectionUnitsBulkAdditionJobs",
		}
		look := func() (all []any) {
			for _, path := range watched {
				all = append(all, c.want(200, "GET", path, nil).json)
			}
			return all
		}
		user := newClient(t, srv, graphtest.Delegated(admin))
		other := newClient(t, srv, graphtest.AppID("11111111-2222-3333-4444-555555555555"))
		one := "/oneDriveForBusinessProtectionPolicies/" + policy
		for _, write := range []struct {
			as           *client
			method, path string
			body         any
		}{
			{c, "POST", "/oneDriveForBusinessRestoreSessions", nil},
			{c, "POST", "/oneDriveForBusinessBrowseSessions", object("restorePointId", point)},
			{c, "PATCH", one, patch}, {c, "PATCH", one, object("displayName", "other")},
			{c, "POST", "/protectionPolicies/" + policy + "/deactivate", nil},
			{c, "POST", "/restoreSessions/" + ss + "/activate", nil}, {c, "DELETE", "/restoreSessions/" + ss, nil},
			{c, "PATCH", "/oneDriveForBusinessRestoreSessions/" + ss, object("driveRestoreArtifacts@delta",
				[]any{object("restorePoint", object("id", c.search(tenant.Drive(2).UnitID, day, 0, "none")[0]["id"]), "destinationType", "new")})},
			{c, "POST", one + "/driveInclusionRules", object("driveExpression", "(memberOf -any (group.id -in ['g']))")},
			{c, "POST", one + "/driveProtectionUnitsBulkAdditionJobs", object("drives", []string{tenant.Drive(0).Email})},
			{user, "PATCH", "/emailNotificationsSetting", object("isEnabled", false)}, {other, "POST", "/serviceApps", nil},
		} {
			before := look()
			srv.Inject(graphtest.Fault{Kind: graphtest.FaultLostWrite, Times: 1})
			r := write.as.do(write.method, write.path, write.body)
			require.Less(t, r.status, 300, "%s %s: %s", write.method, write.path, r.text)
			require.Equal(t, before, look(), "%s %s", write.method, write.path)
			time.Sleep(3 * time.Hour)
			require.Equal(t, before, look(), "%s %s: not later either", write.method, write.path)
		}
		require.Empty(t, srv.Restores())

		// What was under way before a lost write goes on after it.
		jobs := one + "/driveProtectionUnitsBulkAdditionJobs"
		job := c.want(201, "POST", jobs, object("drives", []string{tenant.Drive(0).Email})).id()
		srv.Inject(graphtest.Fault{Kind: graphtest.FaultLostWrite, Times: 1})
		lost := c.want(201, "POST", "/oneDriveForBusinessBrowseSessions", object("restorePointId", point)).id()
		c.want(404, "GET", "/oneDriveForBusinessBrowseSessions/"+lost, nil)
		time.Sleep(3 * time.Hour)
		require.Equal(t, "completed", c.get(jobs+"/"+job).str("status"))
	})
}

func TestPointsOfUnitsThatComeBack(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 2})
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		one := "/oneDriveForBusinessProtectionPolicies/" + c.get("/oneDriveForBusinessProtectionPolicies").items()[0]["id"].(string)
		drive := tenant.Drive(0)
		c.want(200, "PATCH", one, object("driveProtectionUnits@delta", []any{object("@removed", object("reason", "changed"), "id", drive.UnitID)}))
		time.Sleep(day)
		c.want(200, "PATCH", one, object("driveProtectionUnits@delta", []any{object("directoryObjectId", drive.DirectoryObjectID)}))
		time.Sleep(day)
		require.Equal(t, "protected", c.get("/protectionUnits/"+drive.UnitID).str("status"))
		require.Len(t, c.search(drive.UnitID, 5*day, 4*day, "none"), 1, "from before")
		require.Len(t, c.search(drive.UnitID, time.Hour, 0, "none"), 1, "and new ones")
	})
}

func TestPointsExpire(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 2})
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		var points []map[string]any
		for i := 13 * day; i > 11*day; i -= day { // one of two days is not the weekly one
			points = append(points, c.search(tenant.Drive(0).UnitID, i, i-day, "fastRestore")...)
		}
		require.Len(t, points, 2)
		time.Sleep(5 * day)
		statuses := map[int]int{}
		for _, p := range points {
			statuses[c.do("POST", "/oneDriveForBusinessBrowseSessions", object("restorePointId", p["id"])).status]++
			statuses[c.get("/restorePoints/"+p["id"].(string)).status]++
		}
		require.GreaterOrEqual(t, statuses[400], 1)
		require.Equal(t, statuses[400], statuses[404], "what cannot be read cannot be browsed")
	})
}

func TestOneUnitTwiceInASession(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 2})
	bubble(t, tenant, func(t *testing.T, _ *graphtest.Server, c *client) {
		artifact := func(from time.Duration) map[string]any {
			point := c.search(tenant.Drive(0).UnitID, from, from-day, "none")[0]["id"]
			return object("restorePoint", object("id", point), "destinationType", "inPlace")
		}
		ss := c.want(201, "POST", "/oneDriveForBusinessRestoreSessions", object("driveRestoreArtifacts", []any{artifact(day), artifact(3 * day)}))
		c.want(200, "POST", "/oneDriveForBusinessRestoreSessions/"+ss.id()+"/activate", nil)
		time.Sleep(day)
		artifacts := c.all("/oneDriveForBusinessRestoreSessions/" + ss.id() + "/driveRestoreArtifacts")
		require.Equal(t, "succeeded", artifacts[0]["status"])
		require.Equal(t, graphtest.CodeDuplicateArtifactRestoreRequest, artifacts[1]["error"].(map[string]any)["code"])
		require.Equal(t, artifacts[1]["id"], c.get("/oneDriveForBusinessRestoreSessions/"+ss.id()+"/driveRestoreArtifacts/"+artifacts[1]["id"].(string)).id())
	})
}

func TestClientAssertions(t *testing.T) {
	srv := socketServer(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	srv.RegisterCertificate(cert)
	part := func(v any) string {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	endpoint := srv.AuthorityHost() + srv.TenantID() + "/oauth2/v2.0/token"
	try := func(audience, issuer string, lifetime time.Duration) string {
		signed := part(object("alg", "RS256")) + "." + part(object("aud", audience, "iss", issuer, "exp", time.Now().Add(lifetime).Unix()))
		digest := sha256.Sum256([]byte(signed))
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
		require.NoError(t, err)
		form := url.Values{
			"grant_type": {"client_credentials"}, "scope": {"https://graph.microsoft.com/.default"}, "client_id": {srv.ClientID()},
			"client_assertion": {signed + "." + base64.RawURLEncoding.EncodeToString(signature)},
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, strings.NewReader(form.Encode()))
		require.NoError(t, err)
		res, err := srv.HTTPClient().Do(req)
		require.NoError(t, err)
		defer func() { _ = res.Body.Close() }()
		var answer struct {
			Error, Description string
		}
		require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
		return answer.Error
	}
	require.Empty(t, try(endpoint, srv.ClientID(), time.Minute))
	require.Equal(t, "invalid_client", try(endpoint, srv.ClientID(), -time.Minute))
	require.Equal(t, "invalid_client", try(endpoint, "somebody", time.Minute))
	require.Equal(t, "invalid_client", try("https://elsewhere.example", srv.ClientID(), time.Minute))
}
