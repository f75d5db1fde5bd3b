package graphtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

const listSessions = "GET /restoreSessions"

func TestStatusFaults(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2}), func(t *testing.T, srv *graphtest.Server, c *client) {
		for _, fault := range []graphtest.Fault{
			{Kind: graphtest.FaultThrottle, RetryAfter: "17"}, {Kind: graphtest.FaultThrottle, RetryAfter: "1.5"},
			{Kind: graphtest.FaultThrottle, RetryAfter: "-3"}, {Kind: graphtest.FaultThrottle},
			{Kind: graphtest.FaultStatus, Status: 500}, {Kind: graphtest.FaultStatus, Status: 502},
			{Kind: graphtest.FaultStatus, Status: 503, RetryAfter: "2"}, {Kind: graphtest.FaultStatus, Status: 504},
			{Kind: graphtest.FaultStatus, Status: 402, Code: "InvalidBillingProfile"},
		} {
			fault.Operation, fault.Times = listSessions, 1
			srv.Inject(fault)
			r := c.get("/restoreSessions")
			want := fault.Status
			if want == 0 {
				want = 429
			}
			require.Equal(t, want, r.status)
			require.Equal(t, fault.RetryAfter, r.header.Get("Retry-After"))
			if fault.Code != "" {
				require.Equal(t, fault.Code, r.code())
			}
			require.NotEmpty(t, r.header.Get("request-id"))
			require.Equal(t, 200, c.get("/restoreSessions").status)
		}
		srv.Inject(graphtest.Fault{Kind: graphtest.FaultThrottle, RetryAfter: "date:30s"})
		at, err := http.ParseTime(c.get("/restoreSessions").header.Get("Retry-After"))
		require.NoError(t, err)
		require.WithinDuration(t, time.Now().Add(30*time.Second), at, time.Second)
		srv.ClearFaults()
		require.Equal(t, 200, c.get("/restoreSessions").status)
	})
}

func TestFaultSelection(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 2}), func(t *testing.T, srv *graphtest.Server, c *client) {
		pattern := func(fault graphtest.Fault, n int) string {
			srv.ClearFaults()
			fault.Kind, fault.Operation = graphtest.FaultStatus, listSessions
			srv.Inject(fault)
			var b strings.Builder
			for range n {
				b.WriteByte("x."[min(1, 500/c.get("/restoreSessions").status-1)])
			}
			return b.String()
		}
		require.Equal(t, "xxxx", pattern(graphtest.Fault{}, 4))
		require.Equal(t, "..xx", pattern(graphtest.Fault{From: 3}, 4))
		require.Equal(t, ".x..", pattern(graphtest.Fault{From: 2, Times: 1}, 4))
		require.Equal(t, "x..x..", pattern(graphtest.Fault{Every: 3}, 6))
		share := pattern(graphtest.Fault{Share: 0.3}, 200)
		require.InDelta(t, 60, strings.Count(share, "x"), 20)
		require.Equal(t, share, pattern(graphtest.Fault{Share: 0.3}, 200), "the same seed hits the same calls")

		srv.ClearFaults()
		srv.Inject(graphtest.Fault{Kind: graphtest.FaultThrottle, Rate: 3, Per: time.Minute})
		statuses := func() (all []int) {
			for range 5 {
				all = append(all, c.get("/restoreSessions").status)
			}
			return all
		}
		require.Equal(t, []int{200, 200, 200, 429, 429}, statuses())
		time.Sleep(time.Minute)
		require.Equal(t, []int{200, 200, 200, 429, 429}, statuses())
	})
}

// The work is done or not done, whatever the client gets to see.
func TestFaultsBeforeAndAfterTheWork(t *testing.T) {
	for name, test := range map[string]struct {
		fault graphtest.Fault
		done  int
	}{
		"status before":  {graphtest.Fault{Kind: graphtest.FaultStatus, Status: 504}, 0},
		"status after":   {graphtest.Fault{Kind: graphtest.FaultStatus, Status: 504, AfterWork: true}, 1},
		"html before":    {graphtest.Fault{Kind: graphtest.FaultHTML}, 0},
		"html after":     {graphtest.Fault{Kind: graphtest.FaultHTML, AfterWork: true}, 1},
		"cut before":     {graphtest.Fault{Kind: graphtest.FaultCut}, 0},
		"cut after":      {graphtest.Fault{Kind: graphtest.FaultCut, AfterWork: true}, 1},
		"cut at headers": {graphtest.Fault{Kind: graphtest.FaultCutHeaders}, 1},
		"cut in body":    {graphtest.Fault{Kind: graphtest.FaultCutBody}, 1},
		"garbage":        {graphtest.Fault{Kind: graphtest.FaultGarbage}, 1},
		"empty":          {graphtest.Fault{Kind: graphtest.FaultEmpty}, 1},
		"wrong type":     {graphtest.Fault{Kind: graphtest.FaultWrongType}, 1},
		"redirect":       {graphtest.Fault{Kind: graphtest.FaultRedirect, Location: "https://graph.example.net/"}, 0},
		"throttled":      {graphtest.Fault{Kind: graphtest.FaultThrottle}, 0},
		"expired token":  {graphtest.Fault{Kind: graphtest.FaultExpired}, 0},
		"revoked token":  {graphtest.Fault{Kind: graphtest.FaultRevoked}, 0},
		"lost write":     {graphtest.Fault{Kind: graphtest.FaultLostWrite}, 0},
	} {
		for _, place := range []string{"memory", "socket"} {
			t.Run(name+" "+place, func(t *testing.T) {
				open := graphtest.NewInMemory
				if place == "socket" {
					open = graphtest.NewServer
				}
				srv, err := open(graphtest.NewTenant(graphtest.Size{Drives: 2}))
				require.NoError(t, err)
				defer srv.Close()
				c := newClient(t, srv)
				test.fault.Operation, test.fault.Times = "POST /oneDriveForBusinessRestoreSessions", 1
				srv.Inject(test.fault)
				r, err := c.try("POST", "/oneDriveForBusinessRestoreSessions", "{}")
				switch test.fault.Kind {
				case graphtest.FaultCut:
					require.Error(t, err)
				case graphtest.FaultCutHeaders, graphtest.FaultCutBody:
					require.Error(t, err)
					require.Equal(t, 201, r.status, "the headers came through")
				case graphtest.FaultGarbage:
					require.NoError(t, err)
					require.False(t, json.Valid([]byte(r.text)))
				case graphtest.FaultEmpty:
					require.Equal(t, 201, r.status)
					require.Empty(t, r.text)
				case graphtest.FaultWrongType:
					require.True(t, strings.HasPrefix(r.text, "["))
				case graphtest.FaultHTML:
					require.Equal(t, 502, r.status)
					require.Equal(t, "text/html", r.header.Get("Content-Type"))
				case graphtest.FaultRedirect:
					require.Equal(t, 307, r.status)
					require.Equal(t, "https://graph.example.net/", r.header.Get("Location"))
				case graphtest.FaultExpired, graphtest.FaultRevoked:
					require.Equal(t, 401, r.status)
				case graphtest.FaultLostWrite:
					require.Equal(t, 201, r.status)
					require.True(t, srv.Effects()[0].Lost)
				}
				require.Len(t, c.get("/restoreSessions").items(), test.done)
				require.Equal(t, []graphtest.FaultKind{test.fault.Kind}, srv.Requests()[0].Faults)
			})
		}
	}
}

func TestCutInMemoryIsAReset(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{}), func(t *testing.T, srv *graphtest.Server, c *client) {
		srv.Inject(graphtest.Fault{Kind: graphtest.FaultCut})
		_, err := c.try("GET", "/restoreSessions", nil)
		require.ErrorIs(t, err, syscall.ECONNRESET)
		require.Zero(t, srv.Requests()[0].Status)
	})
}

// Over HTTP/1.1 the connection itself breaks; over HTTP/2 only the stream does.
func TestCutOverHTTP1(t *testing.T) {
	srv := socketServer(t, graphtest.WithHTTP1(), graphtest.WithFaults(graphtest.Fault{Kind: graphtest.FaultCutBody, Times: 1}, graphtest.Fault{Kind: graphtest.FaultCut, From: 2}))
	c := newClient(t, srv)
	_, err := c.try("POST", "/oneDriveForBusinessRestoreSessions", "{}")
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	_, err = c.try("POST", "/oneDriveForBusinessRestoreSessions", "{}")
	require.ErrorIs(t, err, io.EOF)
}

func TestSlowAnswers(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 50}), func(t *testing.T, srv *graphtest.Server, c *client) {
		srv.Inject(
			graphtest.Fault{Kind: graphtest.FaultDelay, Delay: 10 * time.Second, Times: 1},
			graphtest.Fault{Kind: graphtest.FaultDrip, Delay: time.Second, From: 2, Times: 1},
			graphtest.Fault{Kind: graphtest.FaultSkew, Delay: -time.Hour, From: 3})
		took := func() time.Duration {
			began := time.Now()
			require.Len(t, c.get("/driveProtectionUnits").items(), 50)
			return time.Since(began)
		}
		require.Equal(t, 10*time.Second, took())
		require.Equal(t, 8*time.Second, took())
		date, err := http.ParseTime(c.get("/driveProtectionUnits").header.Get("Date"))
		require.NoError(t, err)
		require.WithinDuration(t, time.Now().Add(-time.Hour), date, 2*time.Second)
	})
}

func TestLinkFaults(t *testing.T) {
	bubble(t, graphtest.NewTenant(graphtest.Size{Drives: 250}), func(t *testing.T, srv *graphtest.Server, c *client) {
		srv.Inject(graphtest.Fault{Kind: graphtest.FaultForeignLink, Times: 1}, graphtest.Fault{Kind: graphtest.FaultLoopLink, From: 2})
		require.Contains(t, c.get("/driveProtectionUnits").str("@odata.nextLink"), "https://graph.example.net/")
		second := c.get("/driveProtectionUnits?$top=5").str("@odata.nextLink")
		require.Equal(t, "/solutions/backupRestore/driveProtectionUnits?$top=5", second)
		require.Equal(t, second, c.get(second).str("@odata.nextLink"))
	})
}

func TestArtifactFaults(t *testing.T) {
	tenant := graphtest.NewTenant(graphtest.Size{Sites: 100})
	var urls []string
	for s := range tenant.Sites() {
		urls = append(urls, s.WebURL)
	}
	bulk := func(t *testing.T, c *client) string {
		t.Helper()
		ss := c.want(201, "POST", "/sharePointRestoreSessions", nil)
		c.want(201, "POST", "/sharePointRestoreSessions/"+ss.id()+"/siteRestoreArtifactsBulkAdditionRequests", object("siteWebUrls", urls, "destinationType", "inPlace"))
		c.want(200, "POST", "/restoreSessions/"+ss.id()+"/activate", nil)
		time.Sleep(48 * time.Hour)
		return ss.id()
	}
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		srv.Inject(graphtest.Fault{Kind: graphtest.FaultArtifacts, Operation: "POST /restoreSessions/{id}/activate", Portion: 0.5, Times: 1})
		id := bulk(t, c)
		codes := map[any]int{}
		for _, a := range c.all("/sharePointRestoreSessions/" + id + "/siteRestoreArtifacts") {
			if a["status"] == "failed" {
				codes[a["error"].(map[string]any)["code"]]++
			}
		}
		require.Len(t, codes, 5, "each documented code in turn")
		require.Equal(t, "completedWithError", c.get("/restoreSessions/"+id).str("status"))

		srv.Inject(graphtest.Fault{Kind: graphtest.FaultArtifacts, Code: graphtest.CodeInvalidRestoreTime, Times: 1})
		require.Equal(t, "completed", c.get("/restoreSessions/"+bulk(t, c)).str("status"), "the fault was spent on the first call")
	})
	bubble(t, tenant, func(t *testing.T, srv *graphtest.Server, c *client) {
		srv.Inject(graphtest.Fault{Kind: graphtest.FaultStuck, Operation: "POST /restoreSessions/{id}/activate"})
		id := bulk(t, c)
		time.Sleep(300 * 24 * time.Hour)
		stuck := c.get("/restoreSessions/" + id)
		require.Equal(t, "active", stuck.str("status"))
		require.InDelta(t, 1, stuck.json["restoreSessionArtifactCount"].(map[string]any)["inProgress"], 0)
	})
}

func TestFaultScripts(t *testing.T) {
	faults, err := graphtest.ReadFaults(strings.NewReader(`[
		{"kind": "throttle", "operation": "GET *", "rate": 10, "per": "1m", "retryAfter": "date:5s"},
		{"kind": "delay", "delay": "1.5s", "share": 0.1}
	]`))
	require.NoError(t, err)
	require.Equal(t, []graphtest.Fault{
		{Kind: graphtest.FaultThrottle, Operation: "GET *", Rate: 10, Per: time.Minute, RetryAfter: "date:5s"},
		{Kind: graphtest.FaultDelay, Delay: 1500 * time.Millisecond, Share: 0.1},
	}, faults)
	for _, bad := range []string{"", "{}", `[{"kind":"storm"}]`, `[{"kind":"delay","delay":"soon"}]`, `[{"kind":"delay","dealy":"1s"}]`} {
		_, err := graphtest.ReadFaults(strings.NewReader(bad))
		require.Error(t, err, bad)
	}
}

func TestSignInFaults(t *testing.T) {
	srv := socketServer(t, graphtest.WithFaults(graphtest.Fault{Kind: graphtest.FaultStatus, Status: 503, Operation: "POST /oauth2/v2.0/token", Times: 1}))
	form := "grant_type=client_credentials&scope=x/.default&client_id=" + srv.ClientID() + "&client_secret=" + srv.ClientSecret()
	for _, want := range []int{503, 200} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.AuthorityHost()+srv.TenantID()+"/oauth2/v2.0/token", strings.NewReader(form))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := srv.HTTPClient().Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, want, res.StatusCode)
	}
	require.Equal(t, 2, srv.Count("POST /oauth2/v2.0/token"))
	require.Empty(t, srv.Requests()[0].Body)
}
