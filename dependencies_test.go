package backuprestore_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// listDependencies writes a line for each package that a program gets from
// other modules when it imports this one: the module, then the package.
const listDependencies = `{{with .Module}}{{if not .Main}}{{.Path}} {{$.ImportPath}}{{end}}{{end}}`

// TestDependencies keeps the dependencies of a user's binary from growing
// unannounced: every package is in the list, and every module has its reason
// in the README.
func TestDependencies(t *testing.T) {
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", listDependencies, ".")
	// What is linked depends on the platform; the list is for one.
	command.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=off")
	output, err := command.Output()
	require.NoError(t, err)
	got := lines(string(output))
	if *updateGoldens {
		require.NoError(t, os.WriteFile("testdata/dependencies.txt", []byte(strings.Join(got, "\n")+"\n"), 0o600))
	}

	list, err := os.ReadFile("testdata/dependencies.txt")
	require.NoError(t, err)
	require.Equal(t, lines(string(list)), got,
		"the dependencies have changed; if that is meant, run go test -run TestDependencies -update . and give the reason for each new module in the README")

	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(readme), "\n## Dependencies\n")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	for _, line := range got {
		module, _, _ := strings.Cut(line, " ")
		require.Contains(t, section, "| `"+module+"` |", "the README gives no reason for this module")
	}
}

func lines(text string) []string {
	list := strings.Split(strings.TrimSpace(text), "\n")
	slices.Sort(list)
	return list
}
