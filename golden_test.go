package backuprestore_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var updateGoldens = flag.Bool("update", false, "rewrite testdata/golden from what is sent now")

// Every operation sends what its golden shows: method, path, query, headers
// and body, to the letter.
func TestGoldenRequests(t *testing.T) {
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			sent := goldenText(t, send(t, op, func(any) {}))
			file := goldenFile(op.name)
			if *updateGoldens {
				require.NoError(t, os.WriteFile(file, sent, 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "no golden; run: go test -run TestGoldenRequests -update .")
			require.Equal(t, string(want), string(sent))
		})
	}
}

// No golden belongs to an operation that is gone, and none to two.
func TestGoldenFilesMatchOperations(t *testing.T) {
	want := map[string]string{}
	for _, op := range operations() {
		file := goldenFile(op.name)
		require.NotContains(t, want, file, "%s and %s share a golden", op.name, want[file])
		want[file] = op.name
	}
	have, err := filepath.Glob("testdata/golden/*")
	require.NoError(t, err)
	require.ElementsMatch(t, slices.Collect(maps.Keys(want)), have)
}

// send runs an operation and returns the one request that it made.
func send(t *testing.T, op operation, fill func(body any)) request {
	t.Helper()
	server := &stub{answer: func(_ int, r request) (int, string) {
		if r.method == http.MethodDelete {
			return http.StatusNoContent, ""
		}
		return http.StatusOK, `{"id":"` + sampleID + `","value":[]}`
	}}
	require.NoError(t, op.call(context.Background(), newTestClient(t, server), fill))
	require.Len(t, server.seen(), 1)
	return server.seen()[0]
}

func goldenFile(operation string) string {
	method, path, _ := strings.Cut(operation, " ")
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/solutions/backupRestore"), "/")
	if path == "" {
		path = "root"
	}
	return filepath.Join("testdata", "golden", strings.ReplaceAll(path, "/", "_")+"."+strings.ToLower(method)+".http")
}

// goldenText renders a request. What changes from run to run is masked.
func goldenText(t *testing.T, r request) []byte {
	t.Helper()
	var b bytes.Buffer
	target := r.path
	if r.query != "" {
		target += "?" + r.query
	}
	fmt.Fprintf(&b, "%s %s\n", r.method, target)
	for _, name := range slices.Sorted(maps.Keys(r.header)) {
		for _, value := range r.header[name] {
			switch name {
			case "Authorization":
				require.Equal(t, "Bearer secret-token", value)
				value = "Bearer ..."
			case "Client-Request-Id":
				require.Len(t, value, 36)
				value = "..."
			}
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	if len(r.body) > 0 {
		b.WriteByte('\n')
		require.NoError(t, json.Indent(&b, r.body, "", "  "))
		b.WriteByte('\n')
	}
	return b.Bytes()
}
