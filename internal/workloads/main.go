// Command workloads writes the services of SharePoint and Exchange. They differ
// from those of OneDrive in names only, so the ones of OneDrive are written by hand
// and these are copies with other names. Run it with go generate.
//
// One generic type for all workloads would do with less text, but every program
// that imports the SDK would compile it anew for every workload, and its signatures
// would be full of type parameters.
//
// What is copied carries a directive in its comment, with the workloads to copy it
// for: a type, and then all its methods, or a method, when not all workloads have it.
//
//	//workloads:copy SharePoint Exchange
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "workloads:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	parts, err := load(dir)
	if err != nil {
		return err
	}
	for _, w := range workloads {
		src, err := w.generate(parts)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, w.file), src, 0o644); err != nil {
			return err
		}
	}
	return nil
}
