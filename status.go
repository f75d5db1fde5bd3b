package backuprestore

import (
	"strings"

	"github.com/graphbackup/backuprestore/models"
)

// A phase is what a status means to somebody who waits.
type phase uint8

const (
	// unknowable: waiting would not be sure to end.
	unknowable phase = iota
	pending
	// unmoved: pending as long as the job has not been seen to move, failed
	// when it has come back to where it was.
	unmoved
	succeeded
	partial
	failed
)

// A statusTable says of every member of a status type in which phase it
// leaves a wait. Tables are read only; a test holds them against the metadata.
type statusTable[S ~string] map[S]phase

// phase classifies a status, whatever its case. A status that is not in the
// table is a new one: it keeps the wait going. The sentinel stands for any
// number of statuses, and no status at all for none.
func (t statusTable[S]) phase(status S) phase {
	if p, ok := t[status]; ok {
		return p
	}
	for member, p := range t {
		if strings.EqualFold(string(member), string(status)) {
			return p
		}
	}
	if status == "" {
		return unknowable
	}
	return pending
}

var browseSessionPhases = statusTable[models.BrowseSessionStatus]{
	models.BrowseSessionStatusCreating:           pending,
	models.BrowseSessionStatusCreated:            succeeded,
	models.BrowseSessionStatusFailed:             failed,
	models.BrowseSessionStatusUnknownFutureValue: unknowable,
}

// A draft counts as pending: it moves as soon as any program activates it.
var restoreSessionPhases = statusTable[models.RestoreSessionStatus]{
	models.RestoreSessionStatusDraft:              pending,
	models.RestoreSessionStatusActivating:         pending,
	models.RestoreSessionStatusActive:             pending,
	models.RestoreSessionStatusCompletedWithError: partial,
	models.RestoreSessionStatusCompleted:          succeeded,
	models.RestoreSessionStatusFailed:             failed,
	models.RestoreSessionStatusUnknownFutureValue: unknowable,
}

var bulkRequestPhases = statusTable[models.RestoreArtifactsBulkRequestStatus]{
	models.RestoreArtifactsBulkRequestStatusUnknown:             pending,
	models.RestoreArtifactsBulkRequestStatusActive:              pending,
	models.RestoreArtifactsBulkRequestStatusCompleted:           succeeded,
	models.RestoreArtifactsBulkRequestStatusCompletedWithErrors: partial,
	models.RestoreArtifactsBulkRequestStatusUnknownFutureValue:  unknowable,
}

var bulkJobPhases = statusTable[models.ProtectionUnitsBulkJobStatus]{
	models.ProtectionUnitsBulkJobStatusUnknown:             pending,
	models.ProtectionUnitsBulkJobStatusActive:              pending,
	models.ProtectionUnitsBulkJobStatusCompleted:           succeeded,
	models.ProtectionUnitsBulkJobStatusCompletedWithErrors: partial,
	models.ProtectionUnitsBulkJobStatusUnknownFutureValue:  unknowable,
}

// The same status of a policy, a rule, a unit or an app means different things
// to different waits: each has its own table. Where the resource rests in the
// state that the wait was to lead out of, somebody has turned it back, and the
// wait has failed.

var policySettledPhases = statusTable[models.ProtectionPolicyStatus]{
	models.ProtectionPolicyStatusUpdating:           pending,
	models.ProtectionPolicyStatusActive:             succeeded,
	models.ProtectionPolicyStatusInactive:           succeeded,
	models.ProtectionPolicyStatusActiveWithErrors:   partial,
	models.ProtectionPolicyStatusUnknownFutureValue: unknowable,
}

var policyActivationPhases = statusTable[models.ProtectionPolicyStatus]{
	models.ProtectionPolicyStatusUpdating:           pending,
	models.ProtectionPolicyStatusActive:             succeeded,
	models.ProtectionPolicyStatusInactive:           failed,
	models.ProtectionPolicyStatusActiveWithErrors:   partial,
	models.ProtectionPolicyStatusUnknownFutureValue: unknowable,
}

var policyDeactivationPhases = statusTable[models.ProtectionPolicyStatus]{
	models.ProtectionPolicyStatusUpdating:           pending,
	models.ProtectionPolicyStatusActive:             failed,
	models.ProtectionPolicyStatusInactive:           succeeded,
	models.ProtectionPolicyStatusActiveWithErrors:   failed,
	models.ProtectionPolicyStatusUnknownFutureValue: unknowable,
}

var ruleEvaluationPhases = statusTable[models.ProtectionRuleStatus]{
	models.ProtectionRuleStatusDraft:               pending,
	models.ProtectionRuleStatusActive:              pending,
	models.ProtectionRuleStatusUpdateRequested:     pending,
	models.ProtectionRuleStatusCompleted:           succeeded,
	models.ProtectionRuleStatusCompletedWithErrors: partial,
	models.ProtectionRuleStatusDeleteRequested:     failed,
	models.ProtectionRuleStatusUnknownFutureValue:  unknowable,
}

// A rule that is being deleted ends by not being there any more.
var ruleDeletionPhases = statusTable[models.ProtectionRuleStatus]{
	models.ProtectionRuleStatusDraft:               failed,
	models.ProtectionRuleStatusActive:              failed,
	models.ProtectionRuleStatusUpdateRequested:     failed,
	models.ProtectionRuleStatusCompleted:           failed,
	models.ProtectionRuleStatusCompletedWithErrors: failed,
	models.ProtectionRuleStatusDeleteRequested:     pending,
	models.ProtectionRuleStatusUnknownFutureValue:  unknowable,
}

var unitOffboardPhases = statusTable[models.ProtectionUnitStatus]{
	models.ProtectionUnitStatusProtectRequested:        failed,
	models.ProtectionUnitStatusProtected:               failed,
	models.ProtectionUnitStatusUnprotectRequested:      failed,
	models.ProtectionUnitStatusUnprotected:             failed,
	models.ProtectionUnitStatusRemoveRequested:         failed,
	models.ProtectionUnitStatusOffboardRequested:       pending,
	models.ProtectionUnitStatusOffboarded:              succeeded,
	models.ProtectionUnitStatusCancelOffboardRequested: failed,
	models.ProtectionUnitStatusUnknownFutureValue:      unknowable,
}

var unitCancelOffboardPhases = statusTable[models.ProtectionUnitStatus]{
	models.ProtectionUnitStatusProtectRequested:        succeeded,
	models.ProtectionUnitStatusProtected:               succeeded,
	models.ProtectionUnitStatusUnprotectRequested:      succeeded,
	models.ProtectionUnitStatusUnprotected:             succeeded,
	models.ProtectionUnitStatusRemoveRequested:         succeeded,
	models.ProtectionUnitStatusOffboardRequested:       failed,
	models.ProtectionUnitStatusOffboarded:              failed,
	models.ProtectionUnitStatusCancelOffboardRequested: pending,
	models.ProtectionUnitStatusUnknownFutureValue:      unknowable,
}

// A unit is settled when none of its requests is under way.
var unitSettledPhases = statusTable[models.ProtectionUnitStatus]{
	models.ProtectionUnitStatusProtectRequested:        pending,
	models.ProtectionUnitStatusProtected:               succeeded,
	models.ProtectionUnitStatusUnprotectRequested:      pending,
	models.ProtectionUnitStatusUnprotected:             succeeded,
	models.ProtectionUnitStatusRemoveRequested:         pending,
	models.ProtectionUnitStatusOffboardRequested:       pending,
	models.ProtectionUnitStatusOffboarded:              succeeded,
	models.ProtectionUnitStatusCancelOffboardRequested: pending,
	models.ProtectionUnitStatusUnknownFutureValue:      unknowable,
}

// An app that is to hand over again has been in control. One that takes
// control from nobody is accepted and stays inactive for a while.
var appActivationPhases = statusTable[models.ServiceAppStatus]{
	models.ServiceAppStatusInactive:           unmoved,
	models.ServiceAppStatusPendingActive:      pending,
	models.ServiceAppStatusActive:             succeeded,
	models.ServiceAppStatusPendingInactive:    succeeded,
	models.ServiceAppStatusUnknownFutureValue: unknowable,
}

var appDeactivationPhases = statusTable[models.ServiceAppStatus]{
	models.ServiceAppStatusInactive:           succeeded,
	models.ServiceAppStatusPendingActive:      pending,
	models.ServiceAppStatusActive:             failed,
	models.ServiceAppStatusPendingInactive:    pending,
	models.ServiceAppStatusUnknownFutureValue: unknowable,
}

var appSettledPhases = statusTable[models.ServiceAppStatus]{
	models.ServiceAppStatusInactive:           succeeded,
	models.ServiceAppStatusPendingActive:      pending,
	models.ServiceAppStatusActive:             succeeded,
	models.ServiceAppStatusPendingInactive:    pending,
	models.ServiceAppStatusUnknownFutureValue: unknowable,
}
