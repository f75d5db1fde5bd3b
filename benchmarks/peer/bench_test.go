package peer_test

import (
	"fmt"
	"os"
	"testing"

	graph "github.com/microsoftgraph/msgraph-sdk-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/graphbackup/backuprestore/benchmarks/fixture"
	"github.com/graphbackup/backuprestore/benchmarks/suite"
)

func TestMain(m *testing.M) {
	// The first client registers the formats, also for documents that are read
	// without a client.
	if _, err := graph.NewGraphServiceClientWithCredentials(credential{}, nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestEqual(t *testing.T) { suite.Equal(t, msgraph) }

func BenchmarkDecode(b *testing.B) { suite.Decode(b, msgraph) }
func BenchmarkEncode(b *testing.B) { suite.Encode(b, msgraph) }
func BenchmarkCall(b *testing.B)   { suite.Call(b, msgraph) }
func BenchmarkList(b *testing.B)   { suite.List(b, msgraph) }
func BenchmarkWait(b *testing.B)   { suite.Wait(b, msgraph) }

func bulkRequest(request fixture.BulkRequest) models.DriveRestoreArtifactsBulkAdditionRequestable {
	period := models.NewTimePeriod()
	period.SetStartDateTime(&request.ProtectionTimePeriod.Start)
	period.SetEndDateTime(&request.ProtectionTimePeriod.End)
	destination, preference := models.NEW_DESTINATIONTYPE, models.LATEST_RESTOREPOINTPREFERENCE
	tags := models.RestorePointTags(models.FASTRESTORE_RESTOREPOINTTAGS)
	r := models.NewDriveRestoreArtifactsBulkAdditionRequest()
	r.SetDisplayName(&request.DisplayName)
	r.SetDrives(request.Drives)
	r.SetDirectoryObjectIds(request.DirectoryObjectIDs)
	r.SetProtectionUnitIds(request.ProtectionUnitIDs)
	r.SetProtectionTimePeriod(period)
	r.SetDestinationType(&destination)
	r.SetTags(&tags)
	r.SetRestorePointPreference(&preference)
	return r
}
