package graphtest

import (
	"encoding/json"
	"time"
)

// artifact is one thing that a session restores: a whole unit, one file or folder, or the items that a search found.
type artifact struct {
	id          string
	u           unit
	p           point
	destination destinationType
	schedule    timeline[artifactRestoreStatus]
	failure     string
	suffix      int // of the name of the new location

	search *search        // mail items
	browse *browseSession // files
	node   int
}

func (a *artifact) searchID() string {
	if a.search == nil {
		return ""
	}
	return a.search.id
}

// artifactInput is an artifact as clients send it, in any of its forms.
type artifactInput struct {
	ODataType        any             `json:"@odata.type"`
	ID               string          `json:"id"`
	ItemKey          string          `json:"itemKey"`
	BrowseSessionID  string          `json:"browseSessionId"`
	SearchResponseID string          `json:"searchResponseId"`
	DestinationType  destinationType `json:"destinationType"`
	RestorePoint     *struct {
		ODataType any    `json:"@odata.type"`
		ODataID   string `json:"@odata.id"`
		ID        string `json:"id"`
	} `json:"restorePoint"`
	Removed json.RawMessage `json:"@removed"`
}

func (c *call) newArtifact(ss *session, in artifactInput) (*artifact, *refusal) {
	if ss.job == jobGranular && ss.w.browsable() {
		return c.newFileArtifact(ss, in)
	}
	a := &artifact{id: c.st.newID(), schedule: timeline[artifactRestoreStatus]{}.then(c.now, artifactAdded)}
	if in.RestorePoint == nil {
		return nil, badRequest("InvalidArtifactRequest", "An artifact needs a restorePoint.")
	}
	id := orElse(in.RestorePoint.ID, lastSegment(in.RestorePoint.ODataID))
	p, found := c.s.tenant.pointByID(id)
	switch {
	case !found || p.ref.w != ss.w:
		return nil, badRequest("InvalidRestorePoint", "The restore point '%s' does not exist for this workload.", id)
	case in.DestinationType != destinationNew && in.DestinationType != destinationInPlace:
		return nil, badRequest("InvalidArtifactRequest", "The destinationType '%s' is not valid.", in.DestinationType)
	case ss.destination != "" && ss.destination != in.DestinationType:
		return nil, badRequest("DifferentRestoreDestinationType", "All artifacts of a session have one destinationType.")
	}
	a.u, a.p, a.destination = c.s.tenant.at(p.ref), p, in.DestinationType
	if ss.job == jobGranular {
		if a.search, found = c.st.searches.get(in.SearchResponseID); !found || a.search.ref != p.ref {
			return nil, badRequest("InvalidArtifactRequest", "The searchResponseId is not known for this restore point.")
		}
	}
	for _, other := range ss.artifacts {
		if other.p == p && other.searchID() == a.searchID() {
			return nil, badRequest("DuplicateArtifactInList", "The restore point '%s' is in the list twice.", id)
		}
	}
	if protected, s := c.protection(a.u); !protected || !c.s.tenant.pointExists(p, s, c.now) {
		return nil, badRequest(CodeInvalidRestoreTime, "The restore point '%s' is gone.", id)
	}
	ss.destination = in.DestinationType
	return a, nil
}

func (c *call) newFileArtifact(ss *session, in artifactInput) (*artifact, *refusal) {
	key := orElse(in.ID, in.ItemKey)
	browse, found := c.st.browses.get(in.BrowseSessionID)
	if !found || browse.w != ss.w || browse.status(c.now) != browseCreated || c.expired(browse) {
		return nil, badRequest("InvalidArtifactRequest", "The browse session '%s' cannot be used.", in.BrowseSessionID)
	}
	n, found := c.s.tenant.node(c.s.tenant.tree(browse.u), key)
	if !found {
		return nil, badRequest(CodeArtifactNotFound, "There is no item '%s' in the browse session.", key)
	}
	for _, other := range ss.artifacts {
		if other.id == key && other.browse.id == browse.id {
			return nil, badRequest("DuplicateArtifactInList", "The item is in the list twice.")
		}
	}
	return &artifact{
		id: key, u: browse.u, p: browse.p, browse: browse, node: n,
		schedule: timeline[artifactRestoreStatus]{}.then(c.now, artifactAdded),
	}, nil
}

func (c *call) listArtifacts(w *workload) (reply, *refusal) {
	ss, f := c.session(w)
	if f != nil {
		return reply{}, f
	}
	var shown []*artifact
	if ss.job != jobGranular {
		shown = ss.visible(c.now)
	}
	return c.list(list{n: len(shown), relative: true, item: func(i int) any { return c.showArtifact(ss, shown[i]) }})
}

func (c *call) listGranular(w *workload) (reply, *refusal) {
	ss, f := c.session(w)
	if f != nil {
		return reply{}, f
	}
	var shown []*artifact
	if ss.job == jobGranular {
		shown = ss.artifacts
	}
	return c.list(list{n: len(shown), plain: w.browsable(), size: max(1, len(shown)), item: func(i int) any { return c.showArtifact(ss, shown[i]) }})
}

func (c *call) getArtifact(w *workload) (reply, *refusal) {
	ss, f := c.session(w)
	if f != nil {
		return reply{}, f
	}
	for _, a := range ss.visible(c.now) {
		if a.id == c.params[1] {
			return c.one(c.showArtifact(ss, a))
		}
	}
	return reply{}, notFound(CodeArtifactNotFound, "The artifact '%s' was not found.", c.params[1])
}

// times are when the artifact was taken up and when it was done, as far as that has happened.
func (a *artifact) times(now time.Time) (started, ended time.Time) {
	for _, s := range a.schedule {
		if s.at.After(now) {
			break
		}
		switch s.state {
		case artifactInProgress:
			started = s.at
		case artifactSucceeded, artifactFailed:
			ended = s.at
		}
	}
	return started, ended
}

func lastSegment(link string) string {
	segments, readable := parseSegments(link)
	if !readable {
		return ""
	}
	return segments[len(segments)-1]
}
