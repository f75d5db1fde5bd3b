package graphtest

// restoreRoutes are the operations on restore points, sessions, artifacts and bulk requests.
func restoreRoutes(rt *router) {
	rt.add(56, "GET /restorePoints", searchRead, listPoints)
	rt.add(57, "POST /restorePoints/search", searchRead, searchPoints)
	rt.add(0, "GET /restorePoints/{id}", searchRead, getPoint)
	rt.add(58, "GET /restoreSessions", restoreRead, func(c *call) (reply, *refusal) { return c.listSessions(nil) })
	rt.add(59, "GET /restoreSessions/{id}", restoreRead, func(c *call) (reply, *refusal) { return c.getSession(nil) })
	rt.add(60, "DELETE /restoreSessions/{id}", restoreWrite, deleteSession)
	rt.add(61, "POST /restoreSessions/{id}/activate", restoreWrite, activateSession)
	for _, w := range workloads {
		// The documentation's rows go exchange, oneDriveForBusiness, sharePoint.
		nth := map[*workload]int{mailboxWorkload: 0, driveWorkload: 1, siteWorkload: 2}[w]
		set := "/" + w.sessions()
		one := set + "/{id}"
		on := func(h func(*call, *workload) (reply, *refusal)) func(*call) (reply, *refusal) {
			return func(c *call) (reply, *refusal) { return h(c, w) }
		}
		rt.add(0, "GET "+set, restoreRead, on((*call).listSessions))
		rt.add(0, "GET "+one, restoreRead, on((*call).getSession))
		rt.add(0, "DELETE "+one, restoreWrite, deleteSession)
		rt.add(0, "POST "+one+"/activate", restoreWrite, activateSession)
		rt.add(62+nth, "POST "+set, restoreWrite, on((*call).createSession))
		rt.add(65+nth, "PATCH "+one, restoreWrite, on((*call).updateSession))
		rt.add(68+nth, "GET "+one+"/"+w.artifacts(), restoreRead, on((*call).listArtifacts))
		rt.add(0, "GET "+one+"/"+w.artifacts()+"/{artifact}", restoreRead, on((*call).getArtifact))
		if w.browsable() {
			rt.add(70+nth, "GET "+one+"/"+w.granular(), restoreWrite, on((*call).listGranular)).role = true
			rt.add(0, "GET "+one+"/"+w.granular()+"/{artifact}", restoreWrite, on((*call).getArtifact)).role = true
		} else {
			rt.add(0, "GET "+one+"/"+w.granular(), restoreRead, on((*call).listGranular))
			rt.add(0, "GET "+one+"/"+w.granular()+"/{artifact}", restoreRead, on((*call).getArtifact))
		}
		requests := one + "/" + w.bulkRequests()
		rt.add(73+nth, "POST "+requests, restoreWrite, on((*call).createBulk))
		rt.add(76+nth, "GET "+requests, restoreRead, on((*call).listBulk))
		rt.add(79+nth, "GET "+requests+"/{request}", restoreRead, on((*call).getBulk))
		rt.add(82+nth, "DELETE "+requests+"/{request}", restoreWrite, on((*call).deleteBulk))
	}
}
