package backuprestore

import (
	"context"
	"iter"

	"github.com/graphbackup/backuprestore/models"
)

// ProtectionUnitsService serves the protection units of all kinds together,
// and through its fields those of one. Units enter and leave a policy through
// the policy, never here. Reading takes
// BackupRestore-Configuration.Read.All. An app-only caller gets no names and
// addresses of units, only their ids.
type ProtectionUnitsService struct {
	Drives    *DriveProtectionUnits
	Sites     *SiteProtectionUnits
	Mailboxes *MailboxProtectionUnits

	client *Client
}

func newProtectionUnits(c *Client) *ProtectionUnitsService {
	return &ProtectionUnitsService{
		client:    c,
		Drives:    &DriveProtectionUnits{c},
		Sites:     &SiteProtectionUnits{c},
		Mailboxes: &MailboxProtectionUnits{c},
	}
}

func (s *ProtectionUnitsService) path() path { return rootPath().sub("protectionUnits") }

// jobs of a unit: to settle after any change, to be offboarded, to be kept.
func (s *ProtectionUnitsService) settling(ids []string) job[models.ProtectionUnit] {
	return s.job("protectionUnit", ids, unitSettledPhases)
}

func (s *ProtectionUnitsService) offboarding(ids []string) job[models.ProtectionUnit] {
	return s.job("protectionUnit offboarding", ids, unitOffboardPhases)
}

func (s *ProtectionUnitsService) keeping(ids []string) job[models.ProtectionUnit] {
	return s.job("protectionUnit offboarding cancellation", ids, unitCancelOffboardPhases)
}

func (s *ProtectionUnitsService) job(kind string, ids []string, phases statusTable[models.ProtectionUnitStatus]) job[models.ProtectionUnit] {
	return job[models.ProtectionUnit]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (models.ProtectionUnit, error) {
			return s.Get(ctx, ids[0], opts...)
		},
		inspect: func(unit models.ProtectionUnit) condition {
			base := unit.Base()
			return conditionOf(phases, base.Status.Or(""), base.Error)
		},
	}
}

// List lists the units of all kinds. No page describes it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/protectionUnits
func (s *ProtectionUnitsService) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.ProtectionUnit, error] {
	return listUnion[models.ProtectionUnit](ctx, s.client, s.path(), opts)
}

// Get reads a unit. What is wrong with the unit is in its Error, in an answer
// of success. A drive and a mailbox look alike when the service leaves their
// type out; such a unit is a [models.UnknownProtectionUnit].
//
//graph:operation GET /solutions/backupRestore/protectionUnits/{id}
func (s *ProtectionUnitsService) Get(ctx context.Context, id string, opts ...RequestOption) (models.ProtectionUnit, error) {
	return getUnion[models.ProtectionUnit](ctx, s.client, s.path().item(id), opts)
}

// Offboard gives up the backups of a unit that is in no policy;
// [ErrForbidden] while it is in one. Delegated callers only, with
// BackupRestore-Configuration.ReadWrite.All. After [ErrAmbiguous] read the
// unit: its offboardRequestedDateTime tells.
//
//graph:operation POST /solutions/backupRestore/protectionUnits/{id}/offboard
func (s *ProtectionUnitsService) Offboard(ctx context.Context, id string, opts ...RequestOption) (*Poller[models.ProtectionUnit], error) {
	return s.change(ctx, id, "offboard", s.offboarding, opts)
}

// CancelOffboard keeps the backups of a unit whose offboarding has not ended.
// Delegated callers only, with BackupRestore-Configuration.ReadWrite.All.
//
//graph:operation POST /solutions/backupRestore/protectionUnits/{id}/cancelOffboard
func (s *ProtectionUnitsService) CancelOffboard(ctx context.Context, id string, opts ...RequestOption) (*Poller[models.ProtectionUnit], error) {
	return s.change(ctx, id, "cancelOffboard", s.keeping, opts)
}

func (s *ProtectionUnitsService) change(ctx context.Context, id, action string, goal func([]string) job[models.ProtectionUnit], opts []RequestOption) (*Poller[models.ProtectionUnit], error) {
	unit, err := postUnion[models.ProtectionUnit](ctx, s.client, s.path().item(id).sub(action), nil, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, goal([]string{id}), unit), nil
}

// Poller follows a unit until no change of it is under way, whichever program
// made the change.
func (s *ProtectionUnitsService) Poller(id string) *Poller[models.ProtectionUnit] {
	return pollerFor(s.client, s.settling([]string{id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *ProtectionUnitsService) Resume(token string) (*Poller[models.ProtectionUnit], error) {
	return resume(s.client, token, 1, s.settling, s.offboarding, s.keeping)
}

// DriveProtectionUnits serves the protection units that are drives. Use it through
// the fields of [ProtectionUnitsService].
//
//workloads:copy SharePoint Exchange
type DriveProtectionUnits struct{ client *Client }

// List lists the units of this kind in the tenant, in any policy or in none.
//
//graph:operation GET /solutions/backupRestore/protectionUnits/microsoft.graph.driveProtectionUnit
func (s *DriveProtectionUnits) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.DriveProtectionUnit, error] {
	return list[models.DriveProtectionUnit](ctx, s.client, rootPath().sub("protectionUnits").sub("microsoft.graph.driveProtectionUnit"), opts)
}

// ListByPolicy lists the units of one policy.
//
//graph:operation GET /solutions/backupRestore/oneDriveForBusinessProtectionPolicies/{id}/driveProtectionUnits
func (s *DriveProtectionUnits) ListByPolicy(ctx context.Context, policyID string, opts ...RequestOption) iter.Seq2[models.DriveProtectionUnit, error] {
	return list[models.DriveProtectionUnit](ctx, s.client, rootPath().sub("oneDriveForBusinessProtectionPolicies").item(policyID).sub("driveProtectionUnits"), opts)
}

// Get reads a unit of this kind. No page describes it; the metadata does.
//
//graph:operation GET /solutions/backupRestore/driveProtectionUnits/{id}
func (s *DriveProtectionUnits) Get(ctx context.Context, id string, opts ...RequestOption) (models.DriveProtectionUnit, error) {
	return get[models.DriveProtectionUnit](ctx, s.client, rootPath().sub("driveProtectionUnits").item(id), opts)
}
