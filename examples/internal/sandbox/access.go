package sandbox

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/graphtest"
)

// An Access is all that another process needs to reach an embedded server. It
// holds the server's client secret: write it to files that nobody else reads.
type Access struct {
	BaseURL, AuthorityHost           string
	TenantID, ClientID, ClientSecret string
	CertificatePEM                   []byte
}

// AccessTo describes a server.
func AccessTo(server *graphtest.Server) Access {
	return Access{
		BaseURL: server.BaseURL(), AuthorityHost: server.AuthorityHost(),
		TenantID: server.TenantID(), ClientID: server.ClientID(), ClientSecret: server.ClientSecret(),
		CertificatePEM: server.CertificatePEM(),
	}
}

// Connect signs in to the server, which may run in another process.
func (a Access) Connect(opts ...backuprestore.Option) (*backuprestore.Client, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(a.CertificatePEM) {
		return nil, errors.New("embedded server: no certificate to trust")
	}
	return a.connect(&http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}, opts)
}

func (a Access) connect(transport http.RoundTripper, opts []backuprestore.Option) (*backuprestore.Client, error) {
	credential, err := azidentity.NewClientSecretCredential(a.TenantID, a.ClientID, a.ClientSecret, &azidentity.ClientSecretCredentialOptions{
		ClientOptions: azcore.ClientOptions{
			Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: a.AuthorityHost},
			Transport: &http.Client{Transport: transport},
		},
		DisableInstanceDiscovery: true,
	})
	if err != nil {
		return nil, fmt.Errorf("embedded server: sign-in: %w", err)
	}
	return backuprestore.NewClient(credential, append([]backuprestore.Option{
		backuprestore.WithEndpoint(a.BaseURL), backuprestore.WithTransport(transport),
	}, opts...)...)
}
