package backuprestore_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/internal/graphfacts"
	"github.com/graphbackup/backuprestore/internal/graphfacts/registry"
)

// undocumented are the operations that only the metadata knows: they have no
// row in the table of documented operations.
var undocumented = regexp.MustCompile(`^(` + strings.Join([]string{
	`GET /(exchange|oneDriveForBusiness|sharePoint)(RestoreSessions|ProtectionPolicies)(/\{id\})?`,
	`GET /protectionUnits`,
	`GET /(drive|site|mailbox)ProtectionUnits/\{id\}`,
	`GET /(drive|site|mailbox)(InclusionRules|ProtectionUnitsBulkAdditionJobs)`,
	`GET /restorePoints/\{id\}`,
	`GET /exchangeRestoreSessions/\{id\}/granularMailboxRestoreArtifacts`,
	`GET /\w+RestoreSessions/\{id\}/\w+RestoreArtifacts/\{id\}`,
	`DELETE /(browseSessions|oneDriveForBusinessBrowseSessions|sharePointBrowseSessions)/\{id\}`,
}, "|") + `)$`)

// The directives in the source, the table of operations that the tests drive,
// and the documentation name the same operations.
func TestOperationsMatchDirectivesAndDocumentation(t *testing.T) {
	directives := sourceDirectives(t)
	var driven []string
	for _, op := range operations() {
		driven = append(driven, op.name)
	}
	require.ElementsMatch(t, directives, driven, "directives above methods, and operations of the tests")

	documented := map[string]int{}
	for _, row := range graphfacts.Load(t).Operations {
		for _, name := range documentedNames(row) {
			documented[strings.ToLower(name)] = row.Row
		}
	}
	for _, name := range driven {
		_, ok := documented[strings.ToLower(name)]
		short := strings.Replace(name, "/solutions/backupRestore", "", 1)
		require.NotEqual(t, ok, undocumented.MatchString(short), "%s must be documented, or be listed as undocumented with its source, and not both", name)
	}
}

// Prints what is covered; make conformance shows the last line.
func TestConformance(t *testing.T) {
	facts := graphfacts.Load(t)
	report := facts.Metadata.Check(registry.New())
	directives := map[string]bool{}
	for _, d := range sourceDirectives(t) {
		directives[strings.ToLower(d)] = true
	}
	var problems []string
	found := 0
	for _, row := range facts.Operations {
		complete := true
		for _, name := range documentedNames(row) {
			if !directives[strings.ToLower(name)] {
				problems = append(problems, fmt.Sprintf("operation %d: no method for %s", row.Row, name))
				complete = false
			}
		}
		if complete {
			found++
		}
	}
	actions, missing := coveredActions(facts.Metadata, directives)
	problems = append(append(problems, missing...), report.Problems...)
	for _, p := range problems {
		t.Error(p)
	}
	total := len(facts.Metadata.Actions) + len(facts.Metadata.Functions)
	fmt.Printf("operations %d/%d types %v properties %v members %v actions %d/%d\n",
		found, len(facts.Operations), report.Types, report.Properties, report.Members, actions, total)
}

// coveredActions counts the bound actions and functions that some method
// calls: one whose path ends in the action's name below a set of the type that
// the action is bound to.
func coveredActions(m graphfacts.Metadata, directives map[string]bool) (int, []string) {
	sets := map[string]string{
		"protectionPolicyBase": "/protectionPolicies/{id}/", "restoreSessionBase": "/restoreSessions/{id}/",
		"serviceApp": "/serviceApps/{id}/", "browseSessionBase": "BrowseSessions/{id}/", "protectionUnitBase": "/protectionUnits/{id}/",
		"protectionRuleBase": "InclusionRules/{id}/", "backupRestoreRoot": "/backupRestore/", "restorePoint": "/restorePoints/",
	}
	covered := 0
	var missing []string
	check := func(method string, list []graphfacts.Callable) {
		for _, a := range list {
			suffix := strings.ToLower(sets[a.Binding.Type] + a.Name)
			ok := false
			for d := range directives {
				ok = ok || sets[a.Binding.Type] != "" && strings.HasPrefix(d, method) && strings.HasSuffix(d, suffix)
			}
			if ok {
				covered++
			} else {
				missing = append(missing, fmt.Sprintf("no method for %s of %s", a.Name, a.Binding.Type))
			}
		}
	}
	check("post ", m.Actions)
	check("get ", m.Functions)
	return covered, missing
}

var (
	parameter = regexp.MustCompile(`\{[^}]*\}`)
	queryPart = regexp.MustCompile(`\?.*$`)
)

// documentedNames are the operations of a row with {id} for every id and the
// policies of the rule's kind for {xp}.
func documentedNames(row graphfacts.Operation) []string {
	var names []string
	for _, path := range row.Paths {
		path = queryPart.ReplaceAllString(path, "")
		for kind, set := range map[string]string{
			"siteInclusion": "sharePoint", "driveInclusion": "oneDriveForBusiness", "mailboxInclusion": "exchange",
		} {
			if strings.Contains(path, kind) {
				path = strings.Replace(path, "{xp}", set+"ProtectionPolicies", 1)
			}
		}
		path = strings.TrimSuffix(parameter.ReplaceAllString(path, "{id}"), "/")
		names = append(names, row.Method+" /solutions/backupRestore"+path)
	}
	return names
}

// sourceDirectives collects the //graph:operation lines and checks that each
// stands above an exported method.
func sourceDirectives(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var all []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		require.NoError(t, err)
		attached := 0
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Doc == nil {
				continue
			}
			for _, line := range f.Doc.List {
				if d, ok := strings.CutPrefix(line.Text, "//graph:operation "); ok {
					require.True(t, f.Recv != nil && f.Name.IsExported(), "%s: directive above %s", name, f.Name.Name)
					all = append(all, d)
					attached++
				}
			}
		}
		require.Equal(t, strings.Count(string(src), "\n//graph:operation "), attached, "%s has a directive that stands above no method", name)
	}
	return all
}

// departures are documented requests that no request of this SDK can equal,
// with what keeps them from it.
var departures = map[string]string{
	"66-update-onedriverestoresession-ex2-granular.http": "names the item itemKey, where the create call, the other workload and the metadata say id",
}

// emptyLists are members that a documented request leaves out and this SDK
// sends as [], because the page of the drives' twin shows them so.
var emptyLists = map[string][]string{
	"73-create-mailboxrestoreartifactsbulkadditionrequest.http": {"directoryObjectIds", "protectionUnitIds"},
}

func withoutEmptyLists(t *testing.T, body []byte, names []string) string {
	t.Helper()
	var object map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(body, &object))
	for _, name := range names {
		require.Equal(t, "[]", string(object[name]))
		delete(object, name)
	}
	rest, err := json.Marshal(object)
	require.NoError(t, err)
	return string(rest)
}

// Every documented exchange runs through the method of its operation: the
// request equals the documented one and the answer is taken.
func TestDocumentedExchanges(t *testing.T) {
	facts := graphfacts.Load(t)
	byName := map[string]operation{}
	for _, op := range operations() {
		byName[strings.ToLower(op.name)] = op
	}
	for _, x := range facts.Exchanges {
		t.Run(x.File, func(t *testing.T) {
			row := facts.Operations[slices.IndexFunc(facts.Operations, func(o graphfacts.Operation) bool { return o.Row == x.Row })]
			op, ok := byName[strings.ToLower(documentedNames(row)[0])]
			require.True(t, ok)
			fill := func(body any) {
				if len(x.ReqBody) > 0 {
					reflect.ValueOf(body).Elem().SetZero()
					require.NoError(t, json.Unmarshal(x.ReqBody, body))
				}
			}
			if reason := departures[x.File]; reason != "" {
				fill = func(any) {}
			} else if len(x.ReqBody) > 0 {
				require.JSONEq(t, string(x.ReqBody), withoutEmptyLists(t, send(t, op, fill).body, emptyLists[x.File]))
			}
			exchange(t, op, x, fill)
		})
	}
}

// exchange plays a documented answer to the method.
func exchange(t *testing.T, op operation, x graphfacts.Exchange, fill func(any)) {
	t.Helper()
	server := &stub{answer: func(n int, _ request) (int, string) {
		if n > 1 { // behind a documented nextLink
			return http.StatusOK, `{"value":[]}`
		}
		return x.Status, string(x.Body)
	}}
	err := op.call(context.Background(), newTestClient(t, server), fill)
	var refused *backuprestore.Error
	switch {
	case x.Status >= 400:
		require.ErrorAs(t, err, &refused)
		require.Equal(t, x.Status, refused.Status)
		require.NotEmpty(t, refused.Code)
	case errors.Is(err, backuprestore.ErrPartial):
		require.Contains(t, string(x.Body), "@Core.DataModificationException")
	default:
		require.NoError(t, err)
	}
}
