package models_test

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/graphbackup/backuprestore/models"
)

func TestDateTimeGoesBackAsItCame(t *testing.T) {
	fourth := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for _, tc := range []struct {
		src  string
		want time.Time
	}{
		{`"2026-03-04T05:06:07Z"`, fourth},
		{`"2026-03-04T05:06:07.1234567Z"`, fourth.Add(123456700)},
		{`"2026-03-04T05:06:07.123456789Z"`, fourth.Add(123456789)},
		{`"2026-03-04T05:06:07.1234567891Z"`, fourth.Add(123456789)},
		{`"2026-03-04T05:06:07.0000000Z"`, fourth},
		{`"2026-03-04T05:06:07.450Z"`, fourth.Add(450 * time.Millisecond)},
		{`"2026-03-04T05:06:07+00:00"`, fourth},
		{`"2026-03-04T07:06:07.5+02:00"`, fourth.Add(500 * time.Millisecond)},
		{`"2026-03-04T05-06-07.45Z"`, fourth.Add(450 * time.Millisecond)},
		{`"2026-03-04T05:06:07"`, fourth},
		{`"2026-03-04 05:06:07"`, fourth},
		{`"2026-03-04"`, day(4)},
		{`"2024-02-29T00:00:00Z"`, time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
		{`"2000-03-01T00:00:00Z"`, time.Date(2000, 3, 1, 0, 0, 0, 0, time.UTC)},
		{`"1970-01-01T00:00:00Z"`, time.Unix(0, 0).UTC()},
		{`"1969-12-31T23:59:59.5Z"`, time.Unix(-1, 5e8).UTC()},
		{`"9999-12-31T23:59:59Z"`, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)},
		{`"0001-01-01T00:00:00Z"`, time.Time{}},
		{`"0001-01-01T00:00:00.0000000Z"`, time.Time{}},
		{`"2026-02-30T00:00:00Z"`, time.Time{}},
		{`"2026-13-01T00:00:00Z"`, time.Time{}},
		{`"2026-03-04T24:00:00Z"`, time.Time{}},
		{`"2026-03-04T05:06:07.Z"`, time.Time{}},
		{`"soon\n\u00e9"`, time.Time{}},
		{`""`, time.Time{}},
		{`20260304`, time.Time{}},
		{`{"at":[1]}`, time.Time{}},
		{`false`, time.Time{}},
	} {
		t.Run(tc.src, func(t *testing.T) {
			d := *requireSurvives(t, []byte(tc.src), new(models.DateTime)).(*models.DateTime)
			require.Equal(t, tc.want, d.Time())
			require.Equal(t, !tc.want.IsZero(), d.IsSet())
			require.False(t, d.IsZero())
			var text string
			if json.Unmarshal([]byte(tc.src), &text) == nil {
				require.Equal(t, text, d.String())
			} else {
				require.Equal(t, tc.src, d.String())
			}
		})
	}
}

// Every day of four centuries, so that the arithmetic is right about leap years.
func TestDateTimeAgreesWithTheStandardLibrary(t *testing.T) {
	for at := time.Date(1800, 1, 1, 23, 59, 59, 1e8, time.UTC); at.Year() < 2200; at = at.AddDate(0, 0, 1) {
		d := models.NewDateTime(at)
		if !at.Equal(d.Time()) || at.Format(time.RFC3339Nano) != d.String() {
			t.Fatalf("%v is read as %v and written as %v", at, d.Time(), d)
		}
	}
}

func TestNewDateTimeIsInUTC(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	require.Equal(t, "2026-03-04T03:00:00Z", models.NewDateTime(time.Date(2026, 3, 4, 5, 0, 0, 0, zone)).String())
	require.Equal(t, models.NewDateTime(day(4)), models.NewDateTime(day(4).In(zone)))
	require.False(t, models.NewDateTime(time.Time{}).IsSet())
	require.False(t, models.NewDateTime(time.Time{}).IsZero())
	require.True(t, models.DateTime{}.IsZero())
	require.Empty(t, models.DateTime{}.String())
	out, err := json.Marshal(models.DateTime{})
	require.NoError(t, err)
	require.Equal(t, "null", string(out))
}

func TestPeriod(t *testing.T) {
	for _, tc := range []struct {
		period models.Period
		want   time.Time
	}{
		{"P2W", day(18)},
		{"P1Y", time.Date(2027, 3, 4, 0, 0, 0, 0, time.UTC)},
		{"P1M1D", time.Date(2026, 4, 5, 0, 0, 0, 0, time.UTC)},
		{"PT10M", day(4).Add(10 * time.Minute)},
		{"P1DT1H1M1.5S", day(5).Add(time.Hour + time.Minute + 1500*time.Millisecond)},
		{"-P1D", day(3)},
	} {
		got, err := tc.period.AddTo(day(4))
		require.NoError(t, err, tc.period)
		require.Equal(t, tc.want, got, tc.period)
	}
	for _, bad := range []models.Period{"", "P", "PT", "P1DT", "2W", "P1H", "P1.5D", "P99999999999Y", "PT99999999999999999999S", "R/PT10M"} {
		_, err := bad.AddTo(day(4))
		require.Error(t, err, bad)
	}
}
