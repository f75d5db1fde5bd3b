package transport_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const plainProgram = `package main

import (
	"context"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/graphbackup/backuprestore"
)

type credential struct{}

func (credential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{}, nil
}

func main() {
	client, err := backuprestore.NewClient(credential{})
	if err == nil {
		_, err = client.RestoreSessions.Get(context.Background(), "id")
	}
	fmt.Println(err)
}
`

// TestUnusedIsNotLinked keeps what hardly any program uses out of those that do
// not: kiota's pipeline and URL templates, spans, log records, calls by
// reflection, the templates of regular expressions. They are within reach of
// the options that need them and of nothing else.
func TestUnusedIsNotLinked(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program")
	}
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	dir := t.TempDir()
	source, overlay, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "program")
	require.NoError(t, os.WriteFile(source, []byte(plainProgram), 0o600))
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, "internal", "plainprogram", "main.go"): source}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(overlay, replace, 0o600))

	build := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, "-o", binary, "./internal/plainprogram")
	build.Dir = root
	// What is linked depends on the platform; the names are for one.
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	symbols, err := exec.CommandContext(t.Context(), "go", "tool", "nm", binary).Output()
	require.NoError(t, err)

	linked := string(symbols)
	require.Contains(t, linked, "internal/transport.New\n")
	for _, name := range []string{
		"github.com/microsoft/kiota-http-go.NewCustomTransportWithParentTransport",
		"github.com/microsoft/kiota-abstractions-go.(*RequestInformation).GetUri",
		"github.com/std-uritemplate/std-uritemplate/go/v2.",
		"backuprestore/internal/transport.tracing",
		"backuprestore/internal/transport.logging",
		"reflect.Value.call",
		"regexp.(*Regexp).expand",
	} {
		require.NotContains(t, lines(linked, name), " T ", "%s is linked into a program that does not use it", name)
	}
}

// lines are those that hold the text.
func lines(all, text string) string {
	var found []string
	for line := range strings.Lines(all) {
		if strings.Contains(line, text) {
			found = append(found, line)
		}
	}
	return strings.Join(found, "")
}
