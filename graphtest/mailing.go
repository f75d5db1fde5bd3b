package graphtest

func mailingRoutes(rt *router) {
	rt.add(9, "GET /emailNotificationsSetting", controlWrite, func(c *call) (reply, *refusal) {
		if c.query.raw != "" {
			return reply{}, badRequest("BadRequest", "Query options are not supported for this resource.")
		}
		return ok(c.st.control.mailing), nil
	})
	rt.add(10, "PATCH /emailNotificationsSetting", controlWrite, updateMailing).delegated = true
}

func updateMailing(c *call) (reply, *refusal) {
	const code = "BadRequest"
	members, f := c.object(code, "isEnabled", "additionalEvents", "recipients")
	if f != nil {
		return reply{}, f
	}
	changed := c.st.control.mailing
	if on, given, f := member[bool](members, "isEnabled", code); f != nil {
		return reply{}, f
	} else if given {
		changed.IsEnabled = on
	}
	if events, given, f := member[notificationEventsType](members, "additionalEvents", code); f != nil {
		return reply{}, f
	} else if given {
		changed.AdditionalEvents = events
	}
	recipients, given, f := member[recipientsInput](members, "recipients", code)
	if f != nil {
		return reply{}, f
	}
	if given {
		role := orElse(recipients.Role, changed.Recipients.Role)
		if role != "custom" && len(recipients.CustomRecipients) > 0 {
			return reply{}, badRequest(code, "customRecipients need the role custom.")
		}
		changed.Recipients = notificationRecipients{Role: role, CustomRecipients: []emailIdentity{}}
		for _, r := range recipients.CustomRecipients {
			changed.Recipients.CustomRecipients = append(changed.Recipients.CustomRecipients, emailIdentity{DisplayName: r.DisplayName, ID: r.ID, Email: r.Email})
		}
	}
	c.st.control.mailing = changed
	return ok(changed), nil
}

type recipientsInput struct {
	ODataType        any                        `json:"@odata.type"`
	Role             notificationRecipientsType `json:"role"`
	CustomRecipients []struct {
		ODataType   any    `json:"@odata.type"`
		DisplayName string `json:"displayName"`
		ID          string `json:"id"`
		Email       string `json:"email"`
	} `json:"customRecipients"`
}
