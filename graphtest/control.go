package graphtest

import (
	"net/http"
	"time"
)

// control is the service as a whole: whether it is on, who controls it, and whom it mails.
type control struct {
	status  serviceStatus
	apps    table[app]
	mailing emailNotificationsSetting
}

// app is a registered controller.
type app struct {
	id         string
	name       string
	registered time.Time
	by         *identitySet
	touched    time.Time
	status     timeline[serviceAppStatus]
	effective  time.Time
}

func (a *app) at(now time.Time) serviceAppStatus {
	status, _ := a.status.at(now)
	return status
}

func (ct control) clone() control {
	ct.apps = ct.apps.clone(shallow[app])
	return ct
}

func newControl(s *Server, now time.Time) control {
	ct := control{
		status: serviceStatus{
			Status: "enabled", DisableReason: "none", BackupServiceConsumer: "thirdparty", LastModifiedDateTime: timestamp(now),
		},
		mailing: emailNotificationsSetting{
			entity: entity{ID: "emailNotificationsSetting"}, AdditionalEvents: "restoreAndPolicyUpdates", IsEnabled: true,
			Recipients: notificationRecipients{Role: "custom", CustomRecipients: []emailIdentity{}},
		},
	}
	if s.tenant.untouched {
		ct.status.Status = "disabled"
		return ct
	}
	ct.apps.put(s.sign.clientID, &app{
		id: s.sign.clientID, name: "Backup automation", registered: now.Add(-weeklyKept), touched: now.Add(-weeklyKept),
		status: timeline[serviceAppStatus]{}.then(now.Add(-weeklyKept), appActive),
	})
	return ct
}

// SetServiceStatus puts the service into a state that only billing or an administrator can bring about: "disabled",
// "protectionChangeLocked", "restoreLocked", or "enabled" again. The reason is a disableReason, "none" if empty.
func (s *Server) SetServiceStatus(status, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	st := &s.state.control.status
	*st = serviceStatus{
		Status: backupServiceStatus(status), DisableReason: disableReason(orElse(reason, "none")),
		BackupServiceConsumer: st.BackupServiceConsumer, LastModifiedDateTime: timestamp(now),
	}
	if status == "protectionChangeLocked" {
		st.GracePeriodDateTime, st.RestoreAllowedTillDateTime = timestamp(now.AddDate(0, 0, 30)), timestamp(now.AddDate(0, 0, 60))
	}
}

func controlRoutes(rt *router) {
	rt.add(1, "GET /", controlRead, func(c *call) (reply, *refusal) {
		status := c.st.control.status // a copy: the answer is written after the state is unlocked
		shown := backupRestoreRoot{entity: entity{ID: "backupRestore"}, ServiceStatus: &status}
		return c.single(http.StatusOK, shown, c.contextFor("solutions/backupRestore/$entity"))
	})
	rt.add(2, "POST /enable", controlWrite, enable)
	rt.add(3, "GET /serviceApps", controlRead, func(c *call) (reply, *refusal) {
		found := c.st.control.apps.where(func(*app) bool { return true })
		return c.list(list{n: len(found), item: func(i int) any { return c.showApp(found[i]) }})
	})
	rt.add(4, "POST /serviceApps", controlWrite, createApp)
	rt.add(5, "GET /serviceApps/{id}", controlRead, func(c *call) (reply, *refusal) {
		a, f := c.app()
		if f != nil {
			return reply{}, f
		}
		return c.one(c.showApp(a))
	})
	rt.add(6, "DELETE /serviceApps/{id}", controlWrite, deleteApp)
	rt.add(7, "POST /serviceApps/{id}/activate", controlWrite, activateApp).delegated = true
	rt.add(8, "POST /serviceApps/{id}/deactivate", controlWrite, deactivateApp).delegated = true
	mailingRoutes(rt)
}

// controls tells whether the state of the service, and of the caller's app, permits a call.
func (c *call) controls() *refusal {
	family, write := c.route.need.family, c.method != http.MethodGet
	if family == "" || family == "Control" {
		return nil
	}
	switch status := c.st.control.status.Status; {
	case status == "disabled":
		return notAllowed("The backup service is not enabled for this tenant.")
	case write && status == "protectionChangeLocked" && family == "Configuration",
		write && status == "restoreLocked" && family != "Search":
		return notAllowed("The backup service is locked: " + string(status) + ".")
	}
	a, registered := c.st.control.apps.get(c.who.appID)
	if registered {
		switch a.at(c.now) {
		case appActive, appPendingInactive:
			return nil
		case appPendingActive:
			if !write {
				return nil
			}
		}
	}
	return notAllowed("The application is not the controller of this tenant's backups.")
}

func enable(c *call) (reply, *refusal) {
	members, f := c.object("InvalidAppOwnerTenantId", "appOwnerTenantId")
	if f != nil {
		return reply{}, f
	}
	owner, _, f := member[string](members, "appOwnerTenantId", "InvalidAppOwnerTenantId")
	switch {
	case f != nil:
		return reply{}, f
	case !looksLikeGUID(owner):
		return reply{}, badRequest("InvalidAppOwnerTenantId", "The appOwnerTenantId must be the id of a tenant.")
	}
	st := &c.st.control.status
	if st.Status != "enabled" {
		*st = serviceStatus{Status: "enabled", DisableReason: "none", BackupServiceConsumer: "thirdparty"}
	}
	st.LastModifiedBy, st.LastModifiedDateTime = c.identity(), timestamp(c.now)
	return reply{status: http.StatusOK, body: *st, context: c.contextFor("microsoft.graph.serviceStatus")}, nil
}

func (c *call) app() (*app, *refusal) {
	a, ok := c.st.control.apps.get(c.params[0])
	if !ok {
		return nil, notFound("ResourceNotFound", "The service app '%s' was not found.", c.params[0])
	}
	return a, nil
}

// controller is the app in control, if any.
func (c *call) controller() *app {
	for a := range c.st.control.apps.all() {
		if oneOf(a.at(c.now), appActive, appPendingInactive) {
			return a
		}
	}
	return nil
}

func createApp(c *call) (reply, *refusal) {
	if _, f := c.object("BadRequest"); f != nil {
		return reply{}, f
	}
	a, exists := c.st.control.apps.get(c.who.appID)
	if !exists {
		a = &app{id: c.who.appID, name: c.who.appName, registered: c.now, by: c.identity(), touched: c.now}
		a.status = a.status.then(c.now, appInactive)
		c.st.control.apps.put(a.id, a)
	}
	return reply{status: http.StatusCreated, body: c.showApp(a), location: c.base() + "/solutions/backupRestore/serviceApps/" + a.id}, nil
}

func deleteApp(c *call) (reply, *refusal) {
	a, f := c.app()
	if f != nil {
		return reply{}, f
	}
	switch id := a.id; a.at(c.now) {
	case appPendingInactive:
		return reply{}, forbidden("ServiceAppActionNotAllowed", "The app is the controller until another takes over.")
	case appActive:
		c.st.plan(c.now.AddDate(0, 0, 7), func(st *state, _ time.Time) { st.control.apps.remove(id) })
	case appPendingActive:
		c.cancelHandOver(a)
		c.st.control.apps.remove(id)
	default:
		c.st.control.apps.remove(id)
	}
	rep := noContent()
	rep.location = c.base() + "/solutions/backupRestore/serviceApps/" + a.id
	return rep, nil
}

func activateApp(c *call) (reply, *refusal) {
	members, f := c.object("BadRequest", "effectiveDateTime")
	if f != nil {
		return reply{}, f
	}
	effective, given, f := member[time.Time](members, "effectiveDateTime", "BadRequest")
	if f != nil {
		return reply{}, f
	}
	a, f := c.app()
	if f != nil {
		return reply{}, f
	}
	for other := range c.st.control.apps.all() {
		if !other.status.settled(c.now) {
			return reply{}, forbidden("ServiceAppActionNotAllowed", "A change of controller is under way.")
		}
	}
	if a.at(c.now) != appInactive {
		return reply{}, forbidden("ServiceAppActionNotAllowed", "The app is %s.", a.at(c.now))
	}
	if current := c.controller(); current != nil {
		if !given || effective.Before(c.now.AddDate(0, 0, 7)) || effective.After(c.now.AddDate(0, 0, 30)) {
			return reply{}, badRequest("BadRequest", "The effectiveDateTime must lie 7 to 30 days ahead.")
		}
		a.status = a.status.from(c.now, appPendingActive).then(effective, appActive)
		current.status = current.status.from(c.now, appPendingInactive).then(effective, appInactive)
		a.effective = effective
	} else {
		a.effective = c.now
		a.status = a.status.from(c.now, appInactive).then(c.now.Add(c.s.speed.ServiceApp), appActive)
	}
	return c.appAccepted(a)
}

func deactivateApp(c *call) (reply, *refusal) {
	a, f := c.app()
	if f != nil {
		return reply{}, f
	}
	switch a.at(c.now) {
	case appActive:
		return reply{}, forbidden("ServiceAppActionNotAllowed", "The controller cannot be deactivated, only replaced.")
	case appPendingActive:
		c.cancelHandOver(a)
	}
	return c.appAccepted(a)
}

// cancelHandOver leaves control where it is.
func (c *call) cancelHandOver(a *app) {
	a.status = a.status.from(c.now, appInactive)
	if current := c.controller(); current != nil {
		current.status = current.status.from(c.now, appActive)
	}
}

func (c *call) appAccepted(a *app) (reply, *refusal) {
	a.touched, a.by = c.now, c.identity()
	return reply{status: http.StatusAccepted, body: c.showApp(a), location: "/solutions/backupRestore/serviceApps/" + a.id}, nil
}

func (c *call) showApp(a *app) serviceApp {
	return serviceApp{
		entity: entity{ODataType: typeName("serviceApp"), ID: a.id}, Application: &identity{ID: a.id, DisplayName: a.name},
		EffectiveDateTime: timestamp(a.effective), LastModifiedBy: a.by, LastModifiedDateTime: timestamp(a.touched),
		RegistrationDateTime: timestamp(a.registered), Status: a.at(c.now),
	}
}
