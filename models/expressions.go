package models

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of rule expressions.
const (
	maxSiteKeywords  = 10
	minKeyword       = 3
	maxKeyword       = 255
	maxStaticGroups  = 3
	maxDynamicGroups = 100
)

// quoteText writes a text literal of the expression grammar. A quote inside is
// doubled, as in OData; the documentation shows no text that has one.
func quoteText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// BrowseNameContains returns the filter of a [BrowseQuery] for items whose name
// contains text.
func BrowseNameContains(text string) string {
	return "(name -contains " + quoteText(text) + ")"
}

// SiteExpression builds the expression of a [SiteProtectionRuleCreate]. The zero
// value is empty; each method returns a longer expression. A site comes in when
// any keyword matches and, if given, it was modified since.
type SiteExpression struct {
	keywords []siteKeyword
	since    time.Time
}

type siteKeyword struct{ property, text string }

// NameContains adds the sites whose display name contains one of the keywords.
func (e SiteExpression) NameContains(keywords ...string) SiteExpression {
	return e.with("displayName", keywords)
}

// URLContains adds the sites whose address contains one of the keywords.
func (e SiteExpression) URLContains(keywords ...string) SiteExpression {
	return e.with("webUrl", keywords)
}

// ModifiedSince leaves out the sites that were last modified before t. No page
// shows how the date is written; it goes out as a quoted text like the keywords.
func (e SiteExpression) ModifiedSince(t time.Time) SiteExpression {
	e.since = t
	return e
}

func (e SiteExpression) with(property string, keywords []string) SiteExpression {
	all := make([]siteKeyword, 0, len(e.keywords)+len(keywords))
	all = append(all, e.keywords...)
	for _, text := range keywords {
		all = append(all, siteKeyword{property, text})
	}
	e.keywords = all
	return e
}

// Build returns the text of the expression. It fails when the service would: more
// than 10 keywords, or one of fewer than 3 or more than 255 characters.
func (e SiteExpression) Build() (string, error) {
	const property = "siteExpression"
	if len(e.keywords) == 0 && e.since.IsZero() {
		return "", invalid(property, "has no condition")
	}
	if err := checkCount(property, len(e.keywords), maxSiteKeywords); err != nil {
		return "", err
	}
	terms := make([]string, len(e.keywords))
	for i, k := range e.keywords {
		if n := utf8.RuneCountInString(k.text); n < minKeyword || n > maxKeyword {
			return "", invalid(property, "has a keyword of %d characters, the limits are %d and %d", n, minKeyword, maxKeyword)
		}
		terms[i] = fmt.Sprintf("(%s -contains %s)", k.property, quoteText(k.text))
	}
	var parts []string
	if len(terms) > 0 {
		parts = append(parts, "("+strings.Join(terms, " -or ")+")")
	}
	if !e.since.IsZero() {
		parts = append(parts, fmt.Sprintf("(lastModifiedDateTime -ge %s)", quoteText(NewDateTime(e.since).String())))
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return "(" + strings.Join(parts, " -and ") + ")", nil
}

// StaticGroupExpression returns the expression of a static drive or mailbox rule
// for the members of up to 3 groups.
func StaticGroupExpression(groupIDs ...string) (string, error) {
	return groupExpression(groupIDs, maxStaticGroups)
}

// DynamicGroupExpression returns the expression of a dynamic drive or mailbox rule
// for the members of up to 100 groups.
func DynamicGroupExpression(groupIDs ...string) (string, error) {
	return groupExpression(groupIDs, maxDynamicGroups)
}

func groupExpression(groupIDs []string, limit int) (string, error) {
	const property = "group.id"
	if err := cmp.Or(
		checkBulkLists(property, len(groupIDs), limit),
		checkEntries(property, groupIDs, strings.ToLower),
	); err != nil {
		return "", err
	}
	quoted := make([]string, len(groupIDs))
	for i, id := range groupIDs {
		quoted[i] = quoteText(id)
	}
	return "(memberOf -any (group.id -in [" + strings.Join(quoted, ", ") + "]))", nil
}
