package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReport(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	run1 := file("run.txt", strings.Repeat(`goos: linux
BenchmarkDecode/doc=artifacts/impl=floor-2 100 1000000 ns/op 1100000 cpu-ns/op 500 allocs/op
BenchmarkDecode/doc=artifacts/impl=sdk-2 100 1400000 ns/op 1500000 cpu-ns/op 520 allocs/op
BenchmarkDecode/doc=artifacts/impl=msgraph-2 10 14000000 ns/op 15000000 cpu-ns/op 20280 allocs/op
BenchmarkList/items=100000/impl=sdk-2 1 400000000 ns/op 15900000 peak-heap-B
`, 6))
	build := file("build.txt", `BenchmarkBuild/from=nothing/impl=floor 1 30000000000 ns/op 300000000 compiler-B 9000000 binary-B
BenchmarkBuild/from=nothing/impl=sdk 1 40000000000 ns/op 300000000 compiler-B 10400000 binary-B
`)
	var out strings.Builder
	require.NoError(t, run(&out, file("machine.md", "## Machine\n"), file("stat.txt", "table\n"), []string{build, run1}))
	for _, line := range []string{
		"| decode 1,000 artifacts: 8 times faster than msgraph-sdk-go | 10.0 times | met |",
		"| decode 1,000 artifacts: at most 1/40 of its allocations | 39.0 times | **missed** |",
		"| decode 1,000 artifacts: within 1.3 times the floor | 1.40 times | **missed** |",
		"| list 100,000 artifacts: peak heap under 16 MB | 15.9 MB | met |",
		"| binary: at most 1.5 MB larger than azidentity's alone | 1.4 MB more | met |",
		"| call: at most 60 allocations more |  | not measured |",
		"| decode 1,000 artifacts | time | 1 ms | 1.4 ms | 14 ms | 1.4 | 10 |",
		"table",
	} {
		require.Contains(t, out.String(), line)
	}
	require.Error(t, run(&out, filepath.Join(dir, "nothing"), run1, nil))
}
