package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func runExample(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestBrowsesAndRestoresAFile(t *testing.T) {
	status, stdout, stderr := runExample(t)
	require.Equal(t, 0, status, stderr)
	require.Contains(t, stderr, "browse session")
	require.Regexp(t, `\n\d\d+ items, \d+ of them files\n`, stdout)
	require.Regexp(t, `\S+: succeeded https://\S+\n$`, stdout)
}

func TestListsOnly(t *testing.T) {
	status, stdout, stderr := runExample(t, "-list", "-depth", "1")
	require.Equal(t, 0, status, stderr)
	require.NotContains(t, stderr, "restore session")
	require.NotContains(t, stdout, "succeeded")
}

func TestSaysWhatIsMissing(t *testing.T) {
	for says, args := range map[string][]string{
		"-live needs -drive":               {"-live"},
		"-depth must be at least 1":        {"-depth", "0"},
		`unexpected argument "x"`:          {"x"},
		`no protected drive "a@b.example"`: {"-drive", "a@b.example"},
		`no file named "nothing.txt"`:      {"-file", "nothing.txt"},
	} {
		t.Run(says, func(t *testing.T) {
			status, _, stderr := runExample(t, args...)
			require.Equal(t, 1, status)
			require.Contains(t, stderr, says)
		})
	}
	status, _, stderr := runExample(t, "-h")
	require.Equal(t, 0, status)
	require.Contains(t, stderr, "exit status")
}
