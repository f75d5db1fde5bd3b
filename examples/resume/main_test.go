package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/examples/internal/sandbox"
	"github.com/graphbackup/backuprestore/graphtest"
)

// The program starts its own executable, which here is the test.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "-step" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func runExample(t *testing.T, ctx context.Context, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(ctx, args, &out, &errs)
	return status, out.String(), errs.String()
}

var processID = regexp.MustCompile(`\[process (\d+)\]`)

func TestASecondProcessFinishesTheWait(t *testing.T) {
	status, stdout, stderr := runExample(t, t.Context(), "-drives", "40", "-speed", "7200")
	require.Zero(t, status, stderr)
	require.Empty(t, stderr)
	processes := map[string]bool{}
	for _, match := range processID.FindAllStringSubmatch(stdout, -1) {
		processes[match[1]] = true
	}
	require.Len(t, processes, 3, stdout)
	first, second, found := strings.Cut(stdout, "this process ends here")
	require.True(t, found, stdout)
	require.NotContains(t, first, "completed")
	require.Contains(t, first, "its resume token is br1.")
	require.Contains(t, second, "resuming restoreSession ")
	require.Contains(t, second, "session completed: 40 of 40 drives done, 0 failed")
	require.Contains(t, second, "the service restored 40 drives, each of them once")
}

func TestBadInputIsOneClearLine(t *testing.T) {
	for want, args := range map[string][]string{
		"-drives must be":          {"-drives", "0"},
		"-speed must be":           {"-speed", "-1"},
		"-step and -dir":           {"-step", "start"},
		"neither start nor finish": {"-step", "stop", "-dir", t.TempDir()},
		"no such file":             {"-step", "finish", "-dir", t.TempDir()},
		"unexpected argument":      {"x"},
	} {
		status, stdout, stderr := runExample(t, t.Context(), args...)
		require.Equal(t, 1, status)
		require.Empty(t, stdout)
		require.Contains(t, stderr, want)
		require.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
	}
	status, _, stderr := runExample(t, t.Context(), "-h")
	require.Zero(t, status)
	require.Contains(t, stderr, "usage: go run ./examples/resume")
}

func TestTokensThatCannotBeUsedAreRefused(t *testing.T) {
	server, err := graphtest.NewServer(graphtest.NewTenant(graphtest.Size{Drives: 1}))
	require.NoError(t, err)
	defer server.Close()
	o := options{dir: t.TempDir()}
	access, err := json.Marshal(sandbox.AccessTo(server))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(o.accessFile(), access, 0o600))
	for want, token := range map[string]string{
		"damaged or cut short":       "br1.eyJraW5kIjoi.00000000",
		"not a resume token of this": "hello",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(o.dir, "token.txt"), []byte(token), 0o600))
		status, _, stderr := runExample(t, t.Context(), "-step", "finish", "-dir", o.dir)
		require.Equal(t, 1, status)
		require.Contains(t, stderr, want)
		require.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
	}
}

func TestCancellingEndsTheProcessesToo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	status, _, stderr := runExample(t, ctx)
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "context canceled")
}
