package suite

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// service starts the server in a process of its own for the time of a test.
// BENCH_SERVER names its binary; without it, the server is built.
func service(tb testing.TB) string {
	tb.Helper()
	binary := os.Getenv("BENCH_SERVER")
	if binary == "" {
		binary = filepath.Join(tb.TempDir(), "server")
		build := exec.CommandContext(tb.Context(), "go", "build", "-o", binary, "github.com/graphbackup/backuprestore/benchmarks/server")
		output, err := build.CombinedOutput()
		require.NoError(tb, err, string(output))
	}
	server := exec.CommandContext(context.WithoutCancel(tb.Context()), binary)
	server.Stderr = os.Stderr
	stdin, err := server.StdinPipe()
	require.NoError(tb, err)
	stdout, err := server.StdoutPipe()
	require.NoError(tb, err)
	require.NoError(tb, server.Start())
	tb.Cleanup(func() {
		_ = stdin.Close()
		_ = server.Wait()
	})
	url, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(tb, err)
	return strings.TrimSpace(url)
}

// control calls the server outside of what is measured.
func control(tb testing.TB, method, url string) string {
	tb.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, url, http.NoBody)
	require.NoError(tb, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(tb, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(tb, err)
	require.Equal(tb, http.StatusOK, resp.StatusCode)
	return string(body)
}

func requests(tb testing.TB, url string) int {
	tb.Helper()
	n, err := strconv.Atoi(control(tb, http.MethodGet, url+"/requests"))
	require.NoError(tb, err)
	return n
}
