package models

import "strconv"

// Size returns SizeInBytes as a number, and whether it is one. The service sends
// it as text and leaves it out for sites.
func (i BrowseQueryResponseItem) Size() (int64, bool) { return parseSize(i.SizeInBytes) }

// BackupSize returns BackupSizeInBytes as a number, and whether it is one.
func (b BrowseSessionBase) BackupSize() (int64, bool) { return parseSize(b.BackupSizeInBytes) }

func parseSize(text Nullable[string]) (int64, bool) {
	n, err := strconv.ParseInt(text.Or(""), 10, 64)
	return n, err == nil && n >= 0
}
