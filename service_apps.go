package backuprestore

import (
	"context"
	"iter"

	"github.com/graphbackup/backuprestore/models"
)

// ServiceAppsService serves the applications that are registered to control
// the backup of the tenant; one at a time does. Reading takes
// BackupRestore-Control.Read.All, the rest
// BackupRestore-Control.ReadWrite.All.
type ServiceAppsService struct{ client *Client }

func (s *ServiceAppsService) path() path { return rootPath().sub("serviceApps") }

// jobs of an app: to settle after any change, to get control, to give it up.
func (s *ServiceAppsService) settling(ids []string) job[models.ServiceApp] {
	return s.job("serviceApp", ids, appSettledPhases)
}

func (s *ServiceAppsService) activation(ids []string) job[models.ServiceApp] {
	return s.job("serviceApp activation", ids, appActivationPhases)
}

func (s *ServiceAppsService) deactivation(ids []string) job[models.ServiceApp] {
	return s.job("serviceApp deactivation", ids, appDeactivationPhases)
}

func (s *ServiceAppsService) job(kind string, ids []string, phases statusTable[models.ServiceAppStatus]) job[models.ServiceApp] {
	return job[models.ServiceApp]{
		kind: kind, ids: ids,
		fetch: func(ctx context.Context, opts ...RequestOption) (models.ServiceApp, error) {
			return s.Get(ctx, ids[0], opts...)
		},
		inspect: func(app models.ServiceApp) condition {
			return conditionOf(phases, app.Status.Or(""), models.Nullable[models.PublicError]{})
		},
	}
}

// List lists the registered applications.
//
//graph:operation GET /solutions/backupRestore/serviceApps
func (s *ServiceAppsService) List(ctx context.Context, opts ...RequestOption) iter.Seq2[models.ServiceApp, error] {
	return list[models.ServiceApp](ctx, s.client, s.path(), opts)
}

// Create registers the calling application, inactive. Its id is the
// application's. After [ErrAmbiguous] look through List.
//
//graph:operation POST /solutions/backupRestore/serviceApps
func (s *ServiceAppsService) Create(ctx context.Context, opts ...RequestOption) (models.ServiceApp, error) {
	return post[models.ServiceApp](ctx, s.client, s.path(), emptyBody{}, opts)
}

// Get reads an application; [ErrNotFound] when it is not registered.
//
//graph:operation GET /solutions/backupRestore/serviceApps/{id}
func (s *ServiceAppsService) Get(ctx context.Context, id string, opts ...RequestOption) (models.ServiceApp, error) {
	return get[models.ServiceApp](ctx, s.client, s.path().item(id), opts)
}

// Delete removes a registration. One that is active is removed after a grace
// of seven days; one that hands over cannot be ([ErrForbidden]).
//
//graph:operation DELETE /solutions/backupRestore/serviceApps/{id}
func (s *ServiceAppsService) Delete(ctx context.Context, id string, opts ...RequestOption) error {
	return remove(ctx, s.client, s.path().item(id), opts)
}

// Activate asks for control. Where another application has it, the time of the
// hand-over lies 7 to 30 days ahead. Delegated callers only. [ErrForbidden]
// while another change is pending. After [ErrAmbiguous] read the app.
//
//graph:operation POST /solutions/backupRestore/serviceApps/{id}/activate
func (s *ServiceAppsService) Activate(ctx context.Context, id string, body models.ServiceAppActivate, opts ...RequestOption) (*Poller[models.ServiceApp], error) {
	app, err := post[models.ServiceApp](ctx, s.client, s.path().item(id).sub("activate"), body, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.activation([]string{id}), app), nil
}

// Deactivate cancels a hand-over that is pending. Delegated callers only.
//
//graph:operation POST /solutions/backupRestore/serviceApps/{id}/deactivate
func (s *ServiceAppsService) Deactivate(ctx context.Context, id string, opts ...RequestOption) (*Poller[models.ServiceApp], error) {
	app, err := post[models.ServiceApp](ctx, s.client, s.path().item(id).sub("deactivate"), nil, opts)
	if err != nil {
		return nil, err
	}
	return pollerFrom(s.client, s.deactivation([]string{id}), app), nil
}

// Poller follows an application until no change of it is pending. A displaced
// controller is not notified: this is how it learns of it.
func (s *ServiceAppsService) Poller(id string) *Poller[models.ServiceApp] {
	return pollerFor(s.client, s.settling([]string{id}))
}

// Resume makes the poller again that [Poller.ResumeToken] describes.
func (s *ServiceAppsService) Resume(token string) (*Poller[models.ServiceApp], error) {
	return resume(s.client, token, 1, s.settling, s.activation, s.deactivation)
}
