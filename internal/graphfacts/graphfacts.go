// Package graphfacts reads the reference material that the SDK is held against:
// the slice of Graph's metadata, the table of documented operations, and the
// documented exchanges. It serves tests only.
//
// The material lies beside the module in ../shared/graph, or where GRAPH_METADATA
// says: a folder of the same shape, or one $metadata file to compare with. Where
// it is missing, tests that need it are skipped, except in CI, where they fail.
package graphfacts

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Facts is all the material.
type Facts struct {
	Metadata   Metadata
	Operations []Operation
	Exchanges  []Exchange
}

const metadataFile = "metadata-v1.0-slice.xml"

// Load reads the material, or skips or fails the test.
func Load(t testing.TB) *Facts {
	t.Helper()
	folder, metadata, err := locate(os.Getenv("GRAPH_METADATA"))
	if err == nil {
		var facts *Facts
		if facts, err = read(folder, metadata); err == nil {
			return facts
		}
	}
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") != "true" {
		t.Skipf("the reference material is not here: %v", err)
	}
	t.Fatalf("cannot read the reference material: %v", err)
	return nil
}

// locate returns the folder of the material and the metadata file.
func locate(override string) (folder, metadata string, err error) {
	root, err := moduleRoot()
	if err != nil {
		return "", "", err
	}
	folder = filepath.Join(root, "..", "shared", "graph")
	if override == "" {
		return folder, filepath.Join(folder, metadataFile), nil
	}
	if !filepath.IsAbs(override) {
		override = filepath.Join(root, override)
	}
	info, err := os.Stat(override)
	if err != nil {
		return "", "", err
	}
	if info.IsDir() {
		return override, filepath.Join(override, metadataFile), nil
	}
	return folder, override, nil
}

// moduleRoot walks up from the test's folder to go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the test's folder")
		}
		dir = parent
	}
}

func read(folder, metadata string) (*Facts, error) {
	var f Facts
	var errMetadata, errOperations, errExchanges error
	f.Metadata, errMetadata = readMetadata(metadata)
	f.Operations, errOperations = readOperations(filepath.Join(folder, "operations.md"))
	f.Exchanges, errExchanges = readExchanges(filepath.Join(folder, "exchanges"))
	return &f, cmp.Or(errMetadata, errOperations, errExchanges)
}
