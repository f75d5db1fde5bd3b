package graphtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/graphbackup/backuprestore/graphtest"
)

// recovery stands for your own service: it restores drives and waits for the end. That it repeats a request which got no
// clear answer is the mistake that the example below finds.
type recovery struct {
	base   string
	token  string
	client *http.Client
}

func (r recovery) call(method, path string, body any) (map[string]any, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	for range 5 {
		req, err := http.NewRequest(method, r.base+"/solutions/backupRestore"+path, bytes.NewReader(text)) //nolint:noctx // an example
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+r.token)
		req.Header.Set("Prefer", "include-unknown-enum-members")
		res, err := r.client.Do(req)
		if err != nil {
			return nil, err
		}
		var answer map[string]any
		err = json.NewDecoder(res.Body).Decode(&answer)
		_ = res.Body.Close()
		if res.StatusCode == http.StatusGatewayTimeout {
			continue // the mistake: the work may have been done
		}
		return answer, err
	}
	return nil, errors.New("no answer after five attempts")
}

func (r recovery) restore(drives ...string) (status string, err error) {
	session, err := r.call("POST", "/oneDriveForBusinessRestoreSessions", map[string]any{})
	if err != nil {
		return "", err
	}
	id := session["id"].(string)
	_, err = r.call("POST", "/oneDriveForBusinessRestoreSessions/"+id+"/driveRestoreArtifactsBulkAdditionRequests", map[string]any{
		"drives": drives, "destinationType": "new", "restorePointPreference": "latest",
	})
	if err != nil {
		return "", err
	}
	if _, err := r.call("POST", "/restoreSessions/"+id+"/activate", nil); err != nil {
		return "", err
	}
	for {
		session, err = r.call("GET", "/restoreSessions/"+id, nil)
		if err != nil {
			return "", err
		}
		if status := session["status"].(string); status != "activating" && status != "active" {
			return status, nil
		}
		time.Sleep(time.Millisecond)
	}
}

// How to test a service's disaster recovery: give it a tenant with a problem, let a request go wrong, and look at what
// happened to the tenant instead of believing what the service says.
func Example() {
	tenant := graphtest.NewTenant(graphtest.Size{Drives: 20})
	tenant.FailRestore(tenant.Drive(3).Email, graphtest.CodeArtifactCannotBeRestored)
	srv, err := graphtest.NewServer(tenant,
		graphtest.WithTimeScale(1e7), // a day takes some milliseconds
		graphtest.WithFaults(graphtest.Fault{
			Kind: graphtest.FaultStatus, Status: http.StatusGatewayTimeout, AfterWork: true, // done, but nobody is told
			Operation: "POST /oneDriveForBusinessRestoreSessions", Times: 1,
		}))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()

	service := recovery{base: srv.BaseURL(), token: srv.Token(), client: srv.HTTPClient()}
	status, err := service.restore(tenant.Drive(1).Email, tenant.Drive(2).Email, tenant.Drive(3).Email)
	fmt.Println("the service says:", status, err)
	for _, r := range srv.Restores() {
		fmt.Printf("%s %s %q\n", r.Address, r.Status, r.Code)
	}
	fmt.Println("sessions made:", srv.Count("POST /oneDriveForBusinessRestoreSessions"))
	// Output:
	// the service says: completedWithError <nil>
	// wanda.berger002@contoso.example succeeded ""
	// diego.okafor003@contoso.example succeeded ""
	// diego.deyoung004@contoso.example failed "ArtifactCannotBeRestored"
	// sessions made: 2
}
