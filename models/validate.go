package models

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of the service.
const (
	maxUnits         = 50
	maxArtifacts     = 50
	maxDeltaItems    = 50
	maxBulkEntries   = 10_000
	maxBulkUnits     = 50_000
	maxSearchUnits   = 20
	maxDisplayName   = 1024
	reasonBlank      = "is blank"
	reasonMissing    = "is missing"
	reasonSentinel   = "is " + unknownFutureValue + ", which cannot be sent"
	reasonNothingSet = "changes nothing"
)

// ValidationError says which property of a request cannot be sent as it is, and
// why. Property is the path in the JSON body.
type ValidationError struct {
	Property string
	Reason   string
}

// Error returns the property and the reason on one line.
func (e *ValidationError) Error() string { return e.Property + " " + e.Reason }

func invalid(property, format string, args ...any) error {
	return &ValidationError{Property: property, Reason: fmt.Sprintf(format, args...)}
}

func checkText(property, text string) error {
	if strings.TrimSpace(text) == "" {
		return invalid(property, reasonBlank)
	}
	return nil
}

// checkOptionalName accepts no name at all.
func checkOptionalName(name string) error {
	if name == "" {
		return nil
	}
	return checkName(name)
}

func checkName(name string) error {
	const property = "displayName"
	if err := checkText(property, name); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(name); n > maxDisplayName {
		return invalid(property, "has %d characters, the limit is %d", n, maxDisplayName)
	}
	return nil
}

func checkCount(property string, n, limit int) error {
	if n > limit {
		return invalid(property, "has %d entries, the limit is %d", n, limit)
	}
	return nil
}

// openEnum is any generated enum.
type openEnum interface {
	~string
	IsUnknownFutureValue() bool
}

func checkEnum[E openEnum](property string, e E) error {
	if e.IsUnknownFutureValue() {
		return invalid(property, reasonSentinel)
	}
	return nil
}

func checkRequiredEnum[E openEnum](property string, e E) error {
	if strings.TrimSpace(string(e)) == "" {
		return invalid(property, reasonMissing)
	}
	return checkEnum(property, e)
}

func exactly(s string) string { return s }

// checkEntries refuses blank entries and repeated ones. fold maps an entry to what
// makes it the same as another: strings.ToLower for addresses, exactly for ids.
func checkEntries(property string, entries []string, fold func(string) string) error {
	first := make(map[string]int, len(entries))
	for i, entry := range entries {
		key := fold(strings.TrimSpace(entry))
		if key == "" {
			return invalid(fmt.Sprintf("%s[%d]", property, i), reasonBlank)
		}
		if at, ok := first[key]; ok {
			return invalid(property, "holds the same entry at %d and %d", at, i)
		}
		first[key] = i
	}
	return nil
}

// checkUnsupported refuses a list that the service accepts and then ignores.
func checkUnsupported(property string, entries []string) error {
	if len(entries) > 0 {
		return invalid(property, "is not implemented by the service: its entries would be lost")
	}
	return nil
}

// checkPeriod accepts a period that is open at either end.
func checkPeriod(property string, p TimePeriod) error {
	start, hasStart := p.StartDateTime.Get()
	end, hasEnd := p.EndDateTime.Get()
	return cmp.Or(
		checkMoment(property+".startDateTime", start, hasStart),
		checkMoment(property+".endDateTime", end, hasEnd),
		checkOrder(property, start, end, hasStart && hasEnd),
	)
}

func checkMoment(property string, d DateTime, present bool) error {
	if present && !d.IsSet() {
		return invalid(property, "is not a date")
	}
	return nil
}

func checkOrder(property string, start, end DateTime, present bool) error {
	if present && end.Time().Before(start.Time()) {
		return invalid(property, "ends (%s) before it starts (%s)", end, start)
	}
	return nil
}

// checkOptionalText accepts no text at all, but no text of spaces.
func checkOptionalText(property, text string) error {
	if text == "" {
		return nil
	}
	return checkText(property, text)
}

// checkNotNull refuses a null where the service wants a value or nothing.
func checkNotNull[T any](property string, n Nullable[T]) error {
	if n.IsNull() {
		return invalid(property, "is null: leave it out instead")
	}
	return nil
}
