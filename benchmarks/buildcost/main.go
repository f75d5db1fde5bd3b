// Command buildcost builds a program and prints what that took as a benchmark
// result: the time, the memory of the largest process of the compiler, and the
// size of the stripped binary.
//
//	buildcost -from nothing -cache /an/empty/folder -name sdk programs/sdk
//
// The cache decides what is built: all with an empty one, and with that of
// another program only what this program adds to it. With -from edit the
// program is built twice, and the second time, after a change of its main.go,
// is what counts.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

func main() {
	from := flag.String("from", "nothing", "what is in the cache, for the name of the benchmark")
	cache := flag.String("cache", "", "build cache")
	name := flag.String("name", "", "contender")
	flag.Parse()
	if err := build(context.Background(), *from, *cache, *name, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "buildcost:", err)
		os.Exit(1)
	}
}

func build(ctx context.Context, from, cache, name, dir string) (err error) {
	if cache == "" || name == "" || dir == "" {
		return errors.New("cache, name and directory are needed")
	}
	temporary, err := os.MkdirTemp("", "buildcost")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	binary := filepath.Join(temporary, "program")
	arguments := []string{"build", "-trimpath", "-ldflags=-s -w", "-o", binary}
	if from == "edit" {
		if err := compiler(ctx, cache, dir, append(arguments, ".")).Run(); err != nil {
			return err
		}
		overlay, err := edit(dir, temporary)
		if err != nil {
			return err
		}
		arguments = append(arguments, "-overlay", overlay)
	}
	command := compiler(ctx, cache, dir, append(arguments, "."))
	began := time.Now()
	if err := command.Run(); err != nil {
		return err
	}
	took := time.Since(began)
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("this system does not tell what a process used")
	}
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	// Linux counts the resident set in kilobytes, of the largest of the command
	// and its descendants.
	cpu := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	fmt.Printf("goos: %s\ngoarch: %s\nBenchmarkBuild/from=%s/impl=%s 1 %d ns/op %d cpu-ns/op %d compiler-B %d binary-B\n",
		runtime.GOOS, runtime.GOARCH, from, name, took.Nanoseconds(), cpu.Nanoseconds(), usage.Maxrss*1024, info.Size())
	return nil
}

func compiler(ctx context.Context, cache, dir string, arguments []string) *exec.Cmd {
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir, command.Env, command.Stderr = dir, append(os.Environ(), "GOCACHE="+cache), os.Stderr
	return command
}

// edit writes a main.go with one more function, and the file that makes the
// compiler take it for the one in dir.
func edit(dir, temporary string) (overlay string, err error) {
	original, err := filepath.Abs(filepath.Join(dir, "main.go"))
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	edited := filepath.Join(temporary, "main.go")
	source = append(source, "\nfunc init() {\n\tif len(os.Args) > 1000 {\n\t\tos.Exit(2)\n\t}\n}\n"...)
	if err := os.WriteFile(edited, source, 0o600); err != nil {
		return "", err
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {original: edited}})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(temporary, "overlay.json")
	return overlay, os.WriteFile(overlay, replace, 0o600)
}
