package graphtest

import (
	"iter"
	"time"
)

const (
	pointEvery   = 10 * time.Minute
	pointKept    = 14 * 24 * time.Hour
	weeklyEvery  = 7 * 24 * time.Hour
	weeklyKept   = 365 * 24 * time.Hour
	fastEvery    = 24 * time.Hour
	searchesUpTo = 20
	pointsUpTo   = 5
)

// point is one restore point. Points are never stored: a unit has one on every tenth minute of its protected time, the
// service forgets all but one a week after two weeks (Exchange keeps them for the year), and an id names unit and instant.
type point struct {
	ref  unitRef
	grid int64 // tenths of minutes since 1970
}

// span is the time during which a unit was protected; a zero bound is open.
type span struct{ from, to time.Time }

func (p point) instant() time.Time { return time.Unix(p.grid*int64(pointEvery/time.Second), 0).UTC() }

// taken is the instant with the unit's own offset: the service gets round to each unit some seconds later.
func (t *Tenant) taken(p point) time.Time {
	return p.instant().Add(time.Duration(t.ids.noise(p.ref.w.index, p.ref.i, 7)%60) * time.Second)
}

func (p point) weekly() bool { return p.instant().Equal(p.instant().Truncate(weeklyEvery)) }

// fast points are the daily ones, so that every search for a day or more finds one, and the weekly ones.
func (p point) fast() bool { return p.instant().Equal(p.instant().Truncate(fastEvery)) }

func (p point) expires(taken time.Time) time.Time {
	if p.weekly() || p.ref.w == mailboxWorkload {
		return taken.Add(weeklyKept)
	}
	return taken.Add(pointKept)
}

func (t *Tenant) pointID(p point) string {
	return t.ids.opaque(kindPoint, p.ref.w.index, p.ref.i, uint32(p.grid))
}

// pointByID decodes an id. Whether the point exists (still, and at all) is another question.
func (t *Tenant) pointByID(id string) (point, bool) {
	index, i, grid, ok := t.ids.parseOpaque(kindPoint, id)
	if !ok || index >= uint32(len(workloads)) || int64(i) >= int64(t.count(workloads[index])) {
		return point{}, false
	}
	return point{unitRef{workloads[index], i}, int64(grid)}, true
}

// pointExists tells whether the point of a unit that was protected during s can be restored now.
func (t *Tenant) pointExists(p point, s span, now time.Time) bool {
	taken := t.taken(p)
	return !taken.After(now) && p.expires(taken).After(now) &&
		(s.from.IsZero() || !taken.Before(s.from)) && (s.to.IsZero() || !taken.After(s.to))
}

// points goes through the points of a unit within [from, to], the newest first (or the oldest first).
func (t *Tenant) points(ref unitRef, s span, from, to, now time.Time, fastOnly, oldestFirst bool) iter.Seq[point] {
	return func(yield func(point) bool) {
		every := pointEvery
		if fastOnly {
			every = fastEvery
		}
		if earliest := now.Add(-weeklyKept); from.Before(earliest) {
			from = earliest
		}
		if to.After(now) {
			to = now
		}
		first, step := to.Truncate(every), -every
		if oldestFirst {
			first, step = from.Add(-time.Minute).Truncate(every), every
		}
		for at := first; !at.Before(from.Add(-every)) && !at.After(to); at = at.Add(step) {
			p := point{ref, at.Unix() / int64(pointEvery/time.Second)}
			taken := t.taken(p)
			if taken.Before(from) || taken.After(to) || !t.pointExists(p, s, now) {
				continue
			}
			if !yield(p) {
				return
			}
		}
	}
}

// point is the best point of a unit for a request, as restorePointPreference and tags ask.
func (t *Tenant) point(ref unitRef, s span, period span, now time.Time, fastOnly, oldest bool) (point, bool) {
	to := period.to
	if to.IsZero() {
		to = now
	}
	for p := range t.points(ref, s, period.from, to, now, fastOnly, oldest) {
		return p, true
	}
	return point{}, false
}
