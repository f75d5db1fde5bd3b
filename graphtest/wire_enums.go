package graphtest

import "reflect"

// The enums of the API. Type and member names are the metadata's; the members that have no constant are never produced
// here and stand only in the table below.
type (
	artifactRestoreStatus             string
	backupServiceConsumer             string
	backupServiceStatus               string
	browsableResourceType             string
	browseQueryOrder                  string
	browseQueryResponseItemType       string
	browseSessionStatus               string
	destinationType                   string
	disableReason                     string
	notificationEventsType            string
	notificationRecipientsType        string
	protectionPolicyStatus            string
	protectionRuleStatus              string
	protectionSource                  string
	protectionUnitStatus              string
	protectionUnitsBulkJobStatus      string
	restorableArtifact                string
	restoreArtifactsBulkRequestStatus string
	restoreJobType                    string
	restorePointPreference            string
	restorePointTags                  string
	restoreSessionStatus              string
	serviceAppStatus                  string
)

const (
	artifactAdded      artifactRestoreStatus = "added"
	artifactScheduling artifactRestoreStatus = "scheduling"
	artifactScheduled  artifactRestoreStatus = "scheduled"
	artifactInProgress artifactRestoreStatus = "inProgress"
	artifactSucceeded  artifactRestoreStatus = "succeeded"
	artifactFailed     artifactRestoreStatus = "failed"

	itemSite    browseQueryResponseItemType = "site"
	itemLibrary browseQueryResponseItemType = "documentLibrary"
	itemFolder  browseQueryResponseItemType = "folder"
	itemFile    browseQueryResponseItemType = "file"

	browseCreating browseSessionStatus = "creating"
	browseCreated  browseSessionStatus = "created"
	browseFailed   browseSessionStatus = "failed"

	destinationNew     destinationType = "new"
	destinationInPlace destinationType = "inPlace"

	policyInactive protectionPolicyStatus = "inactive"
	policyErrors   protectionPolicyStatus = "activeWithErrors"
	policyUpdating protectionPolicyStatus = "updating"
	policyActive   protectionPolicyStatus = "active"

	ruleActive          protectionRuleStatus = "active"
	ruleCompleted       protectionRuleStatus = "completed"
	ruleErrors          protectionRuleStatus = "completedWithErrors"
	ruleUpdateRequested protectionRuleStatus = "updateRequested"
	ruleDeleteRequested protectionRuleStatus = "deleteRequested"

	sourceNone   protectionSource = "none"
	sourceManual protectionSource = "manual"
	sourceRule   protectionSource = "dynamicRule"

	unitProtectRequested   protectionUnitStatus = "protectRequested"
	unitProtected          protectionUnitStatus = "protected"
	unitUnprotectRequested protectionUnitStatus = "unprotectRequested"
	unitUnprotected        protectionUnitStatus = "unprotected"
	unitRemoveRequested    protectionUnitStatus = "removeRequested"
	unitOffboardRequested  protectionUnitStatus = "offboardRequested"
	unitOffboarded         protectionUnitStatus = "offboarded"
	unitCancelOffboard     protectionUnitStatus = "cancelOffboardRequested"

	jobActive    protectionUnitsBulkJobStatus = "active"
	jobCompleted protectionUnitsBulkJobStatus = "completed"
	jobErrors    protectionUnitsBulkJobStatus = "completedWithErrors"

	bulkActive    restoreArtifactsBulkRequestStatus = "active"
	bulkCompleted restoreArtifactsBulkRequestStatus = "completed"
	bulkErrors    restoreArtifactsBulkRequestStatus = "completedWithErrors"

	jobStandard restoreJobType = "standard"
	jobBulk     restoreJobType = "bulk"
	jobGranular restoreJobType = "granular"

	preferLatest restorePointPreference = "latest"
	preferOldest restorePointPreference = "oldest"

	tagsNone restorePointTags = "none"
	tagsFast restorePointTags = "fastRestore"

	sessionDraft      restoreSessionStatus = "draft"
	sessionActivating restoreSessionStatus = "activating"
	sessionActive     restoreSessionStatus = "active"
	sessionErrors     restoreSessionStatus = "completedWithError"
	sessionCompleted  restoreSessionStatus = "completed"
	sessionFailed     restoreSessionStatus = "failed"

	appInactive        serviceAppStatus = "inactive"
	appActive          serviceAppStatus = "active"
	appPendingActive   serviceAppStatus = "pendingActive"
	appPendingInactive serviceAppStatus = "pendingInactive"
)

// sentinel stands in for the members behind it when a client did not ask for them.
const sentinel = "unknownFutureValue"

// enumType is an enum as $metadata shows it. A member's value is its place, or a power of two in a flags enum.
type enumType struct {
	name    string
	flags   bool
	members []string
}

func enum[E ~string](members ...string) enumType {
	return enumType{name: reflect.TypeFor[E]().Name(), members: members}
}

func flags[E ~string](members ...string) enumType {
	e := enum[E](members...)
	e.flags = true
	return e
}

func enumTypes() []enumType {
	return []enumType{
		enum[artifactRestoreStatus]("added", "scheduling", "scheduled", "inProgress", "succeeded", "failed", sentinel),
		enum[backupServiceConsumer]("unknown", "firstparty", "thirdparty", sentinel),
		enum[backupServiceStatus]("disabled", "enabled", "protectionChangeLocked", "restoreLocked", sentinel),
		enum[browsableResourceType]("none", "site", "documentLibrary", "folder", sentinel),
		enum[browseQueryOrder]("pathAsc", "pathDsc", "nameAsc", "nameDsc", sentinel),
		enum[browseQueryResponseItemType]("none", "site", "documentLibrary", "folder", "file", sentinel),
		enum[browseSessionStatus]("creating", "created", "failed", sentinel),
		enum[destinationType]("new", "inPlace", sentinel),
		enum[disableReason]("none", "invalidBillingProfile", "userRequested", sentinel),
		flags[notificationEventsType]("none", "restoreAndPolicyUpdates", sentinel),
		flags[notificationRecipientsType]("none", "globalAdmins", "backupAdmins", "custom", "allAdmins", sentinel),
		enum[protectionPolicyStatus]("inactive", "activeWithErrors", "updating", "active", sentinel),
		enum[protectionRuleStatus]("draft", "active", "completed", "completedWithErrors", sentinel, "updateRequested", "deleteRequested"),
		flags[protectionSource]("none", "manual", "dynamicRule", sentinel),
		enum[protectionUnitStatus]("protectRequested", "protected", "unprotectRequested", "unprotected", "removeRequested",
			sentinel, "offboardRequested", "offboarded", "cancelOffboardRequested"),
		enum[protectionUnitsBulkJobStatus]("unknown", "active", "completed", "completedWithErrors", sentinel),
		enum[restorableArtifact]("message", sentinel),
		enum[restoreArtifactsBulkRequestStatus]("unknown", "active", "completed", "completedWithErrors", sentinel),
		enum[restoreJobType]("standard", "bulk", sentinel, "granular"),
		enum[restorePointPreference]("latest", "oldest", sentinel),
		flags[restorePointTags]("none", "fastRestore", sentinel),
		enum[restoreSessionStatus]("draft", "activating", "active", "completedWithError", "completed", sentinel, "failed"),
		enum[serviceAppStatus]("inactive", "active", "pendingActive", "pendingInactive", sentinel),
	}
}

// value is the number of a member in the metadata. notificationEventsType counts from 1, as the real one does.
func (e enumType) value(i int) int {
	switch {
	case !e.flags:
		return i
	case e.name == reflect.TypeFor[notificationEventsType]().Name():
		return 1 << i
	case i == 0:
		return 0
	default:
		return 1 << (i - 1)
	}
}

// opaqueUnless gives the sentinel in place of a member that the metadata lists behind it, unless the client opted in.
func opaqueUnless[E ~string](optedIn bool, member E) E {
	if optedIn {
		return member
	}
	switch any(member) {
	case sessionFailed, jobGranular, ruleUpdateRequested, ruleDeleteRequested,
		unitOffboardRequested, unitOffboarded, unitCancelOffboard:
		return sentinel
	}
	return member
}
