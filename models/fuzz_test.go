package models_test

import (
	stdjson "encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

// fuzzedEntities lists the types that a fuzz target decodes into, in a stable order: the
// number that comes with the data chooses one.
func fuzzedEntities() []reflect.Type {
	types := documents()
	var list []reflect.Type
	for _, name := range slices.Sorted(maps.Keys(types)) {
		list = append(list, types[name])
	}
	return append(list,
		reflect.TypeFor[models.Union[models.RestoreSession]](),
		reflect.TypeFor[models.Union[models.BrowseSession]](),
		reflect.TypeFor[models.Union[models.ProtectionPolicy]](),
		reflect.TypeFor[models.Union[models.ProtectionUnit]](),
		reflect.TypeFor[models.Union[models.ProtectionRule]](),
		reflect.TypeFor[models.Unwrapped[models.DriveProtectionRule]](),
		reflect.TypeFor[models.ExchangeProtectionPolicyUpdateResult](),
		reflect.TypeFor[models.OneDriveForBusinessRestoreSessionUpdateResult](),
		reflect.TypeFor[models.SharePointProtectionPolicyUpdateResult](),
		reflect.TypeFor[models.DataModificationException](),
	)
}

func fuzzedRequests() []reflect.Type {
	var list []reflect.Type
	for row := range 100 {
		if request := bodiesOfRow[row].request; request != nil {
			list = append(list, reflect.TypeOf(request).Elem())
		}
	}
	return list
}

// FuzzEntities decodes answers.
func FuzzEntities(f *testing.F) {
	types := fuzzedEntities()
	for i, typ := range types {
		if _, ok := documents()[lowerFirst(typ.Name())]; ok {
			src, err := stdjson.Marshal(sample(typ))
			require.NoError(f, err)
			f.Add(uint(i), src)
		}
		for _, name := range []string{"bulk-request-odd.json", "sessions-mixed.json", "policy-update-result.json"} {
			f.Add(uint(i), fixture(f, name))
		}
		for _, src := range []string{`{}`, `null`, `[]`, `""`, `{"value":{}}`, `{"id":"","error":[{}],"createdBy":""}`,
			`{"@odata.type":"","siteId":null}`, `{"@odata.type":"#","siteExpression":[]}`, `{"status":"\u0000"}`} {
			f.Add(uint(i), []byte(src))
		}
	}
	f.Fuzz(func(t *testing.T, which uint, src []byte) {
		requireStable(t, types[which%uint(len(types))], src)
	})
}

// FuzzRequests decodes requests, as a journal that kept them would, and checks them.
func FuzzRequests(f *testing.F) {
	types := fuzzedRequests()
	for i := range types {
		for _, src := range []string{
			`{"displayName":"w","drives":["a"],"directoryObjectIds":null,"protectionTimePeriod":{"startDateTime":"x"},"destinationType":"new"}`,
			`{"driveRestoreArtifacts":[{"restorePoint":{"id":"p"},"destinationType":"new"}]}`,
			`{"granularDriveRestoreArtifacts@delta":[{"browseSessionId":"b","id":"k"},{"@removed":{"reason":"changed"},"id":"k"}]}`,
			`{"siteProtectionUnits@delta":[{"siteId":"s"},{"@removed":null,"id":"u"}]}`,
			`{"effectiveDateTime":""}`, `{}`,
		} {
			f.Add(uint(i), []byte(src))
		}
	}
	f.Fuzz(func(t *testing.T, which uint, src []byte) {
		value := requireStable(t, types[which%uint(len(types))], src)
		if v, ok := value.(validator); ok {
			_ = v.Validate()
		}
	})
}

// FuzzDateTime reads dates: the text is never changed and the moment is the one
// that the standard library sees, where it sees one.
func FuzzDateTime(f *testing.F) {
	for _, src := range []string{"2026-03-04T05:06:07.8901234Z", "2026-03-04T05-06-07.45Z", "0001-01-01T00:00:00Z", "", "é",
		"2026-03-04T05:06:07+14:00", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-29T00:00:00Z"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src, err := json.Marshal(text)
		if err != nil {
			return // not UTF-8
		}
		var d models.DateTime
		require.NoError(t, json.Unmarshal(src, &d))
		require.Equal(t, text, d.String())
		out, err := json.Marshal(d)
		require.NoError(t, err)
		require.Equal(t, string(src), string(out))
		if std, ok := standardTime(text); ok {
			require.True(t, std.Equal(d.Time()), "%v %v", std, d.Time())
		}
	})
}

// FuzzPeriod adds periods.
func FuzzPeriod(f *testing.F) {
	for _, src := range []string{"P2W", "P1Y", "-P1DT2H", "PT0.000000001S", "P", "P99999999999999Y"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := models.Period(text).AddTo(day(1))
		if err != nil {
			require.True(t, at.IsZero())
		}
	})
}

// requireStable decodes src with both packages. When it is accepted, what is
// encoded decodes to the same value and encodes to the same bytes.
func requireStable(t *testing.T, typ reflect.Type, src []byte) any {
	t.Helper()
	v1 := reflect.New(typ).Interface()
	errV1 := stdjson.Unmarshal(src, v1)
	first := reflect.New(typ).Interface()
	if err := json.Unmarshal(src, first); err != nil {
		return nil
	}
	require.NoError(t, errV1)
	out, err := json.Marshal(first)
	require.NoError(t, err)
	second := reflect.New(typ).Interface()
	require.NoError(t, json.Unmarshal(out, second), "%s", out)
	again, err := json.Marshal(second)
	require.NoError(t, err)
	require.Equal(t, string(out), string(again))
	return first
}
