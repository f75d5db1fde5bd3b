package graphtest

import (
	"path"
	"strings"
)

// unitRef names a unit without holding it.
type unitRef struct {
	w *workload
	i uint32
}

// unit is what can be known about a drive, site or mailbox apart from its protection.
type unit struct {
	ref     unitRef
	id      string
	object  string // directory object id, or site id
	address string // mail address, or site URL
	name    string
	url     string // where its files are; empty for a mailbox
}

// count is the number of units of a workload.
func (t *Tenant) count(w *workload) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.total(w)
}

// total is count for callers that hold the lock.
func (t *Tenant) total(w *workload) int { return int(t.size[w.index]) + len(t.added[w.index]) }

// at computes a unit. The caller has made sure that it exists.
func (t *Tenant) at(ref unitRef) unit {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.unit(ref)
}

func (t *Tenant) unit(ref unitRef) unit {
	if n := t.size[ref.w.index]; ref.i >= n {
		return t.added[ref.w.index][ref.i-n]
	}
	u := unit{ref: ref, id: t.ids.guid(kindUnit, ref.w.index, ref.i, 0)}
	if ref.w == siteWorkload {
		u.address, u.name = t.siteAddress(ref.i)
		u.object, u.url = t.siteID(ref), u.address
		return u
	}
	u.address, u.name = t.person(ref.i)
	u.object = t.ids.guid(kindUser, ref.i, 0, 0)
	if ref.w == driveWorkload {
		u.url = t.driveURL(u.address)
	}
	return u
}

func (t *Tenant) siteID(ref unitRef) string {
	return strings.Join([]string{t.sharePointHost(""), t.siteGUID(ref), t.webGUID(ref)}, ",")
}

func (t *Tenant) siteGUID(ref unitRef) string { return t.ids.guid(kindSite, ref.w.index, ref.i, 0) }
func (t *Tenant) webGUID(ref unitRef) string  { return t.ids.guid(kindWeb, ref.w.index, ref.i, 0) }

func (t *Tenant) add(w *workload, address, object string) unit {
	t.mu.Lock()
	defer t.mu.Unlock()
	ref := unitRef{w, uint32(t.total(w))}
	u := unit{ref: ref, id: t.ids.guid(kindUnit, w.index, ref.i, 0), address: address, object: object}
	switch w {
	case siteWorkload:
		u.object, u.name, u.url = t.siteID(ref), path.Base(address), address
	default:
		u.name, _, _ = strings.Cut(address, "@")
		if u.object == "" {
			// Numbers from 1<<24 on belong to no generated user.
			u.object = t.ids.guid(kindUser, 1<<24+ref.i, w.index, 0)
		}
		if w == driveWorkload {
			u.url = t.driveURL(address)
		}
	}
	t.added[w.index] = append(t.added[w.index], u)
	for _, key := range []string{u.address, u.object} {
		key = strings.ToLower(key)
		t.byKey[key] = append(t.byKey[key], ref)
	}
	return u
}

// find looks a unit up by unit id, object id or address. Computed names lead to a number; the unit with that number is
// then asked whether it really has the name.
func (t *Tenant) find(w *workload, key string) (unit, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	key = strings.TrimSuffix(strings.TrimSpace(key), "/")
	for _, ref := range t.byKey[strings.ToLower(key)] {
		if ref.w == w {
			return t.unit(ref), true
		}
	}
	for _, i := range t.candidates(w, key) {
		if int64(i) >= int64(t.total(w)) {
			continue
		}
		u := t.unit(unitRef{w, i})
		if strings.EqualFold(u.id, key) || strings.EqualFold(u.object, key) || strings.EqualFold(u.address, key) {
			return u, true
		}
	}
	return unit{}, false
}

func (t *Tenant) candidates(w *workload, key string) []uint32 {
	var found []uint32
	if index, i, _, ok := t.ids.parseGUID(kindUnit, key); ok && index == w.index {
		found = append(found, i)
	}
	if i, _, _, ok := t.ids.parseGUID(kindUser, key); ok {
		found = append(found, i)
	}
	if parts := strings.Split(key, ","); len(parts) == 3 {
		if index, i, _, ok := t.ids.parseGUID(kindSite, parts[1]); ok && index == w.index {
			found = append(found, i)
		}
	}
	if i, ok := trailingNumber(key); ok {
		found = append(found, i)
	}
	return found
}

// findUnit looks a unit id up among all workloads.
func (t *Tenant) findUnit(id string) (unit, bool) {
	index, i, _, ok := t.ids.parseGUID(kindUnit, id)
	if !ok || index >= uint32(len(workloads)) || int64(i) >= int64(t.count(workloads[index])) {
		return unit{}, false
	}
	return t.at(unitRef{workloads[index], i}), true
}

// restoreFailure is the code with which restores of the unit fail, or "".
func (t *Tenant) restoreFailure(u unit) string { return named(t, t.restore, u) }
func (t *Tenant) browseFailure(u unit) string  { return named(t, t.browse, u) }

// protectionFailure is the code with which the unit cannot be protected, or "".
func (t *Tenant) protectionFailure(u unit) string { return named(t, t.protect, u) }

func (t *Tenant) hasProtectionFailures() bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.protect) > 0
}

// hasExceptions tells whether the tenant's own policies leave anything out.
func (t *Tenant) hasExceptions() bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.unprotected) > 0
}

// leftOut tells whether the tenant's own policy does not cover a unit.
func (t *Tenant) leftOut(ref unitRef) bool {
	return t.hasExceptions() && named(t, t.unprotected, t.at(ref))
}
func (t *Tenant) ownFiles(u unit) []string { return named(t, t.files, u) }

// named reads a table that tests fill by whatever name of the unit they have at hand.
func named[V any](t *Tenant, m map[string]V, u unit) V {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if len(m) > 0 {
		for _, key := range []string{u.id, u.object, u.address} {
			if v, ok := m[strings.ToLower(key)]; ok {
				return v
			}
		}
	}
	var none V
	return none
}
