package graphtest

type restorePoint struct {
	entity
	ProtectionDateTime timestamp        `json:"protectionDateTime,omitzero"`
	ExpirationDateTime timestamp        `json:"expirationDateTime,omitzero"`
	Tags               restorePointTags `json:"tags,omitempty"`
	ProtectionUnit     any              `json:"protectionUnit,omitempty" edm:"nav graph.protectionUnitBase"`
}

type artifactQuery struct {
	ArtifactType    restorableArtifact `json:"artifactType,omitempty"`
	QueryExpression string             `json:"queryExpression,omitempty"`
}

type restorePointSearchResult struct {
	ArtifactHitCount *int32        `json:"artifactHitCount,omitempty"`
	RestorePoint     *restorePoint `json:"restorePoint,omitempty" edm:"nav"`
}

type restorePointSearchResponse struct {
	SearchResponseID          string                     `json:"searchResponseId,omitempty"`
	SearchResults             []restorePointSearchResult `json:"searchResults" edm:"null"`
	NoResultProtectionUnitIDs []string                   `json:"noResultProtectionUnitIds" edm:"null"`
}

type restoreSessionArtifactCount struct {
	Total     int32 `json:"total" edm:"null"`
	Completed int32 `json:"completed" edm:"null"`
	Progress  int32 `json:"inProgress" edm:"null"`
	Failed    int32 `json:"failed" edm:"null"`
}

type restoreSessionBase struct {
	entity
	Status                      restoreSessionStatus         `json:"status,omitempty"`
	RestoreJobType              restoreJobType               `json:"restoreJobType,omitempty"`
	RestoreSessionArtifactCount *restoreSessionArtifactCount `json:"restoreSessionArtifactCount,omitempty"`
	stamps
	CompletedDateTime timestamp    `json:"completedDateTime,omitzero"`
	Error             *publicError `json:"error"`
}

type oneDriveForBusinessRestoreSession struct {
	restoreSessionBase
	Artifacts    []driveRestoreArtifact                     `json:"driveRestoreArtifacts,omitempty" edm:"nav"`
	BulkRequests []driveRestoreArtifactsBulkAdditionRequest `json:"driveRestoreArtifactsBulkAdditionRequests,omitempty" edm:"nav"`
	Granular     []granularDriveRestoreArtifact             `json:"granularDriveRestoreArtifacts,omitempty" edm:"nav"`
}

type sharePointRestoreSession struct {
	restoreSessionBase
	Artifacts    []siteRestoreArtifact                     `json:"siteRestoreArtifacts,omitempty" edm:"nav"`
	BulkRequests []siteRestoreArtifactsBulkAdditionRequest `json:"siteRestoreArtifactsBulkAdditionRequests,omitempty" edm:"nav"`
	Granular     []granularSiteRestoreArtifact             `json:"granularSiteRestoreArtifacts,omitempty" edm:"nav"`
}

type exchangeRestoreSession struct {
	restoreSessionBase
	Artifacts    []mailboxRestoreArtifact                     `json:"mailboxRestoreArtifacts,omitempty" edm:"nav"`
	BulkRequests []mailboxRestoreArtifactsBulkAdditionRequest `json:"mailboxRestoreArtifactsBulkAdditionRequests,omitempty" edm:"nav"`
	Granular     []granularMailboxRestoreArtifact             `json:"granularMailboxRestoreArtifacts,omitempty" edm:"nav"`
}

type restoreArtifactBase struct {
	entity
	DestinationType    destinationType       `json:"destinationType,omitempty"`
	Status             artifactRestoreStatus `json:"status,omitempty"`
	StartDateTime      timestamp             `json:"startDateTime,omitzero"`
	CompletionDateTime timestamp             `json:"completionDateTime,omitzero"`
	Error              *publicError          `json:"error,omitempty"`
	RestorePoint       *restorePoint         `json:"restorePoint,omitempty" edm:"nav"`
}

type driveRestoreArtifact struct {
	restoreArtifactBase
	RestoredSiteID     string `json:"restoredSiteId,omitempty"`
	RestoredSiteName   string `json:"restoredSiteName,omitempty"`
	RestoredSiteWebURL string `json:"restoredSiteWebUrl,omitempty"`
}

type siteRestoreArtifact struct {
	restoreArtifactBase
	RestoredSiteID     string `json:"restoredSiteId,omitempty"`
	RestoredSiteName   string `json:"restoredSiteName,omitempty"`
	RestoredSiteWebURL string `json:"restoredSiteWebUrl,omitempty"`
}

type mailboxRestoreArtifact struct {
	restoreArtifactBase
	RestoredFolderID   string `json:"restoredFolderId,omitempty"`
	RestoredFolderName string `json:"restoredFolderName,omitempty"`
	RestoredItemCount  *int32 `json:"restoredItemCount,omitempty"`
}

type granularMailboxRestoreArtifact struct {
	mailboxRestoreArtifact
	ArtifactCount    *int32 `json:"artifactCount,omitempty"`
	SearchResponseID string `json:"searchResponseId"`
}

// granularRestoreArtifactBase writes unset strings as "" and unset times as the zero date.
type granularRestoreArtifactBase struct {
	entity
	BrowseSessionID      string                `json:"browseSessionId" edm:"null"`
	RestoredItemKey      string                `json:"restoredItemKey" edm:"null"`
	WebURL               string                `json:"webUrl" edm:"null"`
	RestoredItemPath     string                `json:"restoredItemPath" edm:"null"`
	RestoredItemWebURL   string                `json:"restoredItemWebUrl" edm:"null"`
	Status               artifactRestoreStatus `json:"status"`
	RestorePointDateTime timestamp             `json:"restorePointDateTime" edm:"null"`
	StartDateTime        timestamp             `json:"startDateTime" edm:"null"`
	CompletionDateTime   timestamp             `json:"completionDateTime" edm:"null"`
}

type granularDriveRestoreArtifact struct {
	granularRestoreArtifactBase
	DirectoryObjectID string `json:"directoryObjectId,omitempty"`
}

type granularSiteRestoreArtifact struct {
	granularRestoreArtifactBase
	SiteID string `json:"siteId,omitempty"`
}

type restoreArtifactsBulkRequestBase struct {
	entity
	DestinationType        destinationType                   `json:"destinationType,omitempty"`
	Tags                   restorePointTags                  `json:"tags,omitempty"`
	RestorePointPreference restorePointPreference            `json:"restorePointPreference,omitempty"`
	DisplayName            string                            `json:"displayName,omitempty"`
	Status                 restoreArtifactsBulkRequestStatus `json:"status"`
	stamps
	ProtectionTimePeriod *timePeriod  `json:"protectionTimePeriod,omitempty"`
	ProtectionUnitIDs    []string     `json:"protectionUnitIds" edm:"null"`
	Error                *publicError `json:"error,omitempty"`
}

type driveRestoreArtifactsBulkAdditionRequest struct {
	restoreArtifactsBulkRequestBase
	Drives             []string `json:"drives" edm:"null"`
	DirectoryObjectIDs []string `json:"directoryObjectIds" edm:"null"`
}

type mailboxRestoreArtifactsBulkAdditionRequest struct {
	restoreArtifactsBulkRequestBase
	Mailboxes          []string `json:"mailboxes" edm:"null"`
	DirectoryObjectIDs []string `json:"directoryObjectIds" edm:"null"`
}

type siteRestoreArtifactsBulkAdditionRequest struct {
	restoreArtifactsBulkRequestBase
	SiteWebURLs []string `json:"siteWebUrls" edm:"null"`
	SiteIDs     []string `json:"siteIds" edm:"null"`
}

type browseSessionBase struct {
	entity
	RestorePointID       string              `json:"restorePointId,omitempty"`
	RestorePointDateTime timestamp           `json:"restorePointDateTime,omitzero"`
	Status               browseSessionStatus `json:"status"`
	CreatedDateTime      timestamp           `json:"createdDateTime,omitzero"`
	ExpirationDateTime   timestamp           `json:"expirationDateTime,omitzero"`
	BackupSizeInBytes    string              `json:"backupSizeInBytes,omitempty"`
	Error                *publicError        `json:"error,omitempty"`
}

type oneDriveForBusinessBrowseSession struct {
	browseSessionBase
	DirectoryObjectID string `json:"directoryObjectId,omitempty"`
}

type sharePointBrowseSession struct {
	browseSessionBase
	SiteID string `json:"siteId,omitempty"`
}

type browseQueryResponseItem struct {
	ItemKey     string                      `json:"itemKey,omitempty"`
	Name        string                      `json:"name,omitempty"`
	WebURL      string                      `json:"webUrl,omitempty"`
	Type        browseQueryResponseItemType `json:"type"`
	ItemsCount  *int32                      `json:"itemsCount,omitempty"`
	SizeInBytes string                      `json:"sizeInBytes,omitempty"`
}
