package graphtest

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// csdl is as much of a metadata document as the comparison needs.
type csdl struct {
	Enums []struct {
		Name    string `xml:",attr"`
		IsFlags bool   `xml:",attr"`
		Members []struct {
			Name  string `xml:",attr"`
			Value int    `xml:",attr"`
		} `xml:"Member"`
	} `xml:"DataServices>Schema>EnumType"`
	Complex   []csdlType   `xml:"DataServices>Schema>ComplexType"`
	Entities  []csdlType   `xml:"DataServices>Schema>EntityType"`
	Actions   []csdlAction `xml:"DataServices>Schema>Action"`
	Functions []csdlAction `xml:"DataServices>Schema>Function"`
}

type csdlType struct {
	Name       string         `xml:",attr"`
	BaseType   string         `xml:",attr"`
	Properties []csdlProperty `xml:"Property"`
	Navigation []csdlProperty `xml:"NavigationProperty"`
}

type csdlProperty struct {
	Name     string `xml:",attr"`
	Type     string `xml:",attr"`
	Nullable string `xml:",attr"`
}

type csdlAction struct {
	Name       string         `xml:",attr"`
	Parameters []csdlProperty `xml:"Parameter"`
	Return     struct {
		Type string `xml:",attr"`
	} `xml:"ReturnType"`
}

func readMetadata(t *testing.T) csdl {
	t.Helper()
	const slice = "metadata-v1.0-slice.xml"
	path := os.Getenv("GRAPH_METADATA")
	switch info, err := os.Stat(path); {
	case path == "":
		path = filepath.Join("..", "..", "shared", "graph", slice)
	case err == nil && info.IsDir():
		path = filepath.Join(path, slice)
	}
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) && os.Getenv("CI") != "true" {
		t.Skip("the metadata is not here; GRAPH_METADATA names the file or its folder")
	}
	require.NoError(t, err)
	var doc csdl
	require.NoError(t, xml.Unmarshal(text, &doc))
	require.NotEmpty(t, doc.Enums)
	return doc
}

// facts flattens a document into one line for each thing it says, so that two documents compare as sets.
func (doc csdl) facts() []string {
	var facts []string
	say := func(parts ...string) { facts = append(facts, strings.Join(parts, " ")) }
	for _, e := range doc.Enums {
		say("enum", e.Name, "flags", strconv.FormatBool(e.IsFlags))
		for _, m := range e.Members {
			say("enum", e.Name, m.Name, strconv.Itoa(m.Value))
		}
	}
	types := func(kind string, list []csdlType) {
		for _, s := range list {
			if s.Name == "solutionsRoot" {
				continue
			}
			say(kind, s.Name, s.BaseType)
			for _, p := range s.Properties {
				say(kind, s.Name, p.Name, p.Type, "null:"+strconv.FormatBool(p.Nullable != "false" && !strings.HasPrefix(p.Type, "Collection(")))
			}
			for _, p := range s.Navigation {
				say(kind, s.Name, p.Name, p.Type, "navigation")
			}
		}
	}
	types("complex", doc.Complex)
	types("entity", doc.Entities)
	for kind, list := range map[string][]csdlAction{"action": doc.Actions, "function": doc.Functions} {
		for _, a := range list {
			line := []string{kind, a.Name, a.Return.Type}
			for i, p := range a.Parameters {
				line = append(line, p.Name, p.Type)
				if i > 0 {
					line = append(line, "null:"+strconv.FormatBool(p.Nullable != "false"))
				}
			}
			say(line...)
		}
	}
	slices.Sort(facts)
	return facts
}

// What the server writes is held against the metadata, type by type: names, members, nullability, enum values, actions.
func TestWireTypesAreThoseOfTheMetadata(t *testing.T) {
	want := readMetadata(t).facts()
	var own csdl
	require.NoError(t, xml.Unmarshal(metadataDocument(), &own))
	have := own.facts()
	var missing, extra []string
	for _, fact := range want {
		if !slices.Contains(have, fact) {
			missing = append(missing, fact)
		}
	}
	for _, fact := range have {
		if !slices.Contains(want, fact) {
			extra = append(extra, fact)
		}
	}
	require.Empty(t, missing, "the metadata says")
	require.Empty(t, extra, "the metadata does not say")
	require.Greater(t, len(want), 300)
}
