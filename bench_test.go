package backuprestore_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
)

// benchmarkClient talks to an answer that is always the same, over loopback.
// The comparison with other clients is in the module benchmarks.
func benchmarkClient(b *testing.B, answer func(r *http.Request) string) *backuprestore.Client {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(answer(r)))
	}))
	b.Cleanup(server.Close)
	client, err := backuprestore.NewClient(staticToken("token"), backuprestore.WithEndpoint(server.URL+"/v1.0"))
	require.NoError(b, err)
	b.Cleanup(client.CloseIdleConnections)
	b.ReportAllocs()
	return client
}

func BenchmarkCall(b *testing.B) {
	const session = `{"@odata.type":"#microsoft.graph.sharePointRestoreSession","id":"1","status":"active","restoreJobType":"standard",` +
		`"restoreSessionArtifactCount":{"total":2,"completed":1,"inProgress":1,"failed":0},"createdDateTime":"2026-03-04T12:18:55.2117521Z"}`
	client := benchmarkClient(b, func(*http.Request) string { return session })
	b.Run("sequential", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.RestoreSessions.Get(b.Context(), "1"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.ReportAllocs()
		b.SetParallelism(8)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := client.RestoreSessions.Get(b.Context(), "1"); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

func BenchmarkList(b *testing.B) {
	const pages, onPage = 10, 1000
	var items bytes.Buffer
	for i := range onPage {
		fmt.Fprintf(&items, `{"id":"162a6cb5-bf1f-2a84-f9bf-%012d","destinationType":"new","status":"succeeded",`+
			`"completionDateTime":"2026-03-04T13:22:12.7209691Z","restoredSiteWebUrl":"https://contoso-my.sharepoint.com/personal/person%d"},`, i, i)
	}
	value := `"value":[` + strings.TrimSuffix(items.String(), ",") + `]}`
	client := benchmarkClient(b, func(r *http.Request) string {
		var page int
		_, _ = fmt.Sscan(r.URL.Query().Get("$skiptoken"), &page)
		if page == pages-1 {
			return "{" + value
		}
		return fmt.Sprintf(`{"@odata.nextLink":"http://%s%s?$skiptoken=%d",`, r.Host, r.URL.Path, page+1) + value
	})
	for b.Loop() {
		n := 0
		for _, err := range client.RestoreSessions.OneDrive.Artifacts(b.Context(), "1") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != pages*onPage {
			b.Fatalf("%d items", n)
		}
	}
}

// One round of a watcher over a thousand sessions, the last to be seen.
func BenchmarkWatch(b *testing.B) {
	const pages, onPage = 10, 100
	ids := make([]string, 0, pages*onPage)
	answers := make([]string, pages)
	for page := range pages {
		var items []string
		for range onPage {
			ids = append(ids, fmt.Sprintf("162a6cb5-bf1f-2a84-f9bf-%012d", len(ids)))
			items = append(items, `{"@odata.type":"#microsoft.graph.oneDriveForBusinessRestoreSession","id":"`+ids[len(ids)-1]+
				`","status":"completed","createdBy":{"user":{"id":"1","displayName":"Adele","email":"adele@contoso.example"}}}`)
		}
		answers[page] = `"value":[` + strings.Join(items, ",") + `]}`
	}
	client := benchmarkClient(b, func(r *http.Request) string {
		var page int
		_, _ = fmt.Sscan(r.URL.Query().Get("$skiptoken"), &page)
		if page == pages-1 {
			return "{" + answers[page]
		}
		return fmt.Sprintf(`{"@odata.nextLink":"http://%s%s?$skiptoken=%d",`, r.Host, r.URL.Path, page+1) + answers[page]
	})
	for b.Loop() {
		done := 0
		for change, err := range client.RestoreSessions.Watch(ids...).Changes(b.Context()) {
			if err != nil || change.Err != nil {
				b.Fatal(err, change.Err)
			}
			done++
		}
		if done != len(ids) {
			b.Fatalf("%d of %d", done, len(ids))
		}
	}
}
