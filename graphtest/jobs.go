package graphtest

import (
	"net/http"
	"time"
)

const entriesPerJob = 50_000

// job is a bulk addition of protection units.
type job struct {
	id          string
	w           *workload
	policy      string
	made        made
	displayName string
	addresses   []string
	objects     []string
	status      timeline[protectionUnitsBulkJobStatus]
	failure     *publicError
}

func jobRoutes(rt *router) {
	for i, w := range []*workload{driveWorkload, mailboxWorkload, siteWorkload} {
		set := "/" + w.policies() + "/{id}/" + w.jobs()
		rt.add(47+i, "POST "+set, configurationWrite, func(c *call) (reply, *refusal) { return c.createJob(w) })
		rt.add(50+i, "GET "+set, configurationRead, func(c *call) (reply, *refusal) { return c.listJobs(w) })
		rt.add(53+i, "GET "+set+"/{job}", configurationRead, func(c *call) (reply, *refusal) { return c.getJob(w) })
		rt.add(0, "GET /"+w.jobs(), configurationRead, func(c *call) (reply, *refusal) {
			return c.showJobs(c.st.jobs.where(func(j *job) bool { return j.w == w }))
		})
	}
}

func (c *call) createJob(w *workload) (reply, *refusal) {
	const code = "InvalidCreateRequest"
	p, f := c.policy(w)
	if f != nil {
		return reply{}, f
	}
	members, f := c.object(code, "displayName", w.addresses, w.objects)
	if f != nil {
		return reply{}, f
	}
	j := &job{w: w, policy: p.id, made: c.made(), addresses: []string{}, objects: []string{}}
	if j.displayName, _, f = member[string](members, "displayName", code); f != nil {
		return reply{}, f
	}
	for name, list := range map[string]*[]string{w.addresses: &j.addresses, w.objects: &j.objects} {
		entries, given, f := member[[]string](members, name, code)
		if f != nil {
			return reply{}, f
		}
		if given {
			*list = entries
		}
	}
	switch n := len(j.addresses) + len(j.objects); {
	case n == 0:
		return reply{}, badRequest(code, "The request names nothing to protect.")
	case n > entriesPerJob:
		return reply{}, badRequest(code, "A job holds %d entries at most.", entriesPerJob)
	}
	j.id = c.st.newID()
	j.status = j.status.then(c.now, jobActive)
	c.st.jobs.put(j.id, j)
	id := j.id
	c.st.plan(c.now.Add(c.s.speed.Job), func(st *state, at time.Time) { st.finishJob(id, at) })
	c.st.bump(p, c.now)
	return reply{status: http.StatusCreated, body: c.showJob(j, true)}, nil
}

// finishJob puts the units into the policy. Units that are in it already are all right.
func (st *state) finishJob(id string, at time.Time) {
	j, ok := st.jobs.get(id)
	if !ok {
		return
	}
	p, alive := st.policies.get(j.policy)
	var details []publicErrorDetail
	for i, entry := range append(append([]string{}, j.addresses...), j.objects...) {
		u, found := st.s.tenant.find(j.w, entry)
		if alive && found {
			if st.protect(p, u.ref, j.made, at) == nil {
				st.hold(u.ref).manual = true
			}
			continue
		}
		code := "EmailNotFound"
		if j.w == siteWorkload {
			code = "SiteUrlNotFound"
		} else if i >= len(j.addresses) {
			code = "ProtectionUnitNotFound"
		}
		details = append(details, publicErrorDetail{Code: code, Message: "The entry was not found in the directory.", Target: entry})
	}
	outcome := jobCompleted
	if len(details) > 0 {
		outcome = jobErrors
		j.failure = &publicError{Code: "ProtectionResourcesNotFound", Message: "Some entries could not be found.", Details: details}
	}
	j.status = j.status.from(at, outcome)
	j.made.lastAt = at
	if alive {
		st.bump(p, at)
	}
}

func (c *call) listJobs(w *workload) (reply, *refusal) {
	p, f := c.policy(w)
	if f != nil {
		return reply{}, f
	}
	return c.showJobs(c.st.jobs.where(func(j *job) bool { return j.policy == p.id }))
}

// showJobs leaves out the lists of entries, as the service does.
func (c *call) showJobs(found []*job) (reply, *refusal) {
	return c.list(list{n: len(found), relative: true, item: func(i int) any { return c.showJob(found[i], false) }})
}

func (c *call) getJob(w *workload) (reply, *refusal) {
	p, f := c.policy(w)
	if f != nil {
		return reply{}, f
	}
	j, ok := c.st.jobs.get(c.params[1])
	if !ok || j.policy != p.id {
		return reply{}, notFound("ResourceNotFound", "The bulk addition job '%s' was not found.", c.params[1])
	}
	return c.single(http.StatusOK, c.showJob(j, true), "")
}

func (c *call) showJob(j *job, lists bool) any {
	status, _ := j.status.at(c.now)
	base := protectionUnitsBulkJobBase{
		entity: entity{ODataType: typeName(j.w.jobType()), ID: j.id}, DisplayName: j.displayName, Status: status,
		stamps: j.made.stamps(), Error: j.failure,
	}
	var addresses, objects []string
	if lists {
		addresses, objects = j.addresses, j.objects
	}
	switch j.w {
	case driveWorkload:
		return driveProtectionUnitsBulkAdditionJob{base, addresses, objects}
	case siteWorkload:
		return siteProtectionUnitsBulkAdditionJob{base, addresses, objects}
	default:
		return mailboxProtectionUnitsBulkAdditionJob{base, addresses, objects}
	}
}
