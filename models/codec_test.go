package models_test

import (
	stdjson "encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

// Unknown members of several values lie side by side in memory.
func TestUnknownMembersDoNotRunIntoEachOther(t *testing.T) {
	var src strings.Builder
	src.WriteString(`{"value":[`)
	for i := range 40 {
		fmt.Fprintf(&src, `{"id":"%d","first":%d,"second":"%s"},`, i, i, strings.Repeat("x", 7*i))
	}
	src.WriteString(`{}]}`)
	page, err := models.DecodeCollection[models.DriveRestoreArtifact]([]byte(src.String()))
	require.NoError(t, err)
	for i := range 40 {
		page.Value[i].UnknownMembers = append(page.Value[i].UnknownMembers, "############"...)
	}
	for i := range 40 {
		bag := strings.TrimSuffix(string(page.Value[i].UnknownMembers), "############")
		require.Equal(t, fmt.Sprintf(`{"first":%d,"second":"%s"}`, i, strings.Repeat("x", 7*i)), bag)
	}
}

// A great many of them take memory, and so time, in proportion to their number.
func TestManyUnknownMembers(t *testing.T) {
	var src strings.Builder
	src.WriteString(`{"restorePoint":{"a":1},"x":0`)
	const n = 100_000
	for i := range n {
		fmt.Fprintf(&src, `,"member%06d":"%d"`, i, i)
	}
	src.WriteString(`,"error":{"b":2},"y":[]}`)
	var artifact models.DriveRestoreArtifact
	require.NoError(t, artifact.UnmarshalJSON([]byte(src.String())))
	out, err := artifact.MarshalJSON()
	require.NoError(t, err)
	requireSameJSON(t, []byte(src.String()), out)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	require.NoError(t, artifact.UnmarshalJSON([]byte(src.String())))
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(50*src.Len()))
}

// A decoder that reads from a stream reuses its buffer, so nothing of it may be
// kept.
func TestValuesOfAStreamStay(t *testing.T) {
	long := strings.Repeat("z", 300)
	src := `{"@odata.context":"c","id":"s","driveRestoreArtifacts":[` +
		strings.Repeat(`{"futureProperty":{"a":"`+long+`"},"id":"1","error":["odd","`+long+`"],"status":"failed"},`, 30) + `{}]}`
	var streamed, whole models.OneDriveForBusinessRestoreSession
	require.NoError(t, json.UnmarshalRead(iotest.OneByteReader(strings.NewReader(src)), &streamed))
	require.NoError(t, json.Unmarshal([]byte(src), &whole))
	require.Equal(t, whole, streamed)
	out, err := json.Marshal(streamed)
	require.NoError(t, err)
	requireSameJSON(t, []byte(src), out)
}

func TestDecodingAgainFromTheSameBytes(t *testing.T) {
	src := fixture(t, "sessions-mixed.json")
	decode := func() (page []models.Union[models.RestoreSession]) {
		require.NoError(t, stdjson.Unmarshal(src, &page))
		return page
	}
	first := decode()
	for range 10 {
		// Whatever is in the pools after a failure, the next document does not see it.
		var broken models.Union[models.RestoreSession]
		require.Error(t, broken.UnmarshalJSON([]byte(`{"@odata.type":"#microsoft.graph.sharePointRestoreSession","id":"x","status":"failed","future":1,"error":{"code":7}}`)))
		require.Equal(t, first, decode())
	}
}

// The artifacts of a session hold restore points, and those a unit: unions lie
// inside unions.
func TestUnionInsideUnion(t *testing.T) {
	src := `{"@odata.type":"#microsoft.graph.oneDriveForBusinessRestoreSession","id":"s","driveRestoreArtifacts":[` +
		`{"id":"a","restorePoint":{"id":"p","protectionUnit":{"@odata.type":"#microsoft.graph.driveProtectionUnit","id":"u1"}}},` +
		`{"id":"b","restorePoint":{"id":"q","protectionUnit":{"id":"u2","@odata.type":"#microsoft.graph.driveProtectionUnit"}}}]}`
	session := requireSurvives(t, []byte(src), new(models.Union[models.RestoreSession])).(*models.Union[models.RestoreSession])
	artifacts := session.Value.(models.OneDriveForBusinessRestoreSession).DriveRestoreArtifacts
	for i, want := range []string{"u1", "u2"} {
		point, _ := artifacts[i].RestorePoint.Get()
		require.Equal(t, want, point.ProtectionUnit.Value.Base().ID)
	}
}

// What a program allows json/v2 holds for what is read in two steps, too.
func TestOptionsHoldInsideUnions(t *testing.T) {
	late := []byte(`{"id":"1","error":null,"createdBy":{},"future":1,"future":2,"@odata.type":"#microsoft.graph.sharePointRestoreSession"}`)
	var u models.Union[models.RestoreSession]
	require.Error(t, json.Unmarshal(late, &u))
	require.NoError(t, json.Unmarshal(late, &u, jsontext.AllowDuplicateNames(true)))
	require.IsType(t, models.SharePointRestoreSession{}, u.Value)
	require.Error(t, json.Unmarshal(late, &u), "the option is not kept")
}

func TestUnionOfNothing(t *testing.T) {
	var none *models.SharePointRestoreSession
	for _, u := range []models.Union[models.RestoreSession]{{}, {Value: none}} {
		out, err := u.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, "null", string(out))
	}
	out, err := models.Union[models.RestoreSession]{Value: &models.SharePointRestoreSession{}}.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, "{}", string(out))
}

func TestUnknownMembersThatCannotBeWritten(t *testing.T) {
	for bag, want := range map[string]string{
		`{"id":"2"}`:    "has a field for",
		`{"a":1,"a":2}`: "duplicate",
		`["a"]`:         "no JSON object",
		`{"a":1`:        "models: ",
		`{"a":1}{}`:     "models: ",
		`"a"`:           "no JSON object",
	} {
		point := models.RestorePoint{Entity: models.Entity{ID: "1"}}
		point.UnknownMembers = jsontext.Value(bag)
		_, err := point.MarshalJSON()
		require.ErrorContains(t, err, want, bag)
		_, err = json.Marshal(point)
		require.Error(t, err, bag)
	}
	for bag, want := range map[string]string{``: `{"id":"1"}`, `{ }`: `{"id":"1"}`, "{\n \"a\" : [ 1 ] }": `{"id":"1","a":[1]}`} {
		point := models.RestorePoint{Entity: models.Entity{ID: "1"}}
		point.UnknownMembers = jsontext.Value(bag)
		out, err := point.MarshalJSON()
		require.NoError(t, err, bag)
		require.Equal(t, want, string(out))
	}
}

func TestInvalidUTF8IsNotSent(t *testing.T) {
	_, err := models.BrowseQuery{Filter: "a\xff"}.MarshalJSON()
	require.ErrorContains(t, err, "UTF-8")
	out, err := models.BrowseQuery{Filter: "b"}.MarshalJSON()
	require.NoError(t, err, "the failure before is forgotten")
	require.Equal(t, `{"filter":"b"}`, string(out))
}

func TestOneDocumentAtATime(t *testing.T) {
	for src, want := range map[string]string{`{} {}`: "second JSON value", `{}x`: "invalid character", `{`: "EOF", ``: "EOF", `{"id":"1","id":"2"}`: "duplicate"} {
		require.ErrorContains(t, new(models.RestorePoint).UnmarshalJSON([]byte(src)), want, src)
	}
	require.NoError(t, new(models.RestorePoint).UnmarshalJSON([]byte(" {} \n")))
}

// Types of other packages are read and written as encoding/json does it.
func TestForeignTypes(t *testing.T) {
	type foreign struct {
		Name string `json:"name"`
	}
	for _, target := range []any{new(models.Nullable[foreign]), new(models.Nullable[*foreign])} {
		require.NoError(t, json.Unmarshal([]byte(`{"name":"n"}`), target))
		out, err := json.Marshal(target)
		require.NoError(t, err)
		require.Equal(t, `{"name":"n"}`, string(out))
	}
	var numbers models.Nullable[[]float64]
	require.NoError(t, stdjson.Unmarshal([]byte(`[1.5,2]`), &numbers))
	out, err := stdjson.Marshal(numbers)
	require.NoError(t, err)
	require.Equal(t, `[1.5,2]`, string(out))
	_, err = models.Value(make(chan int)).MarshalJSON()
	require.Error(t, err)
	var long models.Nullable[int32]
	require.ErrorContains(t, long.UnmarshalJSON([]byte(`2147483648`)), "out of range")
	require.ErrorContains(t, long.UnmarshalJSON([]byte(`1.5`)), "invalid syntax")
}

func TestDecodeCollection(t *testing.T) {
	page, err := models.DecodeCollection[models.DriveRestoreArtifact]([]byte(
		`{"@odata.context":"c","@odata.count":3,"@odata.nextLink":"https://next","value":[{"id":"1"},null,{"id":"3"}]}`))
	require.NoError(t, err)
	require.Equal(t, "https://next", page.NextLink)
	require.Equal(t, models.Value(int64(3)), page.Count)
	require.Equal(t, `{"@odata.context":"c"}`, string(page.UnknownMembers))
	require.Len(t, page.Value, 3)
	require.Equal(t, "3", page.Value[2].ID)
	for src, present := range map[string]bool{`{"value":[]}`: true, `{"value":null}`: false, `{}`: false} {
		page, err := models.DecodeCollection[models.DriveRestoreArtifact]([]byte(src))
		require.NoError(t, err)
		require.Equal(t, present, page.Value != nil, src)
	}
	long, err := models.DecodeCollection[models.DriveRestoreArtifact](artifactPage(3000))
	require.NoError(t, err)
	require.Len(t, long.Value, 3000)
	require.Equal(t, "162a6cb5-bf1f-2a84-f9bf-000000002999", long.Value[2999].ID)
	// A small first item makes for a wrong guess, and nothing else.
	uneven, err := models.DecodeCollection[models.RestorePoint]([]byte(`{"value":[{"id":"` + strings.Repeat("0", 5000) + `"}` + strings.Repeat(`,{"id":"1"}`, 50) + `]}`))
	require.NoError(t, err)
	require.Len(t, uneven.Value, 51)
	require.Equal(t, "1", uneven.Value[50].ID)
	for _, bad := range []string{`{"value":{}}`, `{"value":"x"}`, `{"value":[{}`, `{"value":[{},]}`, `{"value":[1]}`, `{"value":[{"id":1}]}`, `[]`, ``} {
		_, err := models.DecodeCollection[models.DriveRestoreArtifact]([]byte(bad))
		require.Error(t, err, bad)
	}
}

func TestTextsInLists(t *testing.T) {
	src := `{"displayName":"w","drives":["a","\u0062",""],"directoryObjectIds":[],"protectionUnitIds":[],"destinationType":"new"}`
	request := requireSurvives(t, []byte(src), new(models.DriveRestoreArtifactsBulkAdditionRequestCreate)).(*models.DriveRestoreArtifactsBulkAdditionRequestCreate)
	require.Equal(t, []string{"a", "b", ""}, request.Drives)
	require.NotNil(t, request.DirectoryObjectIDs)
	out, err := models.DriveRestoreArtifactsBulkAdditionRequestCreate{}.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, `{"drives":[],"directoryObjectIds":[],"protectionUnitIds":[],"destinationType":""}`, string(out))
	require.ErrorContains(t, new(models.DriveRestoreArtifactsBulkAdditionRequestCreate).UnmarshalJSON([]byte(`{"drives":["a",1]}`)), "/drives/1")
}
