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
