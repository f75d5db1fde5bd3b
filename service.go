package backuprestore

import (
	"context"
	"net/http"

	"github.com/graphbackup/backuprestore/internal/transport"
	"github.com/graphbackup/backuprestore/models"
)

// BackupService serves the state of the backup service in the tenant.
type BackupService struct{ client *Client }

// Get reads the state of the service. Takes BackupRestore-Control.Read.All.
//
//graph:operation GET /solutions/backupRestore
func (s *BackupService) Get(ctx context.Context, opts ...RequestOption) (models.BackupRestoreRoot, error) {
	// The documented answer has no id.
	return perform[models.BackupRestoreRoot](ctx, s.client, call{method: http.MethodGet, path: rootPath()}, opts)
}

// Enable enables the service; a second call changes nothing. Takes
// BackupRestore-Control.ReadWrite.All. [ErrBilling] when the billing profile of
// the app owner's tenant cannot be used.
//
//graph:operation POST /solutions/backupRestore/enable
func (s *BackupService) Enable(ctx context.Context, body models.Enable, opts ...RequestOption) (models.ServiceStatus, error) {
	action := call{method: http.MethodPost, path: rootPath().sub("enable"), body: body, repeat: transport.RepeatSafe}
	return perform[models.ServiceStatus](ctx, s.client, action, opts)
}

// EmailNotificationsService serves the setting of the notification mails,
// which is always there. Both calls take BackupRestore-Control.ReadWrite.All.
type EmailNotificationsService struct{ client *Client }

func (s *EmailNotificationsService) path() path {
	return rootPath().sub("emailNotificationsSetting").withoutQuery()
}

// Get reads the setting.
//
//graph:operation GET /solutions/backupRestore/emailNotificationsSetting
func (s *EmailNotificationsService) Get(ctx context.Context, opts ...RequestOption) (models.EmailNotificationsSetting, error) {
	return perform[models.EmailNotificationsSetting](ctx, s.client, call{method: http.MethodGet, path: s.path()}, opts)
}

// Update changes the setting. Delegated callers only.
//
//graph:operation PATCH /solutions/backupRestore/emailNotificationsSetting
func (s *EmailNotificationsService) Update(ctx context.Context, body models.EmailNotificationsSettingUpdate, opts ...RequestOption) (models.EmailNotificationsSetting, error) {
	return patch[models.EmailNotificationsSetting](ctx, s.client, s.path(), body, opts)
}
