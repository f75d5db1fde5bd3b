package models_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

func TestEnumsAreOpen(t *testing.T) {
	const future = models.RestoreSessionStatus("Paused")
	require.False(t, future.Known())
	require.True(t, models.RestoreSessionStatus("COMPLETEDWithError").Known())
	require.True(t, models.RestoreSessionStatus("completed").Is(models.RestoreSessionStatusCompleted))
	require.False(t, models.RestoreSessionStatusCompleted.Is(models.RestoreSessionStatusCompletedWithError))
	require.True(t, models.RestoreSessionStatus("UnknownFutureValue").IsUnknownFutureValue())
	require.False(t, future.IsUnknownFutureValue())
	require.False(t, models.RestoreSessionStatus("").Known())

	var session models.SharePointRestoreSession
	require.NoError(t, json.Unmarshal([]byte(`{"status":"Paused"}`), &session))
	require.Equal(t, future, session.Status.Or(""))

	members := future.Members()
	members[0] = "changed"
	require.NotEqual(t, members, future.Members(), "the list is the caller's own")
}

func TestTheTwoSpellingsOfCompletedWithErrors(t *testing.T) {
	require.Equal(t, "completedWithError", string(models.RestoreSessionStatusCompletedWithError))
	require.Equal(t, "completedWithErrors", string(models.RestoreArtifactsBulkRequestStatusCompletedWithErrors))
	require.Equal(t, "completedWithErrors", string(models.ProtectionUnitsBulkJobStatusCompletedWithErrors))
}

func TestFlags(t *testing.T) {
	const source = models.ProtectionSource("manual, futureSource,DynamicRule")
	require.True(t, source.Has(models.ProtectionSourceDynamicRule))
	require.True(t, source.Has("FutureSource"))
	require.False(t, source.Has(models.ProtectionSourceNone))
	require.False(t, source.Known())
	require.True(t, models.ProtectionSource("dynamicRule,manual").Known())
	require.Equal(t, []models.ProtectionSource{"manual", "futureSource", "DynamicRule"}, source.List())
	require.Equal(t, models.ProtectionSource("manual,futureSource,DynamicRule"), source.With(models.ProtectionSourceManual))
	require.True(t, models.RestorePointTags("fastRestore,unknownFutureValue").IsUnknownFutureValue())
	require.Empty(t, models.RestorePointTags("").List())

	for _, tc := range []struct{ have, want models.RestorePointTags }{
		{models.RestorePointTags("").With(models.RestorePointTagsFastRestore), "fastRestore"},
		{models.RestorePointTagsNone.With(models.RestorePointTagsFastRestore), "fastRestore"},
		{models.RestorePointTagsNone.With(), "none"},
		{models.RestorePointTagsFastRestore.With("cold,fastRestore"), "fastRestore,cold"},
	} {
		require.Equal(t, tc.want, tc.have)
	}
	// Here none is an event of its own, numbered 1.
	require.Equal(t, models.NotificationEventsType("none,restoreAndPolicyUpdates"),
		models.NotificationEventsTypeNone.With(models.NotificationEventsTypeRestoreAndPolicyUpdates))
}

func TestEnumConstantsAreNamedTypeAndMember(t *testing.T) {
	files, err := filepath.Glob("enums_*.go")
	require.NoError(t, err)
	checked := 0
	for _, file := range files {
		src, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(src, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if _, ok := spec.Type.(*ast.Ident); !ok {
				return true // the lists that are made of the constants
			}
			member, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			require.Equal(t, spec.Type.(*ast.Ident).Name+strings.ToUpper(member[:1])+member[1:], spec.Names[0].Name)
			checked++
			return true
		})
	}
	require.Equal(t, 111, checked)
}
