package graphtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/graphbackup/backuprestore/graphtest"
)

// Whatever comes in, the server answers, and answers in JSON.
func FuzzRequests(f *testing.F) {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 3, Sites: 3, Mailboxes: 3})
	f.Add("POST", "oneDriveForBusinessRestoreSessions", "", `{"driveRestoreArtifacts":[{"restorePoint":{"id":"x"}}]}`)
	f.Add("GET", "restorePoints", "$expand=protectionUnit($filter=id eq 'x')&$filter=protectionDateTime lt 2026-01-01T00:00:00Z", "")
	f.Add("PATCH", "sharePointProtectionPolicies/x", "$skiptoken=AAAA", `{"siteProtectionUnits@delta":[{"@removed":{},"id":"y"}]}`)
	f.Add("GET", "driveProtectionUnits/$count", "$filter=not (id eq 'x') or contains(email,'y')&$orderby=email desc", "")
	f.Add("POST", "$batch", "", `{"requests":[{"id":"1","method":"GET","url":"%zz"}]}`)
	f.Add("POST", "restorePoints/search", "", `{"protectionUnitIds":[""],"protectionTimePeriod":{"startDateTime":"9999-12-31T23:59:59Z"}}`)
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		srv, err := graphtest.NewInMemory(tenant)
		if err != nil {
			t.Fatal(err)
		}
		base := srv.BaseURL()
		if path != "$batch" {
			base += apiRoot
		}
		target, err := url.Parse(base + "/" + path)
		if err != nil {
			t.Skip("not a URL")
		}
		target.RawQuery = query
		req, err := http.NewRequestWithContext(t.Context(), method, target.String(), strings.NewReader(body))
		if err != nil {
			t.Skip("not a request")
		}
		req.Header.Set("Authorization", "Bearer "+srv.Token())
		res, err := srv.Transport().RoundTrip(req)
		if err != nil {
			t.Skip("another host")
		}
		defer func() { _ = res.Body.Close() }()
		var anything any
		if strings.Contains(res.Header.Get("Content-Type"), "application/json") {
			if err := json.NewDecoder(res.Body).Decode(&anything); err != nil {
				t.Fatalf("%s %s: %v", method, target, err)
			}
		}
	})
}
