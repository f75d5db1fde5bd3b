package models

import "time"

// NewTimePeriod returns the period between two moments.
func NewTimePeriod(start, end time.Time) TimePeriod {
	return TimePeriod{
		StartDateTime: Value(NewDateTime(start)),
		EndDateTime:   Value(NewDateTime(end)),
	}
}
