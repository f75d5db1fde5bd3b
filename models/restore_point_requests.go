package models

import "cmp"

// RestorePointSearch looks for the restore points of up to 20 units. With an
// ArtifactQuery it looks for mail items, in exactly one unit.
type RestorePointSearch struct {
	ProtectionUnitIDs      []string               `json:"protectionUnitIds"`
	ProtectionTimePeriod   TimePeriod             `json:"protectionTimePeriod,omitzero"`
	RestorePointPreference RestorePointPreference `json:"restorePointPreference,omitzero"`
	Tags                   RestorePointTags       `json:"tags,omitzero"`
	ArtifactQuery          *ArtifactQuery         `json:"artifactQuery,omitzero"`
}

// Validate reports what keeps the search from being sent.
func (s RestorePointSearch) Validate() error {
	return cmp.Or(
		checkBulkLists("protectionUnitIds", len(s.ProtectionUnitIDs), maxSearchUnits),
		checkEntries("protectionUnitIds", s.ProtectionUnitIDs, exactly),
		s.checkPeriod(),
		checkEnum("restorePointPreference", s.RestorePointPreference),
		checkEnum("tags", s.Tags),
		s.checkQuery(),
	)
}

func (s RestorePointSearch) checkPeriod() error {
	if !isSomething(s.ProtectionTimePeriod.StartDateTime) && !isSomething(s.ProtectionTimePeriod.EndDateTime) {
		return invalid("protectionTimePeriod", reasonMissing)
	}
	return checkPeriod("protectionTimePeriod", s.ProtectionTimePeriod)
}

func (s RestorePointSearch) checkQuery() error {
	if s.ArtifactQuery == nil {
		return nil
	}
	if n := len(s.ProtectionUnitIDs); n != 1 {
		return invalid("protectionUnitIds", "has %d entries, an artifactQuery takes exactly one", n)
	}
	return cmp.Or(
		checkRequiredEnum("artifactQuery.artifactType", s.ArtifactQuery.ArtifactType.Or("")),
		checkText("artifactQuery.queryExpression", s.ArtifactQuery.QueryExpression.Or("")),
	)
}
