package backuprestore_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	nethttplibrary "github.com/microsoft/kiota-http-go"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/models"
)

func TestNewClientRefusesWhatCannotWork(t *testing.T) {
	for name, test := range map[string]struct {
		opt  backuprestore.Option
		says string
	}{
		"plain http":       {backuprestore.WithEndpoint("http://graph.contoso.example/v1.0"), "loopback"},
		"no url":           {backuprestore.WithEndpoint("graph"), "not a URL"},
		"no version":       {backuprestore.WithEndpoint("https://graph.contoso.example"), "version"},
		"user info":        {backuprestore.WithEndpoint("https://me:pw@graph.contoso.example/v1.0"), "user info"},
		"nil transport":    {backuprestore.WithTransport(nil), "transport"},
		"nil middleware":   {backuprestore.WithMiddleware(nil), "middleware"},
		"kiota's retries":  {backuprestore.WithMiddleware(nethttplibrary.NewRetryHandler()), "retry handler"},
		"own token header": {backuprestore.WithHeader("Authorization", "Bearer x"), "authorization"},
		"negative retries": {backuprestore.WithRetry(backuprestore.RetryPolicy{MaxAttempts: -1}), "negative"},
		"no answers":       {backuprestore.WithMaxResponseBytes(0), "response limit"},
		"polls backwards":  {backuprestore.WithPolling(backuprestore.PollingPolicy{Growth: 0.5}), "polling"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := backuprestore.NewClient(staticToken("t"), test.opt)
			require.Nil(t, c)
			require.ErrorContains(t, err, test.says)
		})
	}
	_, err := backuprestore.NewClient(nil)
	require.ErrorContains(t, err, "azidentity")
	_, err = backuprestore.NewClientWithAuthenticationProvider(nil)
	require.ErrorContains(t, err, "provider")
}

// provider is a kiota authentication provider.
type provider struct{ token string }

func (p provider) AuthenticateRequest(_ context.Context, r *abstractions.RequestInformation, _ map[string]any) error {
	r.Headers.Add("Authorization", "Bearer "+p.token)
	return nil
}

// named is kiota middleware that leaves a mark on every attempt.
type named string

func (m named) Intercept(p nethttplibrary.Pipeline, i int, r *http.Request) (*http.Response, error) {
	r.Header.Add("X-Seen-By", string(m))
	return p.Next(r, i)
}

func TestClientTakesKiotaProvidersAndMiddleware(t *testing.T) {
	server := always(http.StatusOK, sessionJSON("active"))
	c, err := backuprestore.NewClientWithAuthenticationProvider(provider{"from-kiota"}, backuprestore.WithTransport(server),
		backuprestore.WithMiddleware(named("first"), named("second")), backuprestore.WithUserAgent("contoso/1"), backuprestore.WithHeader("X-Team", "backup"))
	require.NoError(t, err)
	_, err = c.RestoreSessions.Get(t.Context(), sampleID)
	require.NoError(t, err)
	header := server.seen()[0].header
	require.Equal(t, []string{"Bearer from-kiota"}, header["Authorization"])
	require.Equal(t, []string{"first", "second"}, header["X-Seen-By"])
	require.Equal(t, "contoso/1 graphbackup-backuprestore/"+backuprestore.Version, header.Get("User-Agent"))
	require.Equal(t, "backup", header.Get("X-Team"))
}

func TestRequestOptionsShapeTheCall(t *testing.T) {
	server := always(http.StatusOK, `{"@odata.count":7,"value":[]}`)
	var answer backuprestore.Response
	require.NoError(t, drain(newTestClient(t, server).ProtectionUnits.Drives.List(t.Context(),
		backuprestore.Filter("email eq "+backuprestore.Quote("o'neil+x@contoso.example")), backuprestore.Select("id", "email"),
		backuprestore.OrderBy("email desc"), backuprestore.Top(5), backuprestore.Count(), backuprestore.Query("custom", "a b"),
		backuprestore.Header("X-Trace", "1"), backuprestore.APIVersion("beta"), backuprestore.Capture(&answer))))
	sent := server.seen()[0]
	require.Equal(t, "/beta/solutions/backupRestore/protectionUnits/microsoft.graph.driveProtectionUnit", sent.path)
	require.Equal(t, "$count=true&$filter=email%20eq%20%27o%27%27neil%2Bx%40contoso.example%27&$orderby=email%20desc&$select=id%2Cemail&$top=5&custom=a%20b", sent.query)
	require.Equal(t, "1", sent.header.Get("X-Trace"))
	require.Equal(t, http.StatusOK, answer.Status)
	require.Equal(t, int64(7), answer.Count.Or(0))
	require.NotEmpty(t, answer.RequestID)
	require.NotEmpty(t, answer.ClientRequestID)
}

func TestDoReachesWhatHasNoMethod(t *testing.T) {
	server := &stub{answer: func(_ int, r request) (int, string) {
		if r.method == http.MethodDelete {
			return http.StatusNoContent, ""
		}
		return http.StatusOK, `{"value":[{"newThing":1}]}`
	}}
	c := newTestClient(t, server)
	answer, err := c.Do(t.Context(), backuprestore.RawRequest{Method: http.MethodGet, Path: "/solutions/backupRestore/activityLogs"}, backuprestore.APIVersion("beta"), backuprestore.Top(1))
	require.NoError(t, err)
	require.JSONEq(t, `{"value":[{"newThing":1}]}`, string(answer.Body))
	require.Equal(t, "/beta/solutions/backupRestore/activityLogs", server.seen()[0].path)
	require.Equal(t, "$top=1", server.seen()[0].query)
	answer, err = c.Do(t.Context(), backuprestore.RawRequest{Method: http.MethodDelete, Path: "/solutions/backupRestore/things/1"})
	require.NoError(t, err)
	require.Empty(t, answer.Body)
	require.Equal(t, http.StatusNoContent, answer.Status)
}

// What /beta adds comes through typed calls, too: members, properties and
// whole subtypes that nobody knows.
func TestUnknownsOfALaterVersionSurvive(t *testing.T) {
	server := always(http.StatusOK, `{"value":[
		{"@odata.type":"#microsoft.graph.teamsProtectionPolicy","id":"p1","status":"offboardRequested","billingPolicyId":"b1"},
		{"@odata.type":"#microsoft.graph.SHAREPOINTProtectionPolicy","id":"p2","status":"active","protectionMode":"standard"}]}`)
	list, err := backuprestore.Collect(newTestClient(t, server).ProtectionPolicies.List(t.Context(), backuprestore.APIVersion("beta")))
	require.NoError(t, err)
	unknown, ok := list[0].(models.UnknownProtectionPolicy)
	require.True(t, ok)
	require.Equal(t, models.ProtectionPolicyStatus("offboardRequested"), unknown.Status.Or(""))
	billing, ok := unknown.Unknown("billingPolicyId")
	require.True(t, ok)
	require.Equal(t, `"b1"`, string(billing))
	require.IsType(t, models.SharePointProtectionPolicy{}, list[1])
}

func TestErrorsMatchTheirSentinels(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"bad request":   {400, `{"error":{"code":"InvalidSearchRequest","message":"m"}}`, backuprestore.ErrBadRequest},
		"limit as 400":  {400, `{"error":{"code":"RestoreArtifactsLimitBreached","message":"m"}}`, backuprestore.ErrLimit},
		"bulk limit":    {400, `{"error":{"code":"BulkRestoreRestorationResourcesCountExceedsLimit","message":"m"}}`, backuprestore.ErrLimit},
		"limit as 413":  {413, `{"error":{"code":"ProtectionUnitsLimitBreached","message":"m"}}`, backuprestore.ErrLimit},
		"unauthorized":  {401, `{"error":{"code":"InvalidAuthenticationToken","message":"m"}}`, backuprestore.ErrUnauthorized},
		"billing":       {402, `{"error":{"code":"InvalidBillingProfile","message":"m"}}`, backuprestore.ErrBilling},
		"forbidden":     {403, `{"error":{"code":"PolicyActionNotAllowed","message":"m"}}`, backuprestore.ErrForbidden},
		"not found":     {404, `{"error":{"code":"RestoreSessionNotFound","message":"m"}}`, backuprestore.ErrNotFound},
		"conflict":      {409, `{"error":{"code":"PolicyCreationNotAllowed","message":"m"}}`, backuprestore.ErrConflict},
		"unprocessable": {422, `{"error":{"code":"x","message":"m"}}`, backuprestore.ErrBadRequest},
		"25 sessions":   {500, `{"error":{"code":"TooManyActiveRestoreSessions","message":"m"}}`, backuprestore.ErrThrottled},
		"no id":         {200, `{}`, backuprestore.ErrBadAnswer},
		"empty answer":  {200, ``, backuprestore.ErrBadAnswer},
		"json null":     {200, `null`, backuprestore.ErrBadAnswer},
		"truncated":     {200, `{"id":"x","sta`, backuprestore.ErrBadAnswer},
		"html":          {200, `<html>sign in</html>`, backuprestore.ErrBadAnswer},
		"wrong type":    {200, `{"id":5}`, backuprestore.ErrBadAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			server := always(test.status, test.body)
			poller, err := newTestClient(t, server).RestoreSessions.Activate(t.Context(), sampleID)
			require.Nil(t, poller)
			require.ErrorIs(t, err, test.want)
			var e *backuprestore.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, test.status, e.Status)
			require.Equal(t, "/solutions/backupRestore/restoreSessions/{id}/activate", e.Path)
			require.NotEmpty(t, e.ClientRequestID)
			require.NotContains(t, err.Error(), sampleID)
			for _, other := range []error{backuprestore.ErrNotFound, backuprestore.ErrConflict, backuprestore.ErrThrottled, backuprestore.ErrAmbiguous, backuprestore.ErrUnavailable} {
				// A POST whose answer cannot be read has run, as far as anybody knows.
				want := errors.Is(test.want, other) || errors.Is(test.want, backuprestore.ErrBadAnswer) && errors.Is(other, backuprestore.ErrAmbiguous)
				require.Equal(t, want, errors.Is(err, other), "%v", other)
			}
			require.Len(t, server.seen(), 1)
		})
	}
}
