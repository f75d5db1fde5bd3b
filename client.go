package backuprestore

import (
	"errors"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/microsoft/kiota-abstractions-go/authentication"

	"github.com/graphbackup/backuprestore/internal/transport"
)

// A Client talks to the Backup Storage API of one tenant. Its fields are the
// services, one per resource family. It is safe for concurrent use; make one
// and keep it, so that connections are reused and throttling is heeded by all
// calls together.
type Client struct {
	// Service is the state of the backup service itself: GET and enable.
	Service *BackupService
	// ServiceApps are the applications registered as controllers.
	ServiceApps *ServiceAppsService
	// EmailNotifications is the setting of the notification mails.
	EmailNotifications *EmailNotificationsService
	// ProtectionPolicies say what is backed up.
	ProtectionPolicies *ProtectionPoliciesService
	// ProtectionUnits are the drives, sites and mailboxes under protection.
	ProtectionUnits *ProtectionUnitsService
	// InclusionRules bring units into a policy by an expression.
	InclusionRules *InclusionRulesService
	// BulkAdditionJobs bring units into a policy from a list.
	BulkAdditionJobs *BulkAdditionJobsService
	// RestorePoints are the moments that units can be brought back to.
	RestorePoints *RestorePointsService
	// BrowseSessions open a restore point of a drive or site for looking inside.
	BrowseSessions *BrowseSessionsService
	// RestoreSessions bring units, files and mails back.
	RestoreSessions *RestoreSessionsService
	// BulkRequests fill a restore session from a list.
	BulkRequests *BulkRequestsService

	transport *transport.Transport
	polling   PollingPolicy
}

// NewClient makes a client that signs in with credential: any of azidentity's,
// or your own. Without options it talks to https://graph.microsoft.com/v1.0.
//
// No request is sent before the first call.
func NewClient(credential azcore.TokenCredential, opts ...Option) (*Client, error) {
	if credential == nil {
		return nil, errors.New("backuprestore: no credential; pass one of azidentity's, for example from azidentity.NewDefaultAzureCredential")
	}
	return newClient(transport.Config{Credential: credential}, opts)
}

// NewClientWithAuthenticationProvider makes a client that signs in through a
// kiota authentication provider, for programs that have one already.
func NewClientWithAuthenticationProvider(provider authentication.AuthenticationProvider, opts ...Option) (*Client, error) {
	if provider == nil {
		return nil, errors.New("backuprestore: no authentication provider")
	}
	return newClient(transport.Config{Provider: transport.KiotaProvider(provider)}, opts)
}

func newClient(config transport.Config, opts []Option) (*Client, error) {
	settings := settings{transport: config, polling: defaultPolling}
	settings.transport.UserAgent = userAgent
	if err := settings.apply(append([]Option{WithEndpoint(DefaultEndpoint)}, opts...)); err != nil {
		return nil, fmt.Errorf("backuprestore: %w", err)
	}
	t, err := transport.New(settings.transport)
	if err != nil {
		return nil, fmt.Errorf("backuprestore: %w", err)
	}
	c := &Client{transport: t, polling: settings.polling}
	c.Service = &BackupService{c}
	c.ServiceApps = &ServiceAppsService{c}
	c.EmailNotifications = &EmailNotificationsService{c}
	c.ProtectionPolicies = newProtectionPolicies(c)
	c.ProtectionUnits = newProtectionUnits(c)
	c.InclusionRules = newInclusionRules(c)
	c.BulkAdditionJobs = newBulkAdditionJobs(c)
	c.RestorePoints = &RestorePointsService{c}
	c.BrowseSessions = newBrowseSessions(c)
	c.RestoreSessions = newRestoreSessions(c)
	c.BulkRequests = newBulkRequests(c)
	return c, nil
}

// CloseIdleConnections closes the connections that no call is using. The
// client stays usable.
func (c *Client) CloseIdleConnections() { c.transport.CloseIdleConnections() }
