package graphfacts

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheMaterialIsReadWhole(t *testing.T) {
	if os.Getenv("GRAPH_METADATA") != "" {
		t.Skip("the counts are those of the material beside the module")
	}
	facts := Load(t)
	m := facts.Metadata
	require.Equal(t, 79, len(m.EnumTypes)+len(m.ComplexTypes)+len(m.EntityTypes))
	require.Equal(t, 13, len(m.Actions)+len(m.Functions))
	require.Len(t, facts.Operations, 95)
	for i, op := range facts.Operations {
		require.Equal(t, i+1, op.Row)
		require.Regexp(t, `^(GET|POST|PATCH|DELETE)$`, op.Method)
	}
	require.Len(t, facts.Operations[24].Paths, 2)
	require.NotEmpty(t, facts.Exchanges)
	for _, x := range facts.Exchanges {
		op := facts.Operations[x.Row-1]
		require.Equal(t, op.Method, x.Method, x.File)
		require.NotEmpty(t, x.Comments, x.File)
		require.GreaterOrEqual(t, x.Status, 200, x.File)
		require.Equal(t, x.Status == 204, x.Body == nil, x.File)
	}
}

func TestWhereTheMaterialIs(t *testing.T) {
	root, err := moduleRoot()
	require.NoError(t, err)
	folder, metadata, err := locate("")
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "..", "shared", "graph"), folder)
	require.Equal(t, filepath.Join(folder, metadataFile), metadata)

	dir := t.TempDir()
	folder, metadata, err = locate(dir)
	require.NoError(t, err)
	require.Equal(t, dir, folder)
	require.Equal(t, filepath.Join(dir, metadataFile), metadata)
	_, err = read(folder, metadata)
	require.ErrorIs(t, err, os.ErrNotExist)

	file := filepath.Join(dir, "newer.xml")
	require.NoError(t, os.WriteFile(file, []byte(newer), 0o600))
	_, metadata, err = locate(file)
	require.NoError(t, err)
	require.Equal(t, file, metadata)

	_, _, err = locate(filepath.Join(dir, "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// newer is metadata of a later day.
const newer = `<edmx:Edmx xmlns:edmx="e" Version="4.0"><edmx:DataServices>
<Schema Namespace="other"/>
<Schema Namespace="microsoft.graph">
  <EnumType Name="colour"><Member Name="red"/><Member Name="blue"/></EnumType>
  <EnumType Name="shape" IsFlags="true"><Member Name="round"/></EnumType>
  <ComplexType Name="box"><Property Name="boxId" Type="Edm.String"/><Property Name="colour" Type="microsoft.graph.colour" Nullable="false"/>
    <Property Name="urls" Type="Collection(Edm.String)"/><Property Name="weight" Type="Edm.Guid"/><Property Name="size" Type="Edm.String"/></ComplexType>
  <EntityType Name="crate" BaseType="graph.box" Abstract="true" OpenType="true"><NavigationProperty Name="inner" Type="Collection(graph.box)"/></EntityType>
  <Action Name="open" IsBound="true"><Parameter Name="bindingParameter" Type="graph.crate"/><Parameter Name="key" Type="Edm.String" Nullable="false"/><ReturnType Type="graph.box"/></Action>
</Schema></edmx:DataServices></edmx:Edmx>`

type Nullable[T any] struct{ v T }

func (n Nullable[T]) Get() (T, bool) { return n.v, true }

type Colour string

func (Colour) Members() []Colour { return []Colour{"red", "grey"} }

type Box struct {
	BoxID  Nullable[string] `json:"boxId,omitzero"`
	Colour Nullable[Colour] `json:"colour,omitzero"`
	URLs   []string         `json:"urls"`
	Size   string           `json:"size,omitzero"`
	Extra  string           `json:"extra,omitzero"`
}

func TestCheckListsWhatIsNewAndWhatIsWrong(t *testing.T) {
	m, err := parseMetadata([]byte(newer))
	require.NoError(t, err)
	require.Equal(t, Callable{
		Name:       "open",
		Binding:    Property{Name: "bindingParameter", Type: "crate", Nullable: true},
		Parameters: []Property{{Name: "key", Type: "Edm.String"}},
		Returns:    Property{Type: "box", Nullable: true},
	}, m.Actions[0])
	require.True(t, m.EntityTypes[0].Abstract)
	require.True(t, m.EntityTypes[0].Open)

	report := m.Check(Registry{
		Types:      map[string]reflect.Type{"colour": reflect.TypeFor[Colour](), "box": reflect.TypeFor[Box]()},
		Primitives: map[string]reflect.Type{"Edm.String": reflect.TypeFor[string]()},
		Exceptions: map[string]string{"box.size": "never null in practice", "box.gone": "was odd", "shape": " "},
	})
	require.Equal(t, "3/4", report.Types.String())
	require.Equal(t, "2/6", report.Properties.String())
	require.Equal(t, "1/3", report.Members.String())
	require.ElementsMatch(t, []string{
		"colour.blue: new member",
		"colour.grey: not in the metadata",
		"shape.round: new member",
		"shape: the exception has no reason",
		"box.colour: is a graphfacts.Nullable[github.com/graphbackup/backuprestore/internal/graphfacts.Colour], want graphfacts.Colour",
		"box.urls: is sent even when it is absent",
		"box.weight: new property",
		"box.extra: not in the metadata",
		"box.gone: the exception is not needed",
		"crate: new type",
		"crate.inner: new property",
	}, report.Problems)
}

func TestGoName(t *testing.T) {
	for name, want := range map[string]string{
		"id": "ID", "webUrl": "WebURL", "siteWebUrls": "SiteWebURLs", "directoryObjectIds": "DirectoryObjectIDs",
		"identity": "Identity", "restorePointId": "RestorePointID", "urlsOfIds": "URLsOfIDs", "policyIdHint": "PolicyIDHint",
	} {
		require.Equal(t, want, GoName(name))
	}
}

func TestBrokenExchangesAreRefused(t *testing.T) {
	for _, src := range []string{"GET x\n", "GETx\n\nHTTP/1.1 200 OK\n", "GET x\n\nHTTP/1.1 OK\n"} {
		_, err := parseExchange("01-x.http", []byte(src))
		require.Error(t, err, src)
	}
	_, err := parseExchange("xx.http", []byte("GET x\n\nHTTP/1.1 200 OK\n"))
	require.Error(t, err)
	_, err = parseMetadata([]byte("<a/>"))
	require.ErrorContains(t, err, "no schema")
	_, err = parseMetadata([]byte("<a"))
	require.Error(t, err)
}
