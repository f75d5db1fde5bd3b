package models

// EmailNotificationsSetting says who is told by mail about what.
type EmailNotificationsSetting struct {
	Entity
	AdditionalEvents NotificationEventsType `json:"additionalEvents,omitzero"`
	IsEnabled        bool                   `json:"isEnabled,omitzero"`
	Recipients       NotificationRecipients `json:"recipients,omitzero"`
}

// NotificationRecipients says who receives the mails.
type NotificationRecipients struct {
	CustomRecipients []EmailIdentity            `json:"customRecipients,omitzero"`
	Role             NotificationRecipientsType `json:"role,omitzero"`
	Unknowns
}

// EmailIdentity is a person known by an address. The metadata derives it from
// Identity, whose members are repeated here because that type has JSON methods.
type EmailIdentity struct {
	DisplayName Nullable[string] `json:"displayName,omitzero"`
	ID          Nullable[string] `json:"id,omitzero"`
	Email       Nullable[string] `json:"email,omitzero"`
	Unknowns
}
