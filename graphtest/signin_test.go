package graphtest_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/graphtest"
)

func clientOptions(srv *graphtest.Server) azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud: cloud.Configuration{ActiveDirectoryAuthorityHost: srv.AuthorityHost()}, Transport: srv.HTTPClient(),
		Retry: policy.RetryOptions{MaxRetries: -1},
	}
}

func socketServer(t *testing.T, opts ...graphtest.Option) *graphtest.Server {
	t.Helper()
	srv, err := graphtest.NewServer(graphtest.NewTenant(graphtest.Size{Drives: 3}), opts...)
	require.NoError(t, err)
	t.Cleanup(srv.Close)
	return srv
}

func signIn(t *testing.T, cred azcore.TokenCredential) (azcore.AccessToken, error) {
	t.Helper()
	return cred.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
}

func TestClientSecret(t *testing.T) {
	srv := socketServer(t)
	opts := &azidentity.ClientSecretCredentialOptions{ClientOptions: clientOptions(srv), DisableInstanceDiscovery: true}
	cred, err := azidentity.NewClientSecretCredential(srv.TenantID(), srv.ClientID(), srv.ClientSecret(), opts)
	require.NoError(t, err)
	token, err := signIn(t, cred)
	require.NoError(t, err)
	c := newClient(t, srv)
	c.holding(token.Token)
	c.want(200, "GET", "/restoreSessions", nil)

	wrong, err := azidentity.NewClientSecretCredential(srv.TenantID(), srv.ClientID(), "guess", opts)
	require.NoError(t, err)
	_, err = signIn(t, wrong)
	require.ErrorContains(t, err, "AADSTS7000215")
	for _, r := range srv.Requests() {
		require.Empty(t, r.Header.Get("Authorization"))
		require.NotContains(t, string(r.Body), "guess")
	}
}

func TestClaimsChallengeIsAnswered(t *testing.T) {
	srv := socketServer(t)
	opts := &azidentity.ClientSecretCredentialOptions{ClientOptions: clientOptions(srv), DisableInstanceDiscovery: true}
	cred, err := azidentity.NewClientSecretCredential(srv.TenantID(), srv.ClientID(), srv.ClientSecret(), opts)
	require.NoError(t, err)
	ask := policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}, EnableCAE: true}
	first, err := cred.GetToken(t.Context(), ask)
	require.NoError(t, err)
	srv.RevokeTokens()
	cached, err := cred.GetToken(t.Context(), ask)
	require.NoError(t, err)
	require.Equal(t, first.Token, cached.Token, "the credential cannot know")
	ask.Claims = `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`
	second, err := cred.GetToken(t.Context(), ask)
	require.NoError(t, err)
	c := newClient(t, srv)
	c.holding(first.Token)
	c.want(401, "GET", "/restoreSessions", nil)
	c.holding(second.Token)
	c.want(200, "GET", "/restoreSessions", nil)
}

func TestManyClientsAtOnce(t *testing.T) {
	srv := socketServer(t, graphtest.WithSpeed(graphtest.Speed{}), graphtest.WithFaults(graphtest.Fault{Kind: graphtest.FaultLostWrite, Share: 0.2}))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			c := newClient(t, srv)
			for range 10 {
				r, err := c.try("POST", "/oneDriveForBusinessRestoreSessions", "{}")
				assert.NoError(t, err)
				assert.Equal(t, 201, r.status)
				_, err = c.try("GET", "/restoreSessions", nil)
				assert.NoError(t, err)
				_ = srv.Restores()
			}
		})
	}
	group.Wait()
	lost := 0
	ids := map[string]bool{}
	for _, e := range srv.Effects() {
		if e.Lost {
			lost++
		}
		ids[e.ID] = true
	}
	require.Len(t, ids, 80, "a lost id is not given out again")
	require.Positive(t, lost)
	require.Len(t, newClient(t, srv).all("/restoreSessions"), 80-lost)
}

func TestClientCertificate(t *testing.T) {
	srv := socketServer(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	opts := &azidentity.ClientCertificateCredentialOptions{ClientOptions: clientOptions(srv), DisableInstanceDiscovery: true}
	cred, err := azidentity.NewClientCertificateCredential(srv.TenantID(), srv.ClientID(), []*x509.Certificate{cert}, crypto.PrivateKey(key), opts)
	require.NoError(t, err)
	_, err = signIn(t, cred)
	require.ErrorContains(t, err, "AADSTS700027", "the certificate is not registered yet")
	srv.RegisterCertificate(cert)
	_, err = signIn(t, cred)
	require.NoError(t, err)
}

func TestWorkloadIdentity(t *testing.T) {
	srv := socketServer(t)
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("federated"), 0o600))
	cred, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions: clientOptions(srv), DisableInstanceDiscovery: true, ClientID: srv.ClientID(), TenantID: srv.TenantID(), TokenFilePath: file,
	})
	require.NoError(t, err)
	_, err = signIn(t, cred)
	require.Error(t, err)
	srv.RegisterAssertion("federated")
	_, err = signIn(t, cred)
	require.NoError(t, err)
}

func TestTokensExpireAndCanBeRevoked(t *testing.T) {
	srv := socketServer(t)
	c := newClient(t, srv)
	c.holding(srv.Token(graphtest.ExpiresIn(-time.Second)))
	c.refused(401, "InvalidAuthenticationToken", "GET", "/restoreSessions", nil)
	c.holding(srv.Token())
	c.want(200, "GET", "/restoreSessions", nil)
	srv.RevokeTokens()
	r := c.want(401, "GET", "/restoreSessions", nil)
	challenge := r.header.Get("WWW-Authenticate")
	require.Contains(t, challenge, `error="insufficient_claims"`)
	_, claims, _ := strings.Cut(challenge, `claims="`)
	text, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(claims, `"`))
	require.NoError(t, err)
	require.Contains(t, string(text), `"nbf":{"essential":true`)
	token := srv.Token()
	c.holding(token)
	c.want(200, "GET", "/restoreSessions", nil)
	c.holding(token + "x")
	c.want(401, "GET", "/restoreSessions", nil)
	c.holding("")
	c.want(401, "GET", "/restoreSessions", nil)
}
