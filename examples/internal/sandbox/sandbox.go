// Package sandbox connects the examples: to a real tenant, or to an embedded
// server that needs no set-up.
package sandbox

import (
	"errors"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/graphbackup/backuprestore"
	"github.com/graphbackup/backuprestore/graphtest"
)

// Live connects to the tenant that azidentity's default credential chain signs
// in to: environment, workload identity, managed identity, az and so on.
func Live(opts ...backuprestore.Option) (*backuprestore.Client, error) {
	credential, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		return nil, fmt.Errorf("no credential: %w", err)
	}
	return backuprestore.NewClient(credential, opts...)
}

// Explain adds to an error what a person can do about it.
func Explain(err error) error {
	if errors.Is(err, backuprestore.ErrUnauthorized) {
		return fmt.Errorf("%w; sign in first, with az login or by setting AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET", err)
	}
	return err
}

// Offline connects to an embedded server over TLS on a loopback address, with
// a token that azidentity asks that server's token endpoint for. Close the
// server after use.
func Offline(tenant *graphtest.Tenant, serverOpts []graphtest.Option, opts ...backuprestore.Option) (*backuprestore.Client, *graphtest.Server, error) {
	server, err := graphtest.NewServer(tenant, serverOpts...)
	if err != nil {
		return nil, nil, fmt.Errorf("embedded server: %w", err)
	}
	client, err := AccessTo(server).connect(server.Transport(), opts)
	if err != nil {
		server.Close()
		return nil, nil, err
	}
	return client, server, nil
}
