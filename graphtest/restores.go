package graphtest

import "time"

// Restored is one restore of one unit, or of one of its files, that a session was activated for. Sessions, and what they
// restore, stay in this list whatever becomes of their answers on the way to the client: it is the tenant's own view.
type Restored struct {
	Workload          string // drive, site or mailbox
	UnitID, Address   string
	DirectoryObjectID string // or the site's id
	Path              string // of a file or folder; empty for a whole unit
	SessionID         string
	ArtifactID        string
	Destination       string // new or inPlace; empty for files
	Status            string // as an artifact's status
	Code              string // of a failure
	PointTime         time.Time
	Started, Ended    time.Time // zero while that has not happened
}

// Restores are the restores so far, in the order of their sessions. Those of the same unit tell how often it was restored.
func (s *Server) Restores() []Restored {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	s.state.settle(now)
	var restored []Restored
	for ss := range s.state.sessions.all() {
		if ss.draft() {
			continue
		}
		for _, a := range ss.visible(now) {
			status, _ := a.schedule.at(now)
			r := Restored{
				Workload: ss.w.unit, UnitID: a.u.id, Address: a.u.address, DirectoryObjectID: a.u.object, SessionID: ss.id, ArtifactID: a.id,
				Destination: string(a.destination), Status: string(status), PointTime: s.tenant.taken(a.p),
			}
			r.Started, r.Ended = a.times(now)
			if status == artifactFailed {
				r.Code = a.failure
			}
			if a.browse != nil {
				r.Path = s.tenant.tree(a.u).nodes[a.node].path
			}
			restored = append(restored, r)
		}
	}
	return restored
}
