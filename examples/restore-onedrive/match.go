package main

import (
	"slices"
	"strings"

	"github.com/graphbackup/backuprestore/models"
)

// namesOf are the ways in which an entry may mean this artifact's drive. The
// service gives addresses to delegated callers only; to others the address
// shows in the URL of the personal site.
func namesOf(artifact models.DriveRestoreArtifact) []string {
	names := []string{}
	if unit, ok := artifact.RestorePoint.Or(models.RestorePoint{}).ProtectionUnit.Value.(models.DriveProtectionUnit); ok {
		names = append(names, strings.ToLower(unit.DirectoryObjectID.Or("")), strings.ToLower(unit.Email.Or("")))
	}
	if _, site, ok := strings.Cut(artifact.RestoredSiteWebURL.Or(""), "/personal/"); ok {
		site = strings.ToLower(strings.TrimRight(site, "/"))
		names = append(names, site)
		// A restore to a new site adds R0, R1 and so on.
		if cut := strings.LastIndexByte(site, 'r'); cut > 0 && strings.Trim(site[cut+1:], "0123456789") == "" {
			names = append(names, site[:cut])
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}
