package backuprestore

import (
	"context"
	"iter"

	"github.com/graphbackup/backuprestore/models"
)

// BulkAdditionJobsService serves the jobs that bring many units into a
// protection policy at once, by what they bring in. Reading takes
// BackupRestore-Configuration.Read.All, creating
// BackupRestore-Configuration.ReadWrite.All.
type BulkAdditionJobsService struct {
	Drives    *DriveBulkAdditionJobs
	Sites     *SiteBulkAdditionJobs
	Mailboxes *MailboxBulkAdditionJobs
}

// The bulk addition jobs by what they bring in.
type (
	// DriveBulkAdditionJobs bring in OneDrives.
	DriveBulkAdditionJobs = BulkAdditionJobs[models.DriveProtectionUnitsBulkAdditionJob, models.DriveProtectionUnitsBulkAdditionJobCreate]
	// SiteBulkAdditionJobs bring in sites.
	SiteBulkAdditionJobs = BulkAdditionJobs[models.SiteProtectionUnitsBulkAdditionJob, models.SiteProtectionUnitsBulkAdditionJobCreate]
	// MailboxBulkAdditionJobs bring in mailboxes.
	MailboxBulkAdditionJobs = BulkAdditionJobs[models.MailboxProtectionUnitsBulkAdditionJob, models.MailboxProtectionUnitsBulkAdditionJobCreate]
)

func newBulkAdditionJobs(c *Client) *BulkAdditionJobsService {
	return &BulkAdditionJobsService{
		Drives:    &DriveBulkAdditionJobs{c, "oneDriveForBusinessProtectionPolicies", "driveProtectionUnitsBulkAdditionJobs"},
		Sites:     &SiteBulkAdditionJobs{c, "sharePointProtectionPolicies", "siteProtectionUnitsBulkAdditionJobs"},
		Mailboxes: &MailboxBulkAdditionJobs{c, "exchangeProtectionPolicies", "mailboxProtectionUnitsBulkAdditionJobs"},
	}
}

// A BulkAdditionJobs serves the jobs J of one kind, created by C. Use it
// through the fields of [BulkAdditionJobsService].
type BulkAdditionJobs[J bulkJob, C requestBody] struct {
	client         *Client
	policies, name string
}

type bulkJob interface {
	Base() models.ProtectionUnitsBulkJobBase
}

func (s *BulkAdditionJobs[J, C]) path(policyID string) path {
	return rootPath().sub(s.policies).item(policyID).sub(s.name)
}

func (s *BulkAdditionJobs[J, C]) job(ids []string) job[J] {
	return job[J]{
		kind: s.name, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (J, error) {
			return s.Get(ctx, ids[0], ids[1], opts...)
		},
		inspect: func(j J) condition {
			base := j.Base()
			return conditionOf(bulkJobPhases, base.Status, base.Error)
		},
	}
}

// Create starts a job that adds up to 50,000 units to a policy; the poller's
// Latest has its id. After [ErrAmbiguous] look through List.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveProtectionUnitsBulkAdditionJobs
//graph:operation POST /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteProtectionUnitsBulkAdditionJobs
//graph:operation POST /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxProtectionUnitsBulkAdditionJobs
func (s *BulkAdditionJobs[J, C]) Create(ctx context.Context, policyID string, body C, opts ...RequestOption) (*Poller[J], error) {
	started, err := post[J](ctx, s.client, s.path(policyID), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.job([]string{policyID, started.Base().ID}), started), nil
}

// List lists the jobs of a policy, without their entries.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveProtectionUnitsBulkAdditionJobs
//graph:operation GET /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteProtectionUnitsBulkAdditionJobs
//graph:operation GET /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxProtectionUnitsBulkAdditionJobs
func (s *BulkAdditionJobs[J, C]) List(ctx context.Context, policyID string, opts ...RequestOption) iter.Seq2[J, error] {
	return list[J](ctx, s.client, s.path(policyID), opts)
}

// ListAll lists the jobs of this kind over all policies. No page describes it;
// the metadata does.
//
//graph:operation GET /solutions/backupRestore/driveProtectionUnitsBulkAdditionJobs
//graph:operation GET /solutions/backupRestore/siteProtectionUnitsBulkAdditionJobs
//graph:operation GET /solutions/backupRestore/mailboxProtectionUnitsBulkAdditionJobs
func (s *BulkAdditionJobs[J, C]) ListAll(ctx context.Context, opts ...RequestOption) iter.Seq2[J, error] {
	return list[J](ctx, s.client, rootPath().sub(s.name), opts)
}

// Get reads a job with its entries. Each entry that the service could not
// resolve is one of its error's details, with the entry as target.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveProtectionUnitsBulkAdditionJobs/{id}
//graph:operation GET /solutions/backupRestore/sharePointProtectionPolicies/{id}/siteProtectionUnitsBulkAdditionJobs/{id}
//graph:operation GET /solutions/backupRestore/exchangeProtectionPolicies/{id}/mailboxProtectionUnitsBulkAdditionJobs/{id}
func (s *BulkAdditionJobs[J, C]) Get(ctx context.Context, policyID, id string, opts ...RequestOption) (J, error) {
	return get[J](ctx, s.client, s.path(policyID).item(id), opts)
}

// Poller follows a job that was started elsewhere.
func (s *BulkAdditionJobs[J, C]) Poller(policyID, id string) *Poller[J] {
	return pollerFor(s.client, s.job([]string{policyID, id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *BulkAdditionJobs[J, C]) Resume(token string) (*Poller[J], error) {
	return resume(s.client, token, 2, s.job)
}
