package backuprestore

import (
	"context"
	"iter"

	"github.com/graphbackup/backuprestore/models"
)

// ProtectionPoliciesService serves the protection policies of all workloads
// together, and through its fields those of one. A tenant has one active
// policy per workload. Reading takes BackupRestore-Configuration.Read.All, the
// rest BackupRestore-Configuration.ReadWrite.All.
type ProtectionPoliciesService struct {
	OneDrive   *OneDriveProtectionPolicies
	SharePoint *SharePointProtectionPolicies
	Exchange   *ExchangeProtectionPolicies

	client *Client
}

func newProtectionPolicies(c *Client) *ProtectionPoliciesService {
	return &ProtectionPoliciesService{
		client:     c,
		OneDrive:   &OneDriveProtectionPolicies{c},
		SharePoint: &SharePointProtectionPolicies{c},
		Exchange:   &ExchangeProtectionPolicies{c},
	}
}

func (s *ProtectionPoliciesService) path() path { return rootPath().sub("protectionPolicies") }

// jobs of a policy: to settle after any change, to become active, to become
// inactive.
func (s *ProtectionPoliciesService) settling(ids []string) job[models.ProtectionPolicy] {
	return s.job("protectionPolicy", ids, policySettledPhases)
}

func (s *ProtectionPoliciesService) activation(ids []string) job[models.ProtectionPolicy] {
	return s.job("protectionPolicy activation", ids, policyActivationPhases)
}

func (s *ProtectionPoliciesService) deactivation(ids []string) job[models.ProtectionPolicy] {
	return s.job("protectionPolicy deactivation", ids, policyDeactivationPhases)
}

func (s *ProtectionPoliciesService) job(kind string, ids []string, phases statusTable[models.ProtectionPolicyStatus]) job[models.ProtectionPolicy] {
	return job[models.ProtectionPolicy]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (models.ProtectionPolicy, error) {
			return s.Get(ctx, ids[0], opts...)
		},
		inspect: func(policy models.ProtectionPolicy) condition {
			return conditionOf(phases, policy.Base().Status.Or(""), models.Nullable[models.PublicError]{})
		},
	}
}

// List lists the policies of all workloads.
//
//graph:operation GET /solutions/backupRestore/protectionPolicies
func (s *ProtectionPoliciesService) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.ProtectionPolicy, error] {
	return listUnion[models.ProtectionPolicy](ctx, s.client, s.path(), opts)
}

// Get reads a policy. Its protectionPolicyArtifactCount comes only when it is
// asked for with [Select].
//
//graph:operation GET /solutions/backupRestore/protectionPolicies/{id}
func (s *ProtectionPoliciesService) Get(ctx context.Context, id string, opts ...RequestOption) (models.ProtectionPolicy, error) {
	return getUnion[models.ProtectionPolicy](ctx, s.client, s.path().item(id), opts)
}

// Delete deletes an inactive policy; [ErrForbidden] for any other.
//
//graph:operation DELETE /solutions/backupRestore/protectionPolicies/{id}
func (s *ProtectionPoliciesService) Delete(ctx context.Context, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path().item(id), opts)
}

// Activate starts the protection of an inactive policy's units. Publicly known
// times are about an hour, and another to the first restore points.
// [ErrForbidden] or [ErrBadRequest] when the state does not allow it. After
// [ErrAmbiguous] read the policy: it was activated unless it is inactive.
//
//graph:operation POST /solutions/backupRestore/protectionPolicies/{id}/activate
func (s *ProtectionPoliciesService) Activate(ctx context.Context, id string, opts ...RequestOption) (*Poller[models.ProtectionPolicy], error) {
	return s.change(ctx, id, "activate", s.activation, opts)
}

// Deactivate stops new restore points; those that exist stay for their
// retention. Errors are those of Activate.
//
//graph:operation POST /solutions/backupRestore/protectionPolicies/{id}/deactivate
func (s *ProtectionPoliciesService) Deactivate(ctx context.Context, id string, opts ...RequestOption) (*Poller[models.ProtectionPolicy], error) {
	return s.change(ctx, id, "deactivate", s.deactivation, opts)
}

func (s *ProtectionPoliciesService) change(ctx context.Context, id, action string, goal func([]string) job[models.ProtectionPolicy], opts []RequestOption) (*Poller[models.ProtectionPolicy], error) {
	policy, err := postUnion[models.ProtectionPolicy](ctx, s.client, s.path().item(id).sub(action), nil, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, goal([]string{id}), policy), nil
}

// Poller follows a policy until no change of it is under way, whichever
// program made the change.
func (s *ProtectionPoliciesService) Poller(id string) *Poller[models.ProtectionPolicy] {
	return pollerFor(s.client, s.settling([]string{id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *ProtectionPoliciesService) Resume(token string) (*Poller[models.ProtectionPolicy], error) {
	return resume(s.client, token, 1, s.settling, s.activation, s.deactivation)
}

// OneDriveProtectionPolicies serves the policies that protect drives. Use it
// through the fields of [ProtectionPoliciesService].
//
//workloads:copy SharePoint Exchange
type OneDriveProtectionPolicies struct{ client *Client }

func (s *OneDriveProtectionPolicies) path() path {
	return rootPath().sub("oneDriveForBusinessProtectionPolicies")
}

// Create makes an inactive policy with up to 50 units; more go in by Update, a
// bulk addition job or a rule. [ErrConflict] when the workload has an active
// policy or a unit belongs to another. After [ErrAmbiguous] look through List.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies
func (s *OneDriveProtectionPolicies) Create(ctx context.Context, body models.OneDriveForBusinessProtectionPolicyCreate, opts ...RequestOption) (models.OneDriveForBusinessProtectionPolicy, error) {
	return post[models.OneDriveForBusinessProtectionPolicy](ctx, s.client, s.path(), body, opts)
}

// List lists the policies of the workload. No page describes it; the metadata
// does.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies
func (s *OneDriveProtectionPolicies) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.OneDriveForBusinessProtectionPolicy, error] {
	return list[models.OneDriveForBusinessProtectionPolicy](ctx, s.client, s.path(), opts)
}

// Get reads a policy of the workload. No page describes it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}
func (s *OneDriveProtectionPolicies) Get(ctx context.Context, id string, opts ...RequestOption) (models.OneDriveForBusinessProtectionPolicy, error) {
	return get[models.OneDriveForBusinessProtectionPolicy](ctx, s.client, s.path().item(id), opts)
}

// Update renames a policy, adds units to it and removes them. The service
// takes 50 units a request; more are sent in order as several requests. The
// result holds the outcome of every unit that was sent; [*PartialError] says
// which failed, or how far the change came when a later request failed. A unit
// that a dynamic rule holds cannot be removed.
//
//graph:operation PATCH /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}
func (s *OneDriveProtectionPolicies) Update(ctx context.Context, id string, body models.OneDriveForBusinessProtectionPolicyUpdate, opts ...RequestOption) (models.OneDriveForBusinessProtectionPolicyUpdateResult, error) {
	return update[models.OneDriveForBusinessProtectionPolicyUpdate, models.OneDriveForBusinessProtectionPolicyUpdateResult](ctx, s.client, s.path().item(id), body, opts)
}
