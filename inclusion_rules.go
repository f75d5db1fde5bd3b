package backuprestore

import (
	"context"
	"iter"
	"net/http"

	"github.com/graphbackup/backuprestore/models"
)

// InclusionRulesService serves the inclusion rules of protection policies, by
// what they bring in. A static rule is evaluated once and can be run again; a
// dynamic one (isAutoApplyEnabled) is evaluated from time to time and can be
// changed. Sites have static rules only. Reading takes
// BackupRestore-Configuration.Read.All, the rest
// BackupRestore-Configuration.ReadWrite.All.
type InclusionRulesService struct {
	Drives    *DriveInclusionRules
	Sites     *SiteInclusionRules
	Mailboxes *MailboxInclusionRules
}

func newInclusionRules(c *Client) *InclusionRulesService {
	return &InclusionRulesService{
		Drives:    &DriveInclusionRules{c},
		Sites:     &SiteInclusionRules{c},
		Mailboxes: &MailboxInclusionRules{c},
	}
}

// DriveInclusionRules serves the rules that bring in drives. Use it through the
// fields of [InclusionRulesService].
//
//workloads:copy SharePoint Exchange
type DriveInclusionRules struct{ client *Client }

func (s *DriveInclusionRules) path(policyID string) path {
	return rootPath().sub("oneDriveForBusinessProtectionPolicies").item(policyID).sub("driveInclusionRules")
}

// jobs of a rule: to be evaluated, to be deleted with its units.
func (s *DriveInclusionRules) evaluation(ids []string) job[models.DriveProtectionRule] {
	return ruleJob("driveInclusionRules", ids, ruleEvaluationPhases, s.Get)
}

func (s *DriveInclusionRules) deletion(ids []string) job[models.DriveProtectionRule] {
	j := ruleJob("driveInclusionRules deletion", ids, ruleDeletionPhases, s.Get)
	j.goneIsDone = true
	return j
}

// Create adds a rule to a policy and starts its evaluation; the poller's
// Latest has the rule's id. [ErrLimit] when the expression names too many
// groups, [ErrBadRequest] when it cannot be read. After [ErrAmbiguous] look
// through List.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules
func (s *DriveInclusionRules) Create(ctx context.Context, policyID string, body models.DriveProtectionRuleCreate, opts ...RequestOption) (*Poller[models.DriveProtectionRule], error) {
	rule, err := post[models.DriveProtectionRule](ctx, s.client, s.path(policyID), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.evaluation([]string{policyID, rule.Base().ID}), rule), nil
}

// List lists the rules of a policy.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules
func (s *DriveInclusionRules) List(ctx context.Context, policyID string, opts ...RequestOption) iter.Seq2[models.DriveProtectionRule, error] {
	return list[models.DriveProtectionRule](ctx, s.client, s.path(policyID), opts)
}

// ListAll lists the rules of this kind over all policies. No page describes
// it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/driveInclusionRules
func (s *DriveInclusionRules) ListAll(ctx context.Context, opts ...RequestOption) iter.Seq2[models.DriveProtectionRule, error] {
	return list[models.DriveProtectionRule](ctx, s.client, rootPath().sub("driveInclusionRules"), opts)
}

// Get reads a rule; [ErrNotFound] when there is none of that id.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}
func (s *DriveInclusionRules) Get(ctx context.Context, policyID, id string, opts ...RequestOption) (models.DriveProtectionRule, error) {
	return get[models.DriveProtectionRule](ctx, s.client, s.path(policyID).item(id), opts)
}

// Delete deletes a rule whose evaluation is done; the units that it brought in
// stay protected.
//
//graph:operation DELETE /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}
func (s *DriveInclusionRules) Delete(ctx context.Context, policyID, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path(policyID).item(id), opts)
}

// Run evaluates a static rule again; [ErrBadRequest] for a dynamic one. The
// answer of the service has no expression. After [ErrAmbiguous] read the rule.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}/run
func (s *DriveInclusionRules) Run(ctx context.Context, policyID, id string, opts ...RequestOption) (*Poller[models.DriveProtectionRule], error) {
	rule, err := post[models.DriveProtectionRule](ctx, s.client, s.path(policyID).item(id).sub("run"), nil, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.evaluation([]string{policyID, id}), rule), nil
}

// Poller follows the evaluation of a rule that was started elsewhere.
func (s *DriveInclusionRules) Poller(policyID, id string) *Poller[models.DriveProtectionRule] {
	return pollerFor(s.client, s.evaluation([]string{policyID, id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *DriveInclusionRules) Resume(token string) (*Poller[models.DriveProtectionRule], error) {
	return resume(s.client, token, 2, s.evaluation, s.deletion)
}

// Update changes the expression of a dynamic rule, which is then evaluated
// again; [ErrBadRequest] for a static one.
//
//graph:operation PATCH /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}
//workloads:copy Exchange
func (s *DriveInclusionRules) Update(ctx context.Context, policyID, id string, body models.DriveProtectionRuleUpdate, opts ...RequestOption) (*Poller[models.DriveProtectionRule], error) {
	rule, err := patch[models.DriveProtectionRule](ctx, s.client, s.path(policyID).item(id), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.evaluation([]string{policyID, id}), rule), nil
}

// DeleteAndUnprotect deletes a dynamic rule and takes the units that it
// brought in out of the policy. The poller is done when the rule is gone.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}/deleteAndUnprotect
//workloads:copy Exchange
func (s *DriveInclusionRules) DeleteAndUnprotect(ctx context.Context, policyID, id string, opts ...RequestOption) (*Poller[models.DriveProtectionRule], error) {
	action := call{method: http.MethodPost, path: s.path(policyID).item(id).sub("deleteAndUnprotect")}
	rule, err := perform[models.Unwrapped[models.DriveProtectionRule]](ctx, s.client, action, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.deletion([]string{policyID, id}), rule.Value), nil
}

func ruleJob[R models.ProtectionRule](kind string, ids []string, phases statusTable[models.ProtectionRuleStatus], get func(context.Context, string, string, ...RequestOption) (R, error)) job[R] {
	return job[R]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (R, error) { return get(ctx, ids[0], ids[1], opts...) },
		inspect: func(rule R) condition {
			base := rule.Base()
			return conditionOf(phases, base.Status.Or(""), base.Error)
		},
	}
}
