package graphtest

import "strings"

// workload holds every name in which the three halves of the API differ; the handlers are written once and read it.
type workload struct {
	index   uint32
	unit    string // drive, site, mailbox
	product string // oneDriveForBusiness, sharePoint, exchange

	addresses string // member for lists of addresses
	objects   string // member for lists of directory object or site ids
	object    string // the same for one unit
}

// The order is that of the tenant's tables.
var (
	driveWorkload   = &workload{0, "drive", "oneDriveForBusiness", "drives", "directoryObjectIds", "directoryObjectId"}
	siteWorkload    = &workload{1, "site", "sharePoint", "siteWebUrls", "siteIds", "siteId"}
	mailboxWorkload = &workload{2, "mailbox", "exchange", "mailboxes", "directoryObjectIds", "directoryObjectId"}

	workloads = [3]*workload{driveWorkload, siteWorkload, mailboxWorkload}
)

func (w *workload) sessions() string     { return w.product + "RestoreSessions" }
func (w *workload) policies() string     { return w.product + "ProtectionPolicies" }
func (w *workload) browse() string       { return w.product + "BrowseSessions" }
func (w *workload) units() string        { return w.unit + "ProtectionUnits" }
func (w *workload) unitType() string     { return w.unit + "ProtectionUnit" }
func (w *workload) jobs() string         { return w.unit + "ProtectionUnitsBulkAdditionJobs" }
func (w *workload) rules() string        { return w.unit + "InclusionRules" }
func (w *workload) ruleType() string     { return w.unit + "ProtectionRule" }
func (w *workload) expression() string   { return w.unit + "Expression" }
func (w *workload) artifacts() string    { return w.unit + "RestoreArtifacts" }
func (w *workload) bulkRequests() string { return w.unit + "RestoreArtifactsBulkAdditionRequests" }
func (w *workload) bulkType() string     { return w.unit + "RestoreArtifactsBulkAdditionRequest" }
func (w *workload) jobType() string      { return w.unit + "ProtectionUnitsBulkAdditionJob" }
func (w *workload) sessionType() string  { return w.product + "RestoreSession" }
func (w *workload) policyType() string   { return w.product + "ProtectionPolicy" }
func (w *workload) browseType() string   { return w.product + "BrowseSession" }
func (w *workload) granular() string {
	return "granular" + strings.ToUpper(w.unit[:1]) + w.unit[1:] + "RestoreArtifacts"
}

// browsable tells whether single files can be restored through a browse session; mail items go through a search instead.
func (w *workload) browsable() bool { return w != mailboxWorkload }
