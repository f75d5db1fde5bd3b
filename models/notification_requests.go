package models

import (
	"cmp"
	"fmt"
	"strings"
)

// EmailNotificationsSettingUpdate changes what is set and leaves the rest.
type EmailNotificationsSettingUpdate struct {
	IsEnabled        Nullable[bool]                `json:"isEnabled,omitzero"`
	AdditionalEvents NotificationEventsType        `json:"additionalEvents,omitzero"`
	Recipients       *NotificationRecipientsUpdate `json:"recipients,omitzero"`
}

// NotificationRecipientsUpdate says who receives the mails from now on. Custom
// recipients go with the role Custom only.
type NotificationRecipientsUpdate struct {
	Role             NotificationRecipientsType `json:"role,omitzero"`
	CustomRecipients []EmailIdentityCreate      `json:"customRecipients,omitzero"`
}

// EmailIdentityCreate is a recipient by address.
type EmailIdentityCreate struct {
	Email string `json:"email"`
}

// Validate reports what keeps the request from being sent.
func (u EmailNotificationsSettingUpdate) Validate() error {
	if u.IsEnabled.IsZero() && u.AdditionalEvents == "" && u.Recipients == nil {
		return invalid("emailNotificationsSetting", reasonNothingSet)
	}
	if err := cmp.Or(
		checkNotNull("isEnabled", u.IsEnabled),
		checkEnum("additionalEvents", u.AdditionalEvents),
	); err != nil || u.Recipients == nil {
		return err
	}
	return u.Recipients.check()
}

func (r NotificationRecipientsUpdate) check() error {
	if r.Role == "" && r.CustomRecipients == nil {
		return invalid("recipients", reasonNothingSet)
	}
	if len(r.CustomRecipients) > 0 && r.Role != "" && !r.Role.Has(NotificationRecipientsTypeCustom) {
		return invalid("recipients.customRecipients", "needs the role %s", NotificationRecipientsTypeCustom)
	}
	addresses := make([]string, len(r.CustomRecipients))
	for i, recipient := range r.CustomRecipients {
		if err := checkText(fmt.Sprintf("recipients.customRecipients[%d].email", i), recipient.Email); err != nil {
			return err
		}
		addresses[i] = recipient.Email
	}
	return cmp.Or(
		checkEnum("recipients.role", r.Role),
		checkEntries("recipients.customRecipients", addresses, strings.ToLower),
	)
}
