// Command floor restores the OneDrives that its arguments name, with azidentity
// and net/http and nothing else. It is the least that such a program can cost
// to build; in every other respect it is a bad example, since it does nothing
// about throttling, lost answers or statuses that nobody foresaw.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

const root = "https://graph.microsoft.com/v1.0/solutions/backupRestore"

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type session struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

type artifacts struct {
	NextLink string `json:"@odata.nextLink"`
	Value    []struct {
		ID     string `json:"id"`
		Status string `json:"status"`
		URL    string `json:"restoredSiteWebUrl"`
	} `json:"value"`
}

func run(ctx context.Context, drives []string) error {
	credential, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		return err
	}
	graph := client{credential}
	var s session
	if err := graph.do(ctx, http.MethodPost, root+"/oneDriveForBusinessRestoreSessions", struct{}{}, &s); err != nil {
		return err
	}
	now := time.Now().UTC()
	workload := root + "/oneDriveForBusinessRestoreSessions/" + s.ID
	err = graph.do(ctx, http.MethodPost, workload+"/driveRestoreArtifactsBulkAdditionRequests", map[string]any{
		"displayName":        "wave 1",
		"drives":             drives,
		"directoryObjectIds": []string{},
		"protectionUnitIds":  []string{},
		"protectionTimePeriod": map[string]time.Time{
			"startDateTime": now.AddDate(0, 0, -7), "endDateTime": now,
		},
		"destinationType":        "new",
		"tags":                   "fastRestore",
		"restorePointPreference": "latest",
	}, nil)
	if err != nil {
		return err
	}
	if err := graph.do(ctx, http.MethodPost, root+"/restoreSessions/"+s.ID+"/activate", nil, &s); err != nil {
		return err
	}
	for s.Status == "activating" || s.Status == "active" {
		time.Sleep(5 * time.Second)
		if err := graph.do(ctx, http.MethodGet, root+"/restoreSessions/"+s.ID, nil, &s); err != nil {
			return err
		}
	}
	for link := workload + "/driveRestoreArtifacts"; link != ""; {
		var page artifacts
		if err := graph.do(ctx, http.MethodGet, link, nil, &page); err != nil {
			return err
		}
		for _, a := range page.Value {
			fmt.Println(a.ID, a.Status, a.URL)
		}
		link = page.NextLink
	}
	return nil
}

type client struct {
	credential *azidentity.DefaultAzureCredential
}

func (c client) do(ctx context.Context, method, url string, body, answer any) error {
	var payload bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&payload).Encode(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, url, &payload)
	if err != nil {
		return err
	}
	token, err := c.credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token.Token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s: %s", method, resp.Status)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(answer)
}
