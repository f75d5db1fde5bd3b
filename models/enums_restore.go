package models

// RestoreSessionStatus tells how far a restore session is. Completed,
// CompletedWithError (no final s, unlike its namesakes) and Failed are final.
type RestoreSessionStatus string

// The members of RestoreSessionStatus.
const (
	RestoreSessionStatusDraft              RestoreSessionStatus = "draft"
	RestoreSessionStatusActivating         RestoreSessionStatus = "activating"
	RestoreSessionStatusActive             RestoreSessionStatus = "active"
	RestoreSessionStatusCompletedWithError RestoreSessionStatus = "completedWithError"
	RestoreSessionStatusCompleted          RestoreSessionStatus = "completed"
	RestoreSessionStatusUnknownFutureValue RestoreSessionStatus = "unknownFutureValue"
	RestoreSessionStatusFailed             RestoreSessionStatus = "failed"
)

// RestoreJobType tells how a restore session was filled.
type RestoreJobType string

// The members of RestoreJobType.
const (
	RestoreJobTypeStandard           RestoreJobType = "standard"
	RestoreJobTypeBulk               RestoreJobType = "bulk"
	RestoreJobTypeUnknownFutureValue RestoreJobType = "unknownFutureValue"
	RestoreJobTypeGranular           RestoreJobType = "granular"
)

// ArtifactRestoreStatus tells how far the restore of one artifact is. Succeeded
// and Failed are final.
type ArtifactRestoreStatus string

// The members of ArtifactRestoreStatus.
const (
	ArtifactRestoreStatusAdded              ArtifactRestoreStatus = "added"
	ArtifactRestoreStatusScheduling         ArtifactRestoreStatus = "scheduling"
	ArtifactRestoreStatusScheduled          ArtifactRestoreStatus = "scheduled"
	ArtifactRestoreStatusInProgress         ArtifactRestoreStatus = "inProgress"
	ArtifactRestoreStatusSucceeded          ArtifactRestoreStatus = "succeeded"
	ArtifactRestoreStatusFailed             ArtifactRestoreStatus = "failed"
	ArtifactRestoreStatusUnknownFutureValue ArtifactRestoreStatus = "unknownFutureValue"
)

// DestinationType tells where a restore puts what it brings back. All artifacts of
// one session share it.
type DestinationType string

// The members of DestinationType.
const (
	DestinationTypeNew                DestinationType = "new"
	DestinationTypeInPlace            DestinationType = "inPlace"
	DestinationTypeUnknownFutureValue DestinationType = "unknownFutureValue"
)

// RestoreArtifactsBulkRequestStatus tells how far the service is with turning the
// entries of a bulk request into artifacts.
type RestoreArtifactsBulkRequestStatus string

// The members of RestoreArtifactsBulkRequestStatus.
const (
	RestoreArtifactsBulkRequestStatusUnknown             RestoreArtifactsBulkRequestStatus = "unknown"
	RestoreArtifactsBulkRequestStatusActive              RestoreArtifactsBulkRequestStatus = "active"
	RestoreArtifactsBulkRequestStatusCompleted           RestoreArtifactsBulkRequestStatus = "completed"
	RestoreArtifactsBulkRequestStatusCompletedWithErrors RestoreArtifactsBulkRequestStatus = "completedWithErrors"
	RestoreArtifactsBulkRequestStatusUnknownFutureValue  RestoreArtifactsBulkRequestStatus = "unknownFutureValue"
)

// RestorePointPreference chooses among the restore points of a period.
type RestorePointPreference string

// The members of RestorePointPreference.
const (
	RestorePointPreferenceLatest             RestorePointPreference = "latest"
	RestorePointPreferenceOldest             RestorePointPreference = "oldest"
	RestorePointPreferenceUnknownFutureValue RestorePointPreference = "unknownFutureValue"
)

// RestorePointTags is a set of marks of a restore point. Points marked
// FastRestore are the quick ones.
//
//models:flags none
type RestorePointTags string

// The members of RestorePointTags.
const (
	RestorePointTagsNone               RestorePointTags = "none"
	RestorePointTagsFastRestore        RestorePointTags = "fastRestore"
	RestorePointTagsUnknownFutureValue RestorePointTags = "unknownFutureValue"
)

// RestorableArtifact is the kind of item that a granular mail restore looks for.
type RestorableArtifact string

// The members of RestorableArtifact.
const (
	RestorableArtifactMessage            RestorableArtifact = "message"
	RestorableArtifactUnknownFutureValue RestorableArtifact = "unknownFutureValue"
)

// BrowseSessionStatus tells whether a snapshot can be browsed yet. Created and
// Failed are final.
type BrowseSessionStatus string

// The members of BrowseSessionStatus.
const (
	BrowseSessionStatusCreating           BrowseSessionStatus = "creating"
	BrowseSessionStatusCreated            BrowseSessionStatus = "created"
	BrowseSessionStatusFailed             BrowseSessionStatus = "failed"
	BrowseSessionStatusUnknownFutureValue BrowseSessionStatus = "unknownFutureValue"
)

// BrowsableResourceType is the kind of resource whose content is asked for.
type BrowsableResourceType string

// The members of BrowsableResourceType.
const (
	BrowsableResourceTypeNone               BrowsableResourceType = "none"
	BrowsableResourceTypeSite               BrowsableResourceType = "site"
	BrowsableResourceTypeDocumentLibrary    BrowsableResourceType = "documentLibrary"
	BrowsableResourceTypeFolder             BrowsableResourceType = "folder"
	BrowsableResourceTypeUnknownFutureValue BrowsableResourceType = "unknownFutureValue"
)

// BrowseQueryOrder is the order of a browse answer.
type BrowseQueryOrder string

// The members of BrowseQueryOrder.
const (
	BrowseQueryOrderPathAsc            BrowseQueryOrder = "pathAsc"
	BrowseQueryOrderPathDsc            BrowseQueryOrder = "pathDsc"
	BrowseQueryOrderNameAsc            BrowseQueryOrder = "nameAsc"
	BrowseQueryOrderNameDsc            BrowseQueryOrder = "nameDsc"
	BrowseQueryOrderUnknownFutureValue BrowseQueryOrder = "unknownFutureValue"
)

// BrowseQueryResponseItemType is the kind of one item in a browse answer.
type BrowseQueryResponseItemType string

// The members of BrowseQueryResponseItemType.
const (
	BrowseQueryResponseItemTypeNone               BrowseQueryResponseItemType = "none"
	BrowseQueryResponseItemTypeSite               BrowseQueryResponseItemType = "site"
	BrowseQueryResponseItemTypeDocumentLibrary    BrowseQueryResponseItemType = "documentLibrary"
	BrowseQueryResponseItemTypeFolder             BrowseQueryResponseItemType = "folder"
	BrowseQueryResponseItemTypeFile               BrowseQueryResponseItemType = "file"
	BrowseQueryResponseItemTypeUnknownFutureValue BrowseQueryResponseItemType = "unknownFutureValue"
)
