package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGeneratedFilesAreCurrent(t *testing.T) {
	dir := filepath.Join("..", "..")
	pkg, err := load(dir)
	require.NoError(t, err)
	files, err := pkg.generate()
	require.NoError(t, err)
	require.Len(t, files, 2)
	for name, want := range files {
		have, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, have), "%s is old: run go generate ./models", name)
	}
}

func TestWhatIsGenerated(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte(`package models

type Unknowns struct{ UnknownMembers []byte `+"`json:\",embed\"`"+` }
type PartBase struct { Unknowns; Name string `+"`json:\"name,omitzero\"`"+` }
type Whole struct { PartBase; Size int `+"`json:\"size,omitzero\"`"+` }
type Custom struct { Unknowns }
func (c *Custom) decode(dec *decoder) error { return nil }
func (c *Custom) encode(w *writer) {}
type Request struct { ID string `+"`json:\"id\"`"+` }
type NotJSON struct { ID string }
type Generic[T any] struct { V T `+"`json:\"v\"`"+` }
func (g *Generic[T]) decode(dec *decoder) error { return nil }
func (g *Generic[T]) encode(w *writer) {}
type half struct{}
func (h *half) decode(dec *decoder) error { return nil }
type Plain string
// Colour is a set.
//
//models:flags none
type Colour string
const ( ColourNone Colour = "none"; ColourRed Colour = "red" )
`), 0o600))
	pkg, err := load(dir)
	require.NoError(t, err)
	made := map[string][2]bool{}
	for _, s := range pkg.structs {
		made[s.name] = [2]bool{s.document, s.object}
	}
	require.Equal(t, map[string][2]bool{
		"PartBase": {false, true},
		"Whole":    {true, true},
		"Custom":   {false, true},
		"Request":  {true, true},
	}, made)
	require.Equal(t, []enumType{{name: "Colour", members: []string{"ColourNone", "ColourRed"}, flags: true, none: "none"}}, pkg.enums)

	require.Equal(t, []string{"Custom", "Generic[T]"}, pkg.codecs)

	require.NoError(t, run(dir))
	require.FileExists(t, filepath.Join(dir, "zz_json.go"))
	_, err = load(filepath.Join(dir, "zz_json.go"))
	require.NoError(t, err, "a folder without sources is empty, not broken")
}
