package models_test

import (
	stdjson "encoding/json"
	"fmt"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

func TestNullableHasThreeStates(t *testing.T) {
	var absent models.Nullable[string]
	null, set := models.Null[string](), models.Value("")

	for _, tc := range []struct {
		name             string
		n                models.Nullable[string]
		ok, isNull, zero bool
		or, text         string
	}{
		{"absent", absent, false, false, true, "fallback", "<absent>"},
		{"null", null, false, true, false, "fallback", "<null>"},
		{"empty", set, true, false, false, "", ""},
		{"value", models.Value("v"), true, false, false, "v", "v"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, ok := tc.n.Get()
			require.Equal(t, tc.ok, ok)
			require.Equal(t, tc.isNull, tc.n.IsNull())
			require.Equal(t, tc.zero, tc.n.IsZero())
			require.Equal(t, tc.or, tc.n.Or("fallback"))
			require.Equal(t, tc.text, fmt.Sprintf("%v", tc.n))
		})
	}
	require.Equal(t, "2026-03-04T00:00:00Z", fmt.Sprint(models.Value(models.NewDateTime(day(4)))))
}

type holder struct {
	Text   models.Nullable[string]                      `json:"text,omitzero"`
	Flag   models.Nullable[bool]                        `json:"flag,omitzero"`
	Number models.Nullable[int32]                       `json:"number,omitzero"`
	Enum   models.Nullable[models.RestoreSessionStatus] `json:"enum,omitzero"`
	Date   models.Nullable[models.DateTime]             `json:"date,omitzero"`
	Struct models.Nullable[models.TimePeriod]           `json:"struct,omitzero"`
}

func TestNullableSurvivesInBothPackages(t *testing.T) {
	for _, src := range []string{
		`{}`,
		`{"text":null,"flag":null,"number":null,"enum":null,"date":null,"struct":null}`,
		`{"text":"","flag":false,"number":0,"enum":"","date":"","struct":{}}`,
		`{"text":"a\"\\\u00e9","flag":true,"number":-7,"enum":"Completed","date":"2026-03-04T05:06:07Z","struct":{"endDateTime":null}}`,
	} {
		t.Run(src, func(t *testing.T) {
			var v1, v2 holder
			require.NoError(t, json.Unmarshal([]byte(src), &v2))
			require.NoError(t, stdjson.Unmarshal([]byte(src), &v1))
			require.Equal(t, v2, v1)
			out2, err := json.Marshal(v2)
			require.NoError(t, err)
			out1, err := stdjson.Marshal(v1)
			require.NoError(t, err)
			require.Equal(t, string(out2), string(out1))
			require.JSONEq(t, src, string(out2))
		})
	}
}

func TestNullableRefusesAnotherKind(t *testing.T) {
	for property, value := range map[string]string{
		"text": "1", "flag": `"true"`, "number": `"7"`, "enum": "{}", "struct": "[]",
	} {
		err := json.Unmarshal([]byte(`{"`+property+`":`+value+`}`), &holder{})
		require.ErrorContains(t, err, "/"+property)
		require.NotContains(t, err.Error(), "\n")
	}
}

func TestNullableForgetsWhatItHeld(t *testing.T) {
	h := holder{Struct: models.Value(march(1, 2))}
	require.NoError(t, json.Unmarshal([]byte(`{"struct":{"endDateTime":null}}`), &h))
	period, _ := h.Struct.Get()
	require.True(t, period.StartDateTime.IsZero())
	require.True(t, period.EndDateTime.IsNull())
}
