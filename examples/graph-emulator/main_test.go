package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// start runs the program and returns the NAME=value lines that it prints.
func start(t *testing.T, args ...string) map[string]string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"-addr", "127.0.0.1:0", "-env"}, args...), in, io.Discard)
		_ = in.CloseWithError(io.EOF)
		ended <- err
	}()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	values := map[string]string{}
	lines := bufio.NewScanner(out)
	var names []string
	for lines.Scan() {
		name, value, isValue := strings.Cut(lines.Text(), "=")
		if !isValue || strings.HasPrefix(name, "#") {
			break
		}
		values[name] = value
		names = append(names, name)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the pipe
	require.Equal(t, []string{"GRAPH_BASE_URL", "GRAPH_TOKEN"}, names[:2])
	return values
}

func call(t *testing.T, method, url, token string, body io.Reader, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	require.NoError(t, err)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(text)
}

func TestAnyClientCanUseIt(t *testing.T) {
	env := start(t, "-drives", "5")
	base, token := env["GRAPH_BASE_URL"], env["GRAPH_TOKEN"]
	require.Regexp(t, `^http://127\.0\.0\.1:\d+/v1\.0$`, base)

	status, text := call(t, "GET", base+"/$metadata", "", nil)
	require.Equal(t, 200, status)
	require.Contains(t, text, `EntityType Name="backupRestoreRoot"`)

	// No body, an odd case of the path, no Prefer header.
	status, text = call(t, "POST", base+"/Solutions/BACKUPRESTORE/onedriveforbusinessrestoresessions", token, nil)
	require.Equal(t, 201, status, text)
	var session struct{ ID string }
	require.NoError(t, json.Unmarshal([]byte(text), &session))

	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := io.WriteString(w, `{"drives":["carlos.deyoung001@contoso.example"],"destinationType":"new"}`)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	chunked := struct{ io.Reader }{&zipped} // of unknown length
	status, text = call(t, "POST", base+"/solutions/backupRestore/oneDriveForBusinessRestoreSessions('"+session.ID+"')/driveRestoreArtifactsBulkAdditionRequests",
		token, chunked, "Content-Encoding", "gzip", "Content-Type", "application/json")
	require.Equal(t, 201, status, text)
	status, text = call(t, "POST", base+"/solutions/backupRestore/restoreSessions/"+session.ID+"/microsoft.graph.activate", token, nil)
	require.Equal(t, 200, status, text)

	status, text = call(t, "GET", strings.TrimSuffix(base, "v1.0"), "", nil)
	require.Equal(t, 200, status)
	require.Contains(t, text, session.ID, "the page shows the session without any script")
	require.Contains(t, text, "microsoft.graph.activate", "and the requests")

	status, _ = call(t, "GET", base+"/solutions/backupRestore", "", nil)
	require.Equal(t, 401, status)
}

// The commands that the program prints are run as they are.
func TestPrintedCommandsWork(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl here")
	}
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-drives", "3", "-scale", "1e6"}, in, io.Discard)
	}()
	defer func() { cancel(); require.NoError(t, <-ended) }()
	lines := bufio.NewScanner(out)
	var script strings.Builder
	for lines.Scan() && !strings.Contains(lines.Text(), "/driveRestoreArtifacts\"") {
		if strings.Contains(lines.Text(), "curl -s") {
			script.WriteString(lines.Text() + "\necho\n")
		}
	}
	script.WriteString(lines.Text())
	text, err := exec.CommandContext(ctx, "sh", "-c", script.String()).CombinedOutput()
	require.NoError(t, err, string(text))
	for _, want := range []string{`"status":"enabled"`, `"status":"active"`, `"status":"activating"`, `"destinationType":"new"`} {
		require.Contains(t, string(text), want)
	}
}

func TestFaultScript(t *testing.T) {
	file := filepath.Join(t.TempDir(), "faults.json")
	script := `[{"kind": "throttle", "operation": "GET /restoreSessions", "times": 1, "retryAfter": "7"}]`
	require.NoError(t, os.WriteFile(file, []byte(script), 0o600))
	env := start(t, "-faults", file)
	url := env["GRAPH_BASE_URL"] + "/solutions/backupRestore/restoreSessions"
	status, _ := call(t, "GET", url, env["GRAPH_TOKEN"], nil)
	require.Equal(t, 429, status)
	status, _ = call(t, "GET", url, env["GRAPH_TOKEN"], nil)
	require.Equal(t, 200, status)
}

func TestSampleScript(t *testing.T) {
	env := start(t, "-faults", "bad-day.json")
	status, _ := call(t, "GET", env["GRAPH_BASE_URL"]+"/solutions/backupRestore", env["GRAPH_TOKEN"], nil)
	require.Equal(t, 200, status)
}

func TestTLS(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	env := start(t, "-tls", "-ca", file)
	require.True(t, strings.HasPrefix(env["GRAPH_BASE_URL"], "https://"))
	require.NotEmpty(t, env["AZURE_CLIENT_SECRET"])
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(text), "BEGIN CERTIFICATE")
}

func TestBadArguments(t *testing.T) {
	for _, args := range [][]string{
		{"-scale", "0"}, {"extra"}, {"-ca", "x"}, {"-start", "yesterday"}, {"-faults", "no-such-file"}, {"-addr", "nonsense"},
	} {
		require.Error(t, run(t.Context(), args, io.Discard, io.Discard), "%v", args)
	}
}
