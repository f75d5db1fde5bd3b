package models_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/graphbackup/backuprestore/models"
)

// The floor is what json/v2 does with structs that keep nothing but the values:
// no null, no unknown members, no text of dates.
type bareArtifact struct {
	ID                 string `json:"id"`
	DestinationType    string `json:"destinationType"`
	Status             string `json:"status"`
	StartDateTime      string `json:"startDateTime"`
	CompletionDateTime string `json:"completionDateTime"`
	RestoredSiteID     string `json:"restoredSiteId"`
	RestoredSiteName   string `json:"restoredSiteName"`
	RestoredSiteWebURL string `json:"restoredSiteWebUrl"`
	Error              *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
	RestorePoint struct {
		ID                 string `json:"id"`
		ProtectionDateTime string `json:"protectionDateTime"`
		ExpirationDateTime string `json:"expirationDateTime"`
	} `json:"restorePoint"`
}

type bareBulkRequest struct {
	DisplayName          string   `json:"displayName"`
	Drives               []string `json:"drives"`
	DirectoryObjectIDs   []string `json:"directoryObjectIds"`
	ProtectionUnitIDs    []string `json:"protectionUnitIds"`
	ProtectionTimePeriod struct {
		Start string `json:"startDateTime"`
		End   string `json:"endDateTime"`
	} `json:"protectionTimePeriod"`
	DestinationType        string `json:"destinationType"`
	Tags                   string `json:"tags"`
	RestorePointPreference string `json:"restorePointPreference"`
}

// artifactPage is one page as the service writes it, with n artifacts.
func artifactPage(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"value":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"162a6cb5-bf1f-2a84-f9bf-%012d","destinationType":"new","status":"succeeded",`+
			`"startDateTime":"2026-03-04T12:18:55.2117521Z","completionDateTime":"2026-03-04T13:22:12.7209691Z",`+
			`"restoredSiteId":"3fabd08d-67f0-3b6b-ab7b-%012d","restoredSiteName":"Person %d",`+
			`"restoredSiteWebUrl":"https://contoso-my.sharepoint.com/personal/person%dR0","error":null,`+
			`"restorePoint":{"id":"d084c366-1c55-0df6-e98f-%012d_1791648201_11_7",`+
			`"protectionDateTime":"2026-03-01T00:00:00Z","expirationDateTime":"2026-03-15T00:00:00Z"}}`, i, i, i, i, i)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func benchmarkPage[T any](b *testing.B, src []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		var page struct {
			Value T `json:"value"`
		}
		if err := json.Unmarshal(src, &page); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkCollection[T any](b *testing.B, src []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := models.DecodeCollection[T](src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeArtifacts(b *testing.B) {
	src := artifactPage(1000)
	b.Run("floor", func(b *testing.B) { benchmarkPage[[]bareArtifact](b, src) })
	b.Run("json/v2", func(b *testing.B) { benchmarkPage[[]models.DriveRestoreArtifact](b, src) })
	b.Run("models", func(b *testing.B) { benchmarkCollection[models.DriveRestoreArtifact](b, src) })
}

func BenchmarkDecodeUnion(b *testing.B) {
	src := []byte(`{"value":[{"@odata.type":"#microsoft.graph.sharepointRestoreSession","id":"1","status":"active"}]}`)
	late := []byte(`{"value":[{"id":"1","status":"active","@odata.type":"#microsoft.graph.sharepointRestoreSession"}]}`)
	nested := []byte(`{"value":[{"id":"1","error":null,"@odata.type":"#microsoft.graph.sharepointRestoreSession"}]}`)
	b.Run("direct", func(b *testing.B) { benchmarkCollection[models.SharePointRestoreSession](b, src) })
	b.Run("type first", func(b *testing.B) { benchmarkCollection[models.Union[models.RestoreSession]](b, src) })
	b.Run("type after texts", func(b *testing.B) { benchmarkCollection[models.Union[models.RestoreSession]](b, late) })
	b.Run("type anywhere", func(b *testing.B) { benchmarkCollection[models.Union[models.RestoreSession]](b, nested) })
}

func BenchmarkEncodeBulkRequest(b *testing.B) {
	drives := make([]string, 10_000)
	for i := range drives {
		drives[i] = fmt.Sprintf("person%05d@contoso.example", i)
	}
	bare := bareBulkRequest{DisplayName: "wave 1", Drives: drives, DestinationType: "new",
		Tags: "fastRestore", RestorePointPreference: "latest"}
	bare.ProtectionTimePeriod.Start, bare.ProtectionTimePeriod.End = "2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z"
	typed := models.DriveRestoreArtifactsBulkAdditionRequestCreate{DisplayName: "wave 1", Drives: drives,
		ProtectionTimePeriod: march(1, 8), DestinationType: models.DestinationTypeNew,
		Tags: models.RestorePointTagsFastRestore, RestorePointPreference: models.RestorePointPreferenceLatest}
	encode := func(b *testing.B, marshal func() ([]byte, error)) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := marshal(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("floor", func(b *testing.B) { encode(b, func() ([]byte, error) { return json.Marshal(&bare) }) })
	b.Run("models", func(b *testing.B) { encode(b, typed.MarshalJSON) })
	b.Run("models validated", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := typed.Validate(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
