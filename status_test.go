package backuprestore

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/internal/graphfacts"
)

// A phaseTable is a status table without its type.
type phaseTable struct {
	enum   string
	phases map[string]phase
}

func phaseTableOf[S ~string](enum string, table statusTable[S]) phaseTable {
	t := phaseTable{enum, map[string]phase{}}
	for status, p := range table {
		t.phases[string(status)] = p
	}
	return t
}

func phaseTables() map[string]phaseTable {
	return map[string]phaseTable{
		"browse sessions":       phaseTableOf("browseSessionStatus", browseSessionPhases),
		"restore sessions":      phaseTableOf("restoreSessionStatus", restoreSessionPhases),
		"bulk requests":         phaseTableOf("restoreArtifactsBulkRequestStatus", bulkRequestPhases),
		"bulk jobs":             phaseTableOf("protectionUnitsBulkJobStatus", bulkJobPhases),
		"policies":              phaseTableOf("protectionPolicyStatus", policySettledPhases),
		"policies activated":    phaseTableOf("protectionPolicyStatus", policyActivationPhases),
		"policies deactivated":  phaseTableOf("protectionPolicyStatus", policyDeactivationPhases),
		"rules evaluated":       phaseTableOf("protectionRuleStatus", ruleEvaluationPhases),
		"rules deleted":         phaseTableOf("protectionRuleStatus", ruleDeletionPhases),
		"units":                 phaseTableOf("protectionUnitStatus", unitSettledPhases),
		"units offboarded":      phaseTableOf("protectionUnitStatus", unitOffboardPhases),
		"units not offboarded":  phaseTableOf("protectionUnitStatus", unitCancelOffboardPhases),
		"applications":          phaseTableOf("serviceAppStatus", appSettledPhases),
		"applications active":   phaseTableOf("serviceAppStatus", appActivationPhases),
		"applications inactive": phaseTableOf("serviceAppStatus", appDeactivationPhases),
	}
}

// A member that the metadata gains must be put into every table of its type:
// nobody else can say what it means to a wait.
func TestStatusTablesClassifyEveryMemberOfTheMetadata(t *testing.T) {
	members := map[string][]string{}
	for _, enum := range graphfacts.Load(t).Metadata.EnumTypes {
		members[enum.Name] = enum.Members
	}
	for name, table := range phaseTables() {
		require.NotEmpty(t, members[table.enum], "%s: the metadata has no %s", name, table.enum)
		require.ElementsMatch(t, members[table.enum], slices.Collect(maps.Keys(table.phases)), "%s: members of %s", name, table.enum)
	}
}

func TestStatusTablesEndEveryWait(t *testing.T) {
	for name, table := range phaseTables() {
		count := map[phase]int{}
		for status, p := range table.phases {
			require.Equal(t, status == "unknownFutureValue", p == unknowable, "%s: %s", name, status)
			count[p]++
		}
		require.NotZero(t, count[pending], "%s: nothing to wait for", name)
		if name != "rules deleted" { // they end by being gone
			require.NotZero(t, count[succeeded], "%s: cannot succeed", name)
		}
	}
}

func TestStatusPhaseOfWhatNoTableKnows(t *testing.T) {
	require.Equal(t, pending, restoreSessionPhases.phase("rehydrating"))
	require.Equal(t, unknowable, restoreSessionPhases.phase(""))
	require.Equal(t, unknowable, restoreSessionPhases.phase("UnknownFutureValue"))
	require.Equal(t, partial, restoreSessionPhases.phase("COMPLETEDWITHERROR"))
	require.Equal(t, pending, restoreSessionPhases.phase("completedWithErrors"), "the spelling of other types")
}
