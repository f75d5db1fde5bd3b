package backuprestore_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
)

// resumable makes a poller of every kind from a token of its own, and gives
// the token of the poller that it made from it.
func resumable(c *backuprestore.Client) map[string]func(token string) (string, error) {
	return map[string]func(string) (string, error){
		c.RestoreSessions.Poller("a").ResumeToken():                 again(c.RestoreSessions.Resume),
		c.BrowseSessions.OneDrive.Poller("a").ResumeToken():         again(c.BrowseSessions.OneDrive.Resume),
		c.BrowseSessions.SharePoint.Poller("a").ResumeToken():       again(c.BrowseSessions.SharePoint.Resume),
		c.BulkRequests.Drives.Poller("a", "b").ResumeToken():        again(c.BulkRequests.Drives.Resume),
		c.BulkRequests.Sites.Poller("a", "b").ResumeToken():         again(c.BulkRequests.Sites.Resume),
		c.BulkRequests.Mailboxes.Poller("a", "b").ResumeToken():     again(c.BulkRequests.Mailboxes.Resume),
		c.BulkAdditionJobs.Drives.Poller("a", "b").ResumeToken():    again(c.BulkAdditionJobs.Drives.Resume),
		c.BulkAdditionJobs.Sites.Poller("a", "b").ResumeToken():     again(c.BulkAdditionJobs.Sites.Resume),
		c.BulkAdditionJobs.Mailboxes.Poller("a", "b").ResumeToken(): again(c.BulkAdditionJobs.Mailboxes.Resume),
		c.InclusionRules.Drives.Poller("a", "b").ResumeToken():      again(c.InclusionRules.Drives.Resume),
		c.InclusionRules.Sites.Poller("a", "b").ResumeToken():       again(c.InclusionRules.Sites.Resume),
		c.InclusionRules.Mailboxes.Poller("a", "b").ResumeToken():   again(c.InclusionRules.Mailboxes.Resume),
		c.ProtectionPolicies.Poller("a").ResumeToken():              again(c.ProtectionPolicies.Resume),
		c.ProtectionUnits.Poller("a").ResumeToken():                 again(c.ProtectionUnits.Resume),
		c.ServiceApps.Poller("a").ResumeToken():                     again(c.ServiceApps.Resume),
	}
}

func again[T any](resume func(string) (*backuprestore.Poller[T], error)) func(string) (string, error) {
	return func(token string) (string, error) {
		poller, err := resume(token)
		if err != nil {
			return "", err
		}
		return poller.ResumeToken(), nil
	}
}

func TestResumeTokenOfEveryKindComesBackAndFitsNoOther(t *testing.T) {
	all := resumable(newTestClient(t, always(http.StatusOK, "{}")))
	require.Len(t, all, 15, "two kinds share a token")
	for token, resume := range all {
		same, err := resume(token)
		require.NoError(t, err)
		require.Equal(t, token, same)
		for other := range all {
			if other != token {
				_, err := resume(other)
				require.ErrorIs(t, err, backuprestore.ErrResumeToken)
			}
		}
	}
}

// What a call with a goal of its own started goes on with that goal.
func TestResumeKeepsTheGoalOfTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &stub{answer: func(_ int, r request) (int, string) {
			if r.method == http.MethodPost {
				return http.StatusAccepted, `{"id":"p1","status":"updating"}`
			}
			return http.StatusOK, `{"id":"p1","status":"inactive"}`
		}}
		c := newTestClient(t, server)
		activation, err := c.ProtectionPolicies.Activate(t.Context(), "p1")
		require.NoError(t, err)
		resumed, err := c.ProtectionPolicies.Resume(activation.ResumeToken())
		require.NoError(t, err)
		_, err = resumed.Wait(t.Context())
		require.ErrorIs(t, err, backuprestore.ErrFailed, "an activation that ends inactive")

		deactivation, err := c.ProtectionPolicies.Deactivate(t.Context(), "p1")
		require.NoError(t, err)
		resumed, err = c.ProtectionPolicies.Resume(deactivation.ResumeToken())
		require.NoError(t, err)
		_, err = resumed.Wait(t.Context())
		require.NoError(t, err)
	})
}

func TestResumeRefusesDamagedTokens(t *testing.T) {
	c := newTestClient(t, always(http.StatusOK, "{}"))
	token := c.RestoreSessions.Poller("a").ResumeToken()
	for name, bad := range map[string]string{
		"empty":         "",
		"cut":           token[:len(token)-3],
		"other version": "br9" + token[3:],
		"changed":       strings.Replace(token, "e", "f", 1),
		"no token":      "https://graph.microsoft.com/v1.0/solutions/backupRestore/restoreSessions/a",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.RestoreSessions.Resume(bad)
			require.ErrorIs(t, err, backuprestore.ErrResumeToken)
		})
	}
}

func TestResumeTokenHoldsIDsOnly(t *testing.T) {
	c := newTestClient(t, always(http.StatusOK, "{}"), backuprestore.WithEndpoint("https://gateway.contoso.example/v1.0"))
	token := c.RestoreSessions.Poller(sampleID).ResumeToken()
	other := newTestClient(t, always(http.StatusOK, "{}")).RestoreSessions.Poller(sampleID).ResumeToken()
	require.Equal(t, other, token, "a token depends on its client")
}

func FuzzResumeToken(f *testing.F) {
	c := newTestClient(f, always(http.StatusOK, "{}"))
	for token := range resumable(c) {
		f.Add(token)
	}
	f.Add("br1..")
	f.Add("br1.e30.00000000")
	f.Fuzz(func(t *testing.T, token string) {
		for _, resume := range resumable(c) {
			if same, err := resume(token); err == nil {
				require.Equal(t, strings.TrimSpace(token), same)
			} else {
				require.ErrorIs(t, err, backuprestore.ErrResumeToken)
			}
		}
	})
}
