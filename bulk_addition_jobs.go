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

func newBulkAdditionJobs(c *Client) *BulkAdditionJobsService {
	return &BulkAdditionJobsService{
		Drives:    &DriveBulkAdditionJobs{c},
		Sites:     &SiteBulkAdditionJobs{c},
		Mailboxes: &MailboxBulkAdditionJobs{c},
	}
}

// DriveBulkAdditionJobs serves the jobs that bring in drives. Use it through the
// fields of [BulkAdditionJobsService].
//
//workloads:copy SharePoint Exchange
type DriveBulkAdditionJobs struct{ client *Client }

func (s *DriveBulkAdditionJobs) path(policyID string) path {
	return rootPath().sub("oneDriveForBusinessProtectionPolicies").item(policyID).sub("driveProtectionUnitsBulkAdditionJobs")
}

func (s *DriveBulkAdditionJobs) job(ids []string) job[models.DriveProtectionUnitsBulkAdditionJob] {
	return bulkAdditionJob("driveProtectionUnitsBulkAdditionJobs", ids, s.Get)
}

// Create starts a job that adds up to 50,000 units to a policy; the poller's
// Latest has its id. After [ErrAmbiguous] look through List.
//
//graph:operation POST /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveProtectionUnitsBulkAdditionJobs
func (s *DriveBulkAdditionJobs) Create(ctx context.Context, policyID string, body models.DriveProtectionUnitsBulkAdditionJobCreate, opts ...RequestOption) (*Poller[models.DriveProtectionUnitsBulkAdditionJob], error) {
	started, err := post[models.DriveProtectionUnitsBulkAdditionJob](ctx, s.client, s.path(policyID), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.job([]string{policyID, started.Base().ID}), started), nil
}

// List lists the jobs of a policy, without their entries.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveProtectionUnitsBulkAdditionJobs
func (s *DriveBulkAdditionJobs) List(ctx context.Context, policyID string, opts ...RequestOption) iter.Seq2[models.DriveProtectionUnitsBulkAdditionJob, error] {
	return list[models.DriveProtectionUnitsBulkAdditionJob](ctx, s.client, s.path(policyID), opts)
}

// ListAll lists the jobs of this kind over all policies. No page describes it;
// the metadata does.
//
//graph:operation GET /solutions/backupRestore/driveProtectionUnitsBulkAdditionJobs
func (s *DriveBulkAdditionJobs) ListAll(ctx context.Context, opts ...RequestOption) iter.Seq2[models.DriveProtectionUnitsBulkAdditionJob, error] {
	return list[models.DriveProtectionUnitsBulkAdditionJob](ctx, s.client, rootPath().sub("driveProtectionUnitsBulkAdditionJobs"), opts)
}

// Get reads a job with its entries. Each entry that the service could not
// resolve is one of its error's details, with the entry as target.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveProtectionUnitsBulkAdditionJobs/{id}
func (s *DriveBulkAdditionJobs) Get(ctx context.Context, policyID, id string, opts ...RequestOption) (models.DriveProtectionUnitsBulkAdditionJob, error) {
	return get[models.DriveProtectionUnitsBulkAdditionJob](ctx, s.client, s.path(policyID).item(id), opts)
}

// Poller follows a job that was started elsewhere.
func (s *DriveBulkAdditionJobs) Poller(policyID, id string) *Poller[models.DriveProtectionUnitsBulkAdditionJob] {
	return pollerFor(s.client, s.job([]string{policyID, id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *DriveBulkAdditionJobs) Resume(token string) (*Poller[models.DriveProtectionUnitsBulkAdditionJob], error) {
	return resume(s.client, token, 2, s.job)
}

func bulkAdditionJob[J interface {
	Base() models.ProtectionUnitsBulkJobBase
}](kind string, ids []string, get func(context.Context, string, string, ...RequestOption) (J, error)) job[J] {
	return job[J]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (J, error) { return get(ctx, ids[0], ids[1], opts...) },
		inspect: func(j J) condition {
			base := j.Base()
			return conditionOf(bulkJobPhases, base.Status, base.Error)
		},
	}
}
