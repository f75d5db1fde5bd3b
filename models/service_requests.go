package models

// Enable switches the service on for the tenant.
type Enable struct {
	// AppOwnerTenantID is the tenant that owns the calling app and its billing
	// profile.
	AppOwnerTenantID string `json:"appOwnerTenantId"`
}

// Validate reports what keeps the request from being sent.
func (e Enable) Validate() error { return checkText("appOwnerTenantId", e.AppOwnerTenantID) }

// ServiceAppActivate asks for the control of the tenant's backup. A date is needed
// when another app has the control now: 7 to 30 days ahead.
type ServiceAppActivate struct {
	EffectiveDateTime DateTime `json:"effectiveDateTime,omitzero"`
}

// Validate reports what keeps the request from being sent.
func (a ServiceAppActivate) Validate() error {
	return checkMoment("effectiveDateTime", a.EffectiveDateTime, !a.EffectiveDateTime.IsZero())
}
