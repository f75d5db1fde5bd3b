package models

import "cmp"

// BrowseSessionCreate opens a restore point for reading. The point has to carry
// the tag FastRestore.
type BrowseSessionCreate struct {
	RestorePointID string `json:"restorePointId"`
}

// Validate reports what keeps the request from being sent.
func (c BrowseSessionCreate) Validate() error {
	return checkText("restorePointId", c.RestorePointID)
}

// BrowseQuery asks for the content of a place in a snapshot. The zero value asks
// for the top level; to go down, name an item by its key and its kind.
type BrowseQuery struct {
	BrowseLocationItemKey string                `json:"browseLocationItemKey,omitzero"`
	BrowseResourceType    BrowsableResourceType `json:"browseResourceType,omitzero"`
	// Filter is an expression such as [BrowseNameContains] builds.
	Filter  string           `json:"filter,omitzero"`
	OrderBy BrowseQueryOrder `json:"orderBy,omitzero"`
}

// Validate reports what keeps the query from being sent.
func (q BrowseQuery) Validate() error {
	return cmp.Or(
		checkOptionalText("browseLocationItemKey", q.BrowseLocationItemKey),
		checkEnum("browseResourceType", q.BrowseResourceType),
		checkOptionalText("filter", q.Filter),
		checkEnum("orderBy", q.OrderBy),
	)
}
