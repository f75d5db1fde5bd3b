package graphtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// documented is what the list of operations says about a call.
type documented struct {
	row                    int
	call                   string
	delegated, application string
}

var operationRow = regexp.MustCompile(`^\| (\d\d) \|`)

// readOperations reads the tables of the list of operations that lies beside the metadata.
func readOperations(t *testing.T) []documented {
	t.Helper()
	path := os.Getenv("GRAPH_METADATA")
	switch info, err := os.Stat(path); {
	case path == "":
		path = filepath.Join("..", "..", "shared", "graph")
	case err == nil && !info.IsDir():
		path = filepath.Dir(path)
	}
	text, err := os.ReadFile(filepath.Join(path, "operations.md"))
	if os.IsNotExist(err) && os.Getenv("CI") != "true" {
		t.Skip("the list of operations is not here; GRAPH_METADATA names its folder")
	}
	require.NoError(t, err)
	var found []documented
	for line := range strings.Lines(string(text)) {
		match := operationRow.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		cells := strings.Split(line, "|")
		row, err := strconv.Atoi(match[1])
		require.NoError(t, err)
		for _, call := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[2], -1) {
			path, _, _ := strings.Cut(call[1], "?")
			for _, w := range workloads {
				if strings.Contains(path, "/"+w.rules()) {
					path = strings.ReplaceAll(path, "{xp}", w.policies())
				}
			}
			found = append(found, documented{row, path, strings.TrimSpace(cells[6]), strings.TrimSpace(cells[7])})
		}
	}
	return found
}

// Every documented operation is served, under its own number, with the permissions that its page names.
func TestEveryDocumentedOperationIsServed(t *testing.T) {
	operations := readOperations(t)
	require.Len(t, operations, 98, "95 rows, three of which name two paths")
	routes := allRoutes()
	for _, op := range operations {
		at := slices.IndexFunc(routes, func(r route) bool { return canonical(r.operation()) == canonical(op.call) })
		require.GreaterOrEqual(t, at, 0, "%d %s", op.row, op.call)
		r := routes[at]
		require.Equal(t, op.row, r.row, op.call)
		short := r.need.family + ".R"
		if r.need.write {
			short += "W"
		}
		require.Equal(t, op.delegated, short, op.call)
		if r.delegated {
			short = "not supported"
		}
		require.Equal(t, op.application, short, op.call)
	}
}

// No request can mean two operations.
func TestRoutesDoNotOverlap(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range allRoutes() {
		key := fmt.Sprint(r.method, r.path)
		require.False(t, seen[key], key)
		seen[key] = true
	}
}

func TestMatchOperation(t *testing.T) {
	for pattern, want := range map[string]bool{
		"": true, "*": true, "POST /restoreSessions/{id}/activate": true, "post /RESTORESESSIONS/{x}/activate": true,
		"* /restoreSessions/*": true, "POST *": true, "GET *": false, "/restoreSessions/{id}/activate": true,
		"POST /restoreSessions": false, "DELETE /restoreSessions/{id}": false,
	} {
		require.Equal(t, want, matchesOperation(pattern, "POST /restoreSessions/{id}/activate"), pattern)
	}
}

func TestFilters(t *testing.T) {
	unit := map[string]any{"id": "A1", "status": "protected", "n": true, "at": "2026-01-02T00:00:00.0000000Z", "createdBy": map[string]any{"user": map[string]any{"id": "u"}}}
	for filter, want := range map[string]bool{
		"id eq 'a1'": true, "id ne 'A1'": false, "status eq 'protected' and id eq 'A1'": true, "status eq 'x' or id eq 'A1'": true,
		"not (status eq 'protected')": false, "startswith(status,'prot')": true, "contains(status, 'zz')": false,
		"at gt 2026-01-01T00:00:00Z": true, "at lt 2026-01-02T00:00:00Z": false, "at le 2026-01-02T01:00:00+01:00": true,
		"policyId eq null": true, "policyId ne null": false, "createdBy/user/id eq 'u'": true, "n eq true": true, "missing gt 3": false,
	} {
		match, f := parseFilter(filter)
		require.Nil(t, f, filter)
		require.Equal(t, want, match(unit), filter)
	}
	for _, bad := range []string{"id", "id eq", "id zz 'a'", "(id eq 'a'", "id eq 'a' id", "f(id,'a')", "startswith(id,3)", strings.Repeat("(", 500), "and"} {
		_, f := parseFilter(bad)
		require.NotNil(t, f, bad)
	}
	_, f := parseFilter("id eq '" + strings.Repeat("x", maxFilter) + "'")
	require.Equal(t, "FilterLengthExceeded", f.code)
}

func TestSiteExpressions(t *testing.T) {
	finance := unit{name: "Finance 001", address: "https://contoso.sharepoint.example/sites/finance-001"}
	for expression, want := range map[string]bool{
		"(displayName -contains 'finance')": true, "((displayName -contains 'Legal')  -or  (webUrl -contains 'Finance'))": true,
		"((displayName -contains 'Legal') -and (webUrl -contains 'finance'))":                        false,
		"((displayName -contains 'finance') -and (lastModifiedDateTime -ge '2026-01-01T00:00:00Z'))": true,
	} {
		require.Nil(t, checkExpression(siteWorkload, expression, false), expression)
		require.Equal(t, want, siteFits(finance, expression), expression)
	}
	for _, bad := range []string{"", "displayName", "(displayName -contains 'ab')", "(displayName -eq 'finance')", "((displayName -contains 'finance')", "(displayName -contains 'aaa') (displayName -contains 'bbb')"} {
		require.NotNil(t, checkExpression(siteWorkload, bad, false), bad)
	}
}

func TestTimeline(t *testing.T) {
	line := timeline[string]{}.then(instant(0), "a").then(instant(10), "b").then(instant(20), "c")
	state, since := line.at(instant(15))
	require.Equal(t, "b", state)
	require.Equal(t, instant(10), since)
	require.False(t, line.settled(instant(15)))
	changed := line.from(instant(15), "x")
	state, _ = changed.at(instant(30))
	require.Equal(t, "x", state, "what was planned is off")
	state, _ = line.at(instant(30))
	require.Equal(t, "c", state, "the original is as it was")
}
