package main

import (
	"fmt"
	"strings"

	"github.com/graphbackup/backuprestore/graphtest"
)

// greeting is what the program prints when it is ready. With -env, every line is NAME=value or a comment, so that a shell
// can read the whole of it.
func (s settings) greeting(srv *graphtest.Server) string {
	token := srv.Token()
	delegated := srv.Token(
		graphtest.Delegated("admin@contoso.example"), graphtest.DirectoryRoles(graphtest.RoleSharePointBackupAdministrator))
	values := [][2]string{
		{"GRAPH_BASE_URL", srv.BaseURL()}, {"GRAPH_TOKEN", token}, {"GRAPH_DELEGATED_TOKEN", delegated},
	}
	if s.tls {
		values = append(values, [][2]string{
			{"AZURE_AUTHORITY_HOST", srv.AuthorityHost()}, {"AZURE_TENANT_ID", srv.TenantID()},
			{"AZURE_CLIENT_ID", srv.ClientID()}, {"AZURE_CLIENT_SECRET", srv.ClientSecret()},
		}...)
	}
	var b strings.Builder
	if s.env {
		for _, v := range values {
			fmt.Fprintf(&b, "%s=%s\n", v[0], v[1])
		}
		for line := range strings.Lines(s.examples(srv, "$GRAPH_TOKEN", "$GRAPH_BASE_URL")) {
			b.WriteString(strings.TrimRight("# "+line, " \n") + "\n")
		}
		return b.String()
	}
	for _, v := range values {
		fmt.Fprintf(&b, "%-22s %s\n", v[0], v[1])
	}
	b.WriteString("\n" + s.examples(srv, token, srv.BaseURL()))
	return b.String()
}

// examples are commands that work as they are printed.
func (s settings) examples(srv *graphtest.Server, token, base string) string {
	curl := "curl -s"
	switch {
	case s.ca != "":
		curl += " --cacert " + s.ca
	case s.tls:
		curl += " --insecure"
	}
	auth := fmt.Sprintf(`-H "Authorization: Bearer %s"`, token)
	root := base + "/solutions/backupRestore"
	return fmt.Sprintf(`A page that shows what is going on: %[1]s/
Look at the service, restore the first drive (%[2]s), and see how far that is:

%[3]s %[4]s "%[5]s"
SESSION=$(%[3]s %[4]s -X POST "%[5]s/oneDriveForBusinessRestoreSessions" | grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
%[3]s %[4]s -d '{"drives":["%[2]s"],"destinationType":"new"}' "%[5]s/oneDriveForBusinessRestoreSessions/$SESSION/driveRestoreArtifactsBulkAdditionRequests"
%[3]s %[4]s -X POST "%[5]s/restoreSessions/$SESSION/activate"
%[3]s %[4]s "%[5]s/restoreSessions/$SESSION"
%[3]s %[4]s "%[5]s/oneDriveForBusinessRestoreSessions/$SESSION/driveRestoreArtifacts"
`, strings.TrimSuffix(srv.BaseURL(), "/v1.0"), srv.Tenant().Drive(0).Email, curl, auth, root)
}
