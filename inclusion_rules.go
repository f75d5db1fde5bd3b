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

// The inclusion rules by what they bring in.
type (
	// DriveInclusionRules bring in the OneDrives of groups' members.
	DriveInclusionRules = DynamicInclusionRules[models.DriveProtectionRule, models.DriveProtectionRuleCreate, models.DriveProtectionRuleUpdate]
	// MailboxInclusionRules bring in the mailboxes of groups' members.
	MailboxInclusionRules = DynamicInclusionRules[models.MailboxProtectionRule, models.MailboxProtectionRuleCreate, models.MailboxProtectionRuleUpdate]
	// SiteInclusionRules bring in sites by name and address.
	SiteInclusionRules = InclusionRules[models.SiteProtectionRule, models.SiteProtectionRuleCreate]
)

func newInclusionRules(c *Client) *InclusionRulesService {
	return &InclusionRulesService{
		Drives: &DriveInclusionRules{InclusionRules[models.DriveProtectionRule, models.DriveProtectionRuleCreate]{
			c, "oneDriveForBusinessProtectionPolicies", "driveInclusionRules"}},
		Mailboxes: &MailboxInclusionRules{InclusionRules[models.MailboxProtectionRule, models.MailboxProtectionRuleCreate]{
			c, "exchangeProtectionPolicies", "mailboxInclusionRules"}},
		Sites: &SiteInclusionRules{c, "sharePointProtectionPolicies", "siteInclusionRules"},
	}
}

// An InclusionRules serves the rules R of one kind, created by C. Use it
// through the fields of [InclusionRulesService].
type InclusionRules[R models.ProtectionRule, C requestBody] struct {
	client         *Client
	policies, name string
}

func (s *InclusionRules[R, C]) path(policyID string) path {
	return rootPath().sub(s.policies).item(policyID).sub(s.name)
}

// jobs of a rule: to be evaluated, to be deleted with its units.
func (s *InclusionRules[R, C]) evaluation(ids []string) job[R] {
	return s.job(s.name, ids, ruleEvaluationPhases)
}

func (s *InclusionRules[R, C]) deletion(ids []string) job[R] {
	j := s.job(s.name+" deletion", ids, ruleDeletionPhases)
	j.goneIsDone = true
	return j
}

func (s *InclusionRules[R, C]) job(kind string, ids []string, phases statusTable[models.ProtectionRuleStatus]) job[R] {
	return job[R]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (R, error) {
			return s.Get(ctx, ids[0], ids[1], opts...)
		},
		inspect: func(rule R) condition {
			base := rule.Base()
			return conditionOf(phases, base.Status.Or(""), base.Error)
		},
	}
}

// Create adds a rule to a policy and starts its evaluation; the poller's
// Latest has the rule's id. [ErrLimit] when the expression names too many
// groups, [ErrBadRequest] when it cannot be read. After [ErrAmbiguous] look
// through List.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules
//graph:operation POST /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteInclusionRules
//graph:operation POST /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxInclusionRules
func (s *InclusionRules[R, C]) Create(ctx context.Context, policyID string, body C, opts ...RequestOption) (*Poller[R], error) {
	rule, err := post[R](ctx, s.client, s.path(policyID), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.evaluation([]string{policyID, rule.Base().ID}), rule), nil
}

// List lists the rules of a policy.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules
//graph:operation GET /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteInclusionRules
//graph:operation GET /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxInclusionRules
func (s *InclusionRules[R, C]) List(ctx context.Context, policyID string, opts ...RequestOption) iter.Seq2[R, error] {
	return list[R](ctx, s.client, s.path(policyID), opts)
}

// ListAll lists the rules of this kind over all policies. No page describes
// it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/driveInclusionRules
//graph:operation GET /solutions/backupRestore/siteInclusionRules
//graph:operation GET /solutions/backupRestore/mailboxInclusionRules
func (s *InclusionRules[R, C]) ListAll(ctx context.Context, opts ...RequestOption) iter.Seq2[R, error] {
	return list[R](ctx, s.client, rootPath().sub(s.name), opts)
}

// Get reads a rule; [ErrNotFound] when there is none of that id.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}
//graph:operation GET /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteInclusionRules/{id}
//graph:operation GET /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxInclusionRules/{id}
func (s *InclusionRules[R, C]) Get(ctx context.Context, policyID, id string, opts ...RequestOption) (R, error) {
	return get[R](ctx, s.client, s.path(policyID).item(id), opts)
}

// Delete deletes a rule whose evaluation is done; the units that it brought in
// stay protected.
//
//graph:operation DELETE /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}
//graph:operation DELETE /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteInclusionRules/{id}
//graph:operation DELETE /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxInclusionRules/{id}
func (s *InclusionRules[R, C]) Delete(ctx context.Context, policyID, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path(policyID).item(id), opts)
}

// Run evaluates a static rule again; [ErrBadRequest] for a dynamic one. The
// answer of the service has no expression. After [ErrAmbiguous] read the rule.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}/run
//graph:operation POST /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteInclusionRules/{id}/run
//graph:operation POST /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxInclusionRules/{id}/run
func (s *InclusionRules[R, C]) Run(ctx context.Context, policyID, id string, opts ...RequestOption) (*Poller[R], error) {
	rule, err := post[R](ctx, s.client, s.path(policyID).item(id).sub("run"), nil, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.evaluation([]string{policyID, id}), rule), nil
}

// Poller follows the evaluation of a rule that was started elsewhere.
func (s *InclusionRules[R, C]) Poller(policyID, id string) *Poller[R] {
	return pollerFor(s.client, s.evaluation([]string{policyID, id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *InclusionRules[R, C]) Resume(token string) (*Poller[R], error) {
	return resume(s.client, token, 2, s.evaluation, s.deletion)
}

// A DynamicInclusionRules serves rules that may be dynamic, changed by U,
// besides static ones. Use it through the fields of [InclusionRulesService].
type DynamicInclusionRules[R models.ProtectionRule, C, U requestBody] struct {
	InclusionRules[R, C]
}

// Update changes the expression of a dynamic rule, which is then evaluated
// again; [ErrBadRequest] for a static one.
//
//graph:operation PATCH /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}
//graph:operation PATCH /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxInclusionRules/{id}
func (s *DynamicInclusionRules[R, C, U]) Update(ctx context.Context, policyID, id string, body U, opts ...RequestOption) (*Poller[R], error) {
	rule, err := patch[R](ctx, s.client, s.path(policyID).item(id), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.evaluation([]string{policyID, id}), rule), nil
}

// DeleteAndUnprotect deletes a dynamic rule and takes the units that it
// brought in out of the policy. The poller is done when the rule is gone.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveInclusionRules/{id}/deleteAndUnprotect
//graph:operation POST /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxInclusionRules/{id}/deleteAndUnprotect
func (s *DynamicInclusionRules[R, C, U]) DeleteAndUnprotect(ctx context.Context, policyID, id string, opts ...RequestOption) (*Poller[R], error) {
	action := call{method: http.MethodPost, path: s.path(policyID).item(id).sub("deleteAndUnprotect")}
	rule, err := perform[models.Unwrapped[R]](ctx, s.client, action, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.deletion([]string{policyID, id}), rule.Value), nil
}
