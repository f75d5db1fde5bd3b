package graphtest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func instant(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

// The published speeds are those that nearly all units of a job keep to.
func TestPublishedRestoreSpeeds(t *testing.T) {
	s := PublishedSpeed()
	for _, row := range []struct {
		w     *workload
		units int
		want  time.Duration
	}{
		{driveWorkload, 1, 30 * time.Minute}, {siteWorkload, 50, 3 * time.Hour}, {driveWorkload, 250, 4 * time.Hour},
		{driveWorkload, 1000, 10 * time.Hour}, {siteWorkload, 2000, 14 * time.Hour}, {mailboxWorkload, 1, 2 * time.Hour},
		{mailboxWorkload, 250, 3 * time.Hour}, {mailboxWorkload, 1000, 4 * time.Hour},
	} {
		require.InDelta(t, row.want.Minutes(), s.restoreTime(row.w, row.units).Minutes(), 1, "%s %d", row.w.unit, row.units)
	}
	s.Tail = 1
	for n := range 300 {
		start, end := s.plan(driveWorkload, n, 300, 0.5)
		require.GreaterOrEqual(t, start, time.Duration(0))
		require.Less(t, start, end)
		require.LessOrEqual(t, end, s.restoreTime(driveWorkload, 300))
	}
}

func TestRestorePoints(t *testing.T) {
	tenant := NewTenant(Size{Drives: 1, Mailboxes: 1})
	now := time.Date(2026, 6, 17, 12, 34, 56, 0, time.UTC)
	count := func(w *workload, from, to time.Time, fast bool) (n int) {
		var last time.Time
		for p := range tenant.points(unitRef{w, 0}, span{}, from, to, now, fast, false) {
			taken := tenant.taken(p)
			require.True(t, last.IsZero() || taken.Before(last), "the newest first")
			last = taken
			again, ok := tenant.pointByID(tenant.pointID(p))
			require.True(t, ok)
			require.Equal(t, p, again)
			n++
		}
		return n
	}
	day := 24 * time.Hour
	require.Equal(t, 144, count(driveWorkload, now.Add(-2*day), now.Add(-day), false))
	require.Equal(t, 14*144+50, count(driveWorkload, now.Add(-400*day), now, false), "ten minutes for two weeks, weekly for a year")
	require.Equal(t, 365*144, count(mailboxWorkload, now.Add(-400*day), now, false), "Exchange keeps every point for a year")
	require.Equal(t, 7, count(driveWorkload, now.Add(-7*day), now, true), "one a day can be browsed")
	p, ok := tenant.point(unitRef{driveWorkload, 0}, span{}, span{from: now.Add(-day), to: now}, now, false, true)
	require.True(t, ok)
	require.WithinDuration(t, now.Add(-day), tenant.taken(p), 10*time.Minute, "the oldest, if asked for")
	_, ok = tenant.point(unitRef{driveWorkload, 0}, span{from: now}, span{from: now.Add(-day), to: now}, now, false, false)
	require.False(t, ok, "none before the unit was protected")
	_, ok = tenant.pointByID("bm90IGEgcG9pbnQ=")
	require.False(t, ok)
}
