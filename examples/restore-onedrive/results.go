package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/graphbackup/backuprestore/models"
)

// Outcomes of a drive.
const (
	outcomeRestored    = "restored"
	outcomeFailed      = "failed"
	outcomeNotResolved = "not resolved"
	outcomeUnknown     = "unknown"
)

// A result is what became of one drive.
type result struct {
	Drive   string `json:"drive"`
	Outcome string `json:"outcome"`
	// SiteURL is where a restored drive is now.
	SiteURL string `json:"siteUrl,omitempty"`
	// Code and Reason say why a drive was not restored.
	Code   string `json:"code,omitempty"`
	Reason string `json:"reason,omitempty"`
	// RestorePoint is the moment that was restored.
	RestorePoint string `json:"restorePointDateTime,omitempty"`

	artifactID string
}

type results []result

// newResults joins the list that was asked for with what the service did: the
// entries that it could not resolve are in the bulk request's error, those
// that it could are artifacts.
func newResults(entries []entry, request models.DriveRestoreArtifactsBulkAdditionRequest, artifacts []models.DriveRestoreArtifact) results {
	unresolved := map[string]models.PublicErrorDetail{}
	for _, detail := range request.Error.Or(models.PublicError{}).Details {
		unresolved[strings.ToLower(detail.Target.Or(""))] = detail
	}
	byDrive := map[string]models.DriveRestoreArtifact{}
	for _, artifact := range artifacts {
		for _, name := range namesOf(artifact) {
			byDrive[name] = artifact
		}
	}
	list := make(results, len(entries))
	for i, e := range entries {
		detail, isUnresolved := unresolved[e.key()]
		artifact, found := byDrive[e.key()]
		if !found {
			artifact, found = byDrive[e.siteKey()]
		}
		switch {
		case isUnresolved:
			list[i] = result{Drive: e.text, Outcome: outcomeNotResolved, Code: detail.Code.Or(""), Reason: detail.Message.Or("")}
		case found:
			list[i] = resultOf(e, artifact)
		default:
			list[i] = result{Drive: e.text, Outcome: outcomeUnknown}
		}
	}
	list.explainUnknown(artifacts)
	return list
}

// explainUnknown says what can be said of drives without an artifact of their
// own. An app-only caller that asks by address is not told whose restore
// failed, but where as many restores failed as drives are left, these are they.
func (list results) explainUnknown(artifacts []models.DriveRestoreArtifact) {
	var unknown []*result
	taken := map[string]bool{}
	for i := range list {
		taken[list[i].artifactID] = true
		if list[i].Outcome == outcomeUnknown && list[i].artifactID == "" {
			list[i].Reason = "the service names no artifact that belongs to it"
			unknown = append(unknown, &list[i])
		}
	}
	var left []result
	codes := map[string]bool{}
	for _, artifact := range artifacts {
		if r := resultOf(entry{}, artifact); !taken[artifact.ID] && r.Outcome == outcomeFailed {
			left = append(left, r)
			codes[r.Code] = true
		}
	}
	if len(left) != len(unknown) {
		return
	}
	reason := "the service does not tell this caller which drive failed for which reason"
	if len(codes) == 1 {
		reason = left[0].Reason
	}
	for _, r := range unknown {
		r.Outcome, r.Reason = outcomeFailed, reason
		r.Code = strings.Join(slices.Sorted(maps.Keys(codes)), " or ")
	}
}

func resultOf(e entry, artifact models.DriveRestoreArtifact) result {
	r := result{Drive: e.text, artifactID: artifact.ID, SiteURL: artifact.RestoredSiteWebURL.Or("")}
	if point := artifact.RestorePoint.Or(models.RestorePoint{}).ProtectionDateTime.Or(models.DateTime{}); point.IsSet() {
		r.RestorePoint = point.String()
	}
	switch status := artifact.Status.Or(""); {
	case status.Is(models.ArtifactRestoreStatusSucceeded):
		r.Outcome = outcomeRestored
	case status.Is(models.ArtifactRestoreStatusFailed):
		failure := artifact.Error.Or(models.PublicError{})
		r.Outcome, r.Code, r.Reason = outcomeFailed, failure.Code.Or(""), failure.Message.Or("")
	default:
		r.Outcome, r.Reason = outcomeUnknown, "its status is "+string(status)
	}
	return r
}

// print writes the table and the totals and says whether all were restored.
func (list results) print(w io.Writer) bool {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	totals := map[string]int{}
	_, _ = fmt.Fprintln(table, "DRIVE\tOUTCOME\tNEW SITE OR REASON")
	for _, r := range list {
		totals[r.Outcome]++
		detail := r.SiteURL
		if r.Outcome != outcomeRestored {
			detail = strings.TrimPrefix(r.Code+": "+r.Reason, ": ")
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", r.Drive, r.Outcome, detail)
	}
	_ = table.Flush()
	_, _ = fmt.Fprintf(w, "\n%d drives: %d restored, %d failed, %d not resolved, %d unknown\n", len(list),
		totals[outcomeRestored], totals[outcomeFailed], totals[outcomeNotResolved], totals[outcomeUnknown])
	return totals[outcomeRestored] == len(list)
}
