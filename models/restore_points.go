package models

// RestorePoint is a state of a unit that can be restored.
type RestorePoint struct {
	Entity
	ExpirationDateTime Nullable[DateTime]         `json:"expirationDateTime,omitzero"`
	ProtectionDateTime Nullable[DateTime]         `json:"protectionDateTime,omitzero"`
	Tags               Nullable[RestorePointTags] `json:"tags,omitzero"`
	ProtectionUnit     Union[ProtectionUnit]      `json:"protectionUnit,omitzero"`
}

// RestorePointSearchResponse is the answer to a search for restore points.
type RestorePointSearchResponse struct {
	NoResultProtectionUnitIDs []string                   `json:"noResultProtectionUnitIds,omitzero"`
	SearchResponseID          Nullable[string]           `json:"searchResponseId,omitzero"`
	SearchResults             []RestorePointSearchResult `json:"searchResults,omitzero"`
	Unknowns
}

// RestorePointSearchResult is one point that a search found.
type RestorePointSearchResult struct {
	ArtifactHitCount Nullable[int32]        `json:"artifactHitCount,omitzero"`
	RestorePoint     Nullable[RestorePoint] `json:"restorePoint,omitzero"`
	Unknowns
}

// ArtifactQuery describes the mail items that a search looks for.
type ArtifactQuery struct {
	ArtifactType    Nullable[RestorableArtifact] `json:"artifactType,omitzero"`
	QueryExpression Nullable[string]             `json:"queryExpression,omitzero"`
	Unknowns
}
