package models_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/internal/graphfacts"
	"github.com/graphbackup/backuprestore/internal/graphfacts/registry"
	"github.com/graphbackup/backuprestore/models"
)

func TestEveryTypeOfTheMetadataHasItsGoType(t *testing.T) {
	report := graphfacts.Load(t).Metadata.Check(registry.New())
	t.Logf("types %v properties %v members %v", report.Types, report.Properties, report.Members)
	require.Empty(t, report.Problems)
	if os.Getenv("GRAPH_METADATA") != "" {
		return
	}
	require.Equal(t, "79/79", report.Types.String())
	require.Equal(t, "223/223", report.Properties.String())
	require.Equal(t, "111/111", report.Members.String())
}

// The parameters of the actions are what the request types carry.
func TestRequestTypesCarryTheParametersOfTheActions(t *testing.T) {
	requests := map[string]reflect.Type{
		"serviceApp activate":      reflect.TypeFor[models.ServiceAppActivate](),
		"browseSessionBase browse": reflect.TypeFor[models.BrowseQuery](),
		"backupRestoreRoot enable": reflect.TypeFor[models.Enable](),
		"restorePoint search":      reflect.TypeFor[models.RestorePointSearch](),
	}
	checked := 0
	for _, action := range graphfacts.Load(t).Metadata.Actions {
		if len(action.Parameters) == 0 {
			continue
		}
		key := action.Binding.Type + " " + action.Name
		request, ok := requests[key]
		require.True(t, ok, "the action %s has no request type", key)
		checked++
		var want, have []string
		for _, p := range action.Parameters {
			want = append(want, p.Name)
		}
		for i := range request.NumField() {
			have = append(have, jsonName(request.Field(i)))
		}
		require.ElementsMatch(t, want, have, key)
	}
	require.Equal(t, len(requests), checked)
}
