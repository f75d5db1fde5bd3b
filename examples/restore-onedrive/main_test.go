package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/examples/internal/sandbox"
	"github.com/graphbackup/backuprestore/graphtest"
)

func runExample(t *testing.T, ctx context.Context, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(ctx, args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestTroubleIsReportedDriveByDrive(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.json")
	status, stdout, stderr := runExample(t, t.Context(), "-input", "trouble.csv", "-output", file)
	require.Equal(t, exitPartly, status, stderr)
	require.Contains(t, stdout, "10 drives: 3 restored, 4 failed, 3 not resolved, 0 unknown")
	for drive, want := range map[string]string{
		"rosa.langer298@contoso.example":       "restored",
		"nobody@contoso.example":               "EmailNotFound",
		"00000000-0000-4000-8000-000000000404": "UserNotBackedup",
		"2aba3a5f-5dec-7a81-f3cc-727db2ff46cd": graphtest.CodeArtifactCannotBeRestored,
		"carlos.wilber045@contoso.example":     graphtest.CodeUnknownError,
	} {
		_, row, found := strings.Cut(stdout, drive)
		require.True(t, found)
		row, _, _ = strings.Cut(row, "\n")
		require.Contains(t, row, want)
	}
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	var list []map[string]string
	require.NoError(t, json.Unmarshal(written, &list))
	require.Len(t, list, 10)
	require.Equal(t, "restored", list[0]["outcome"])
	require.Contains(t, list[0]["siteUrl"], "R0")
	require.Equal(t, "not resolved", list[3]["outcome"])
}

func TestInPlaceToCSV(t *testing.T) {
	dir := t.TempDir()
	input := writeInput(t, "rosa.langer298@contoso.example,ignored column\n")
	output := filepath.Join(dir, "results.csv")
	status, _, stderr := runExample(t, t.Context(), "-input", input, "-destination", "inPlace", "-output", output)
	require.Equal(t, exitRestored, status, stderr)
	file, err := os.Open(output)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Equal(t, []string{"drive", "outcome", "siteUrl", "code", "reason", "restorePointDateTime"}, rows[0])
	require.Equal(t, "restored", rows[1][1])
	require.NotContains(t, rows[1][2], "R0")
}

func TestBadInputIsRefusedWithOneLine(t *testing.T) {
	many := strings.Builder{}
	for i := range maxDrives + 1 {
		fmt.Fprintf(&many, "user%d@contoso.example\n", i)
	}
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"empty file":          {[]string{"-input", os.DevNull}, "no drives in it"},
		"no file":             {[]string{"-input", "nowhere.csv"}, "nowhere.csv"},
		"neither":             {[]string{"-input", writeInput(t, "drive\na@contoso.example\nnot a drive\n")}, `.csv:3: "not a drive" is neither an address nor a directory object id`},
		"twice":               {[]string{"-input", writeInput(t, "a@contoso.example\n# comment\nA@contoso.example\n")}, ".csv:3: A@contoso.example is on line 1 already"},
		"heading twice":       {[]string{"-input", writeInput(t, "a@contoso.example\ndrive\n")}, `.csv:2: "drive"`},
		"too many":            {[]string{"-input", writeInput(t, many.String())}, ".csv:10001: more than 10000 drives"},
		"quotes":              {[]string{"-input", writeInput(t, "\"a@contoso.example\n")}, "line 1"},
		"ends before start":   {[]string{"-input", "trouble.csv", "-from", "2026-02-01", "-to", "2026-01-01"}, "ends (-to 2026-01-01T00:00:00Z) before it starts"},
		"no time":             {[]string{"-input", "trouble.csv", "-from", "yesterday"}, `-from "yesterday" is not a time`},
		"unknown destination": {[]string{"-input", "trouble.csv", "-destination", "elsewhere"}, `"elsewhere" is neither new nor inPlace`},
		"unknown format":      {[]string{"-input", "trouble.csv", "-output", "results.xml"}, "must end in .csv or .json"},
		"no folder":           {[]string{"-input", "trouble.csv", "-output", "no/such/folder/results.csv"}, "-output"},
		"argument":            {[]string{"-input", "trouble.csv", "surplus"}, `unexpected argument "surplus"`},
		"session offline":     {[]string{"-input", "trouble.csv", "-session", "x"}, "-session needs -live"},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := runExample(t, t.Context(), test.args...)
			require.Equal(t, exitFailed, status)
			require.Empty(t, stdout)
			lines := strings.Split(strings.TrimSpace(stderr), "\n")
			last := lines[len(lines)-1]
			require.True(t, strings.HasPrefix(last, "restore-onedrive: "), last)
			require.Contains(t, last, test.says)
			require.NotContains(t, stderr, "created", "something was sent")
		})
	}
}

func TestHelpNamesTheExitStatuses(t *testing.T) {
	status, _, stderr := runExample(t, t.Context(), "-h")
	require.Equal(t, exitRestored, status)
	for _, text := range []string{"-input", "-from", "-to", "-destination", "-output", "-live", "exit status: 0", "3 some were not", "go run"} {
		require.Contains(t, stderr, text)
	}
}

func TestInterruptedWaitSaysWhatGoesOn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stderr := &cancelling{on: "session active", cancel: cancel}
	var stdout bytes.Buffer
	status := run(ctx, []string{"-input", "trouble.csv"}, &stdout, stderr)
	require.Equal(t, exitFailed, status)
	require.Empty(t, stdout.String())
	require.Regexp(t, `stopped waiting for restoreSession \S+ after \S+, status "active": context canceled; session \S+ ended with the embedded server`, stderr.String())

	live := stillRunning(&options{live: true, input: "list.csv"}, "s1", context.Canceled)
	require.ErrorContains(t, live, "session s1 goes on in the service: look again with -live -input list.csv -session s1")
}

// cancelling cancels when a text is written.
type cancelling struct {
	bytes.Buffer
	on     string
	cancel context.CancelFunc
}

func (c *cancelling) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(c.on)) {
		c.cancel()
	}
	return c.Buffer.Write(p)
}

// The request is the documented one, member for member.
func TestBulkRequestIsTheDocumentedOne(t *testing.T) {
	client, server := connectTest(t)
	o := testOptions(t, "adele.deyoung030@contoso.example\n2aba3a5f-5dec-7a81-f3cc-727db2ff46cd\nrosa.langer298@contoso.example\n")
	_, err := restore(t.Context(), client, o, &bytes.Buffer{})
	require.NoError(t, err)
	const operation = "POST /oneDriveForBusinessRestoreSessions/{id}/driveRestoreArtifactsBulkAdditionRequests"
	require.Equal(t, 1, server.Count(operation))
	var sent []byte
	for _, r := range server.Requests() {
		if r.Operation == operation {
			sent = r.Body
		}
	}
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, sent, "", "  "))
	golden, err := os.ReadFile(filepath.Join("testdata", "bulk-request.golden.json"))
	require.NoError(t, err)
	require.Equal(t, strings.TrimSpace(string(golden)), indented.String())
}

// What fails before the activation leaves no draft behind.
func TestFailureBeforeActivationCleansUp(t *testing.T) {
	client, server := connectTest(t)
	server.Inject(graphtest.Fault{Kind: graphtest.FaultStatus, Operation: "POST /restoreSessions/{id}/activate", Status: 403})
	_, err := restore(t.Context(), client, testOptions(t, "rosa.langer298@contoso.example\n"), &bytes.Buffer{})
	require.ErrorIs(t, err, backuprestore.ErrForbidden)
	require.Equal(t, 1, server.Count("DELETE /restoreSessions/{id}"))
	sessions, err := backuprestore.Collect(client.RestoreSessions.List(t.Context()))
	require.NoError(t, err)
	require.Empty(t, sessions)
}

func connectTest(t *testing.T) (*backuprestore.Client, *graphtest.Server) {
	t.Helper()
	client, server, err := sandbox.Offline(demoTenant(), []graphtest.Option{graphtest.WithSpeed(graphtest.Speed{})},
		backuprestore.WithPolling(backuprestore.PollingPolicy{Initial: time.Millisecond, Max: time.Millisecond}))
	require.NoError(t, err)
	t.Cleanup(server.Close)
	return client, server
}

func testOptions(t *testing.T, input string) *options {
	t.Helper()
	o, err := parseOptions([]string{"-input", writeInput(t, input), "-from", "2026-11-01", "-to", "2026-11-15T12:00:00Z"}, time.Now(), &bytes.Buffer{})
	require.NoError(t, err)
	return o
}

func writeInput(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "input.csv")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}
