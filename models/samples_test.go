package models_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/internal/graphfacts/registry"
	"github.com/graphbackup/backuprestore/models"
)

// concrete is a type for each polymorphic family to make samples of.
var concrete = map[reflect.Type]any{
	reflect.TypeFor[models.Union[models.RestoreSession]]():   models.SharePointRestoreSession{},
	reflect.TypeFor[models.Union[models.BrowseSession]]():    models.SharePointBrowseSession{},
	reflect.TypeFor[models.Union[models.ProtectionPolicy]](): models.ExchangeProtectionPolicy{},
	reflect.TypeFor[models.Union[models.ProtectionUnit]]():   models.DriveProtectionUnit{},
	reflect.TypeFor[models.Union[models.ProtectionRule]]():   models.MailboxProtectionRule{},
}

// sample returns a document of the type in which every property is set.
func sample(typ reflect.Type) any {
	if c, ok := concrete[typ]; ok {
		object := sample(reflect.TypeOf(c)).(map[string]any)
		object["@odata.type"] = "#microsoft.graph." + reflect.TypeOf(c).Name()
		return object
	}
	switch typ {
	case reflect.TypeFor[models.DateTime]():
		return "2026-03-04T05:06:07.8901234Z"
	case reflect.TypeFor[models.Period]():
		return "P2W"
	}
	if members, ok := typ.MethodByName("Members"); ok {
		return members.Func.Call([]reflect.Value{reflect.Zero(typ)})[0].Index(0).String()
	}
	switch typ.Kind() {
	case reflect.Slice:
		return []any{sample(typ.Elem())}
	case reflect.Bool:
		return true
	case reflect.Int32:
		return 7
	case reflect.String:
		return "some <text> & more"
	}
	if get, ok := typ.MethodByName("Get"); ok && strings.HasPrefix(typ.Name(), "Nullable[") {
		return sample(get.Type.Out(0))
	}
	object := map[string]any{}
	for _, f := range reflect.VisibleFields(typ) {
		if name := jsonName(f); name != "" {
			object[name] = sample(f.Type)
		}
	}
	return object
}

// documents returns the types of the metadata that are JSON documents of their own.
func documents() map[string]reflect.Type {
	types := maps.Clone(registry.New().Types)
	maps.DeleteFunc(types, func(_ string, typ reflect.Type) bool {
		return typ.Kind() != reflect.Struct || strings.HasSuffix(typ.Name(), "Base") || typ.Name() == "Entity"
	})
	return types
}

func TestEveryPropertyIsReadIntoItsField(t *testing.T) {
	types := documents()
	for _, name := range slices.Sorted(maps.Keys(types)) {
		t.Run(name, func(t *testing.T) {
			typ := types[name]
			src, err := json.Marshal(sample(typ))
			require.NoError(t, err)
			value := reflect.ValueOf(requireSurvives(t, src, reflect.New(typ).Interface())).Elem()
			fields := 0
			for _, f := range reflect.VisibleFields(typ) {
				if jsonName(f) != "" {
					fields++
					require.False(t, value.FieldByIndex(f.Index).IsZero(), f.Name)
				}
			}
			require.NotZero(t, fields)
			require.Empty(t, value.FieldByName("UnknownMembers").Interface())
		})
	}
}

func TestEveryDocumentKeepsWhatItDoesNotKnow(t *testing.T) {
	const unknown = `{"futureProperty":{"deep":[1,null,"\u00e9"]},"other@odata.type":"#x","":0}`
	types := documents()
	for _, name := range slices.Sorted(maps.Keys(types)) {
		t.Run(name, func(t *testing.T) {
			value := requireSurvives(t, []byte(unknown), reflect.New(types[name]).Interface())
			keeper := value.(interface {
				Unknown(name string) (jsontext.Value, bool)
			})
			member, ok := keeper.Unknown("other@odata.type")
			require.True(t, ok)
			require.Equal(t, `"#x"`, string(member))
			_, ok = keeper.Unknown("missing")
			require.False(t, ok)
		})
	}
}

func TestEveryNullablePropertyKeepsNull(t *testing.T) {
	types := documents()
	checked := 0
	for _, name := range slices.Sorted(maps.Keys(types)) {
		for _, f := range reflect.VisibleFields(types[name]) {
			if !strings.HasPrefix(f.Type.Name(), "Nullable[") && !strings.HasPrefix(f.Type.Name(), "Union[") {
				continue
			}
			checked++
			src := `{"` + jsonName(f) + `":null}`
			value := requireSurvives(t, []byte(src), reflect.New(types[name]).Interface())
			field := reflect.ValueOf(value).Elem().FieldByIndex(f.Index)
			require.False(t, field.IsZero(), "%s.%s", name, f.Name)
		}
	}
	require.Greater(t, checked, 150)
}

// A base with JSON methods would hand them to the struct around it, and the outer
// members would be lost without a word.
func TestNoEmbeddedPartHasJSONMethods(t *testing.T) {
	parts := map[reflect.Type]bool{}
	for _, typ := range documents() {
		for i := range typ.NumField() {
			if f := typ.Field(i); f.Anonymous {
				parts[f.Type] = true
			}
		}
	}
	require.Contains(t, parts, reflect.TypeFor[models.RestoreSessionBase]())
	for part := range parts {
		for _, name := range []string{"MarshalJSON", "MarshalJSONTo", "UnmarshalJSON", "UnmarshalJSONFrom"} {
			_, ok := reflect.PointerTo(part).MethodByName(name)
			require.False(t, ok, "%v has %s", part, name)
		}
	}
	out, err := json.Marshal(models.DriveRestoreArtifact{
		RestoreArtifactBase: models.RestoreArtifactBase{Entity: models.Entity{ID: "1"}},
		RestoredSiteID:      models.Value("2"),
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"1","restoredSiteId":"2"}`, string(out))
}
