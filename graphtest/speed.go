package graphtest

import "time"

// Speed says how long the service takes for things, in the tenant's time. The zero Speed does everything at once.
type Speed struct {
	Activating time.Duration // a session, from the call to its active status
	Resolving  time.Duration // a bulk request, until its entries are turned into artifacts
	Details    time.Duration // from an artifact's success until the names of the new location appear
	Browsing   time.Duration // a browse session, from creating to created
	Policy     time.Duration // activation and deactivation of a policy
	Protecting time.Duration // a unit, from protectRequested to protected, or back
	Rule       time.Duration // one evaluation of an inclusion rule
	Job        time.Duration // a bulk addition of protection units
	Offboard   time.Duration // the grace before an offboarded unit's backups are given up
	ServiceApp time.Duration // activation of the first controller

	// Restore scales the published restore speeds: 1 takes as long as the real service says it does, 0 no time at all.
	Restore float64
	// Tail says how much longer than published the slowest units of a mass restore take (1 and below: not at all).
	Tail float64
}

// PublishedSpeed is the default: what Microsoft publishes about the real service where it does, and a guess elsewhere. The
// published restore times are read as those of nearly all units of a job, with a tail of large units behind them.
func PublishedSpeed() Speed {
	return Speed{
		Activating: 5 * time.Minute,
		Resolving:  20 * time.Minute,
		Browsing:   2 * time.Minute,
		Policy:     time.Hour,
		Protecting: 15 * time.Minute,
		Rule:       15 * time.Minute,
		Job:        15 * time.Minute,
		Offboard:   90 * 24 * time.Hour,
		ServiceApp: 5 * time.Minute,
		Restore:    1,
		Tail:       2.5,
	}
}

// The published table: units in one job, and how long the job takes.
func publishedRestore(w *workload) []struct{ units, minutes float64 } {
	if w == mailboxWorkload {
		return []struct{ units, minutes float64 }{{1, 120}, {50, 150}, {250, 180}, {1000, 240}}
	}
	return []struct{ units, minutes float64 }{{1, 30}, {50, 180}, {250, 240}, {1000, 600}}
}

// restoreTime is how long n units take: the table, straight lines between its rows, and 250 units an hour beyond it.
func (s Speed) restoreTime(w *workload, n int) time.Duration {
	table := publishedRestore(w)
	last := table[len(table)-1]
	minutes := last.minutes + (float64(n)-last.units)/250*60
	for i := len(table) - 1; i > 0; i-- {
		lo, hi := table[i-1], table[i]
		if float64(n) <= hi.units {
			minutes = lo.minutes + (hi.minutes-lo.minutes)*(float64(n)-lo.units)/(hi.units-lo.units)
		}
	}
	return time.Duration(max(minutes, 0) * s.Restore * float64(time.Minute))
}

// plan says when unit k of a job of n is taken up and when it is done, counted from the job's start. Most units finish
// evenly within the published time; one in twenty belongs to the tail. random is in [0, 1) and belongs to the unit.
func (s Speed) plan(w *workload, k, n int, random float64) (start, end time.Duration) {
	total, one := s.restoreTime(w, n), s.restoreTime(w, 1)
	if n == 1 {
		return one / 20, one
	}
	end = one/2 + time.Duration(float64(total-one/2)*(float64(k)+random)/float64(n))
	if k%20 == 19 && s.Tail > 1 {
		end += time.Duration(float64(total) * (s.Tail - 1) * float64(k+1) / float64(n))
	}
	took := one/2 + time.Duration(float64(one)*random)
	return max(0, end-took), end
}
