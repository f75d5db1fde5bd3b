package graphtest

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// FaultKinds are all kinds of faults.
func FaultKinds() []FaultKind {
	return []FaultKind{
		FaultStatus, FaultThrottle, FaultCut, FaultCutHeaders, FaultCutBody, FaultDelay, FaultDrip, FaultGarbage, FaultHTML, FaultEmpty,
		FaultWrongType, FaultForeignLink, FaultLoopLink, FaultRedirect, FaultExpired, FaultRevoked, FaultSkew, FaultLostWrite,
		FaultArtifacts, FaultStuck,
	}
}

// ReadFaults reads a fault script: a JSON array of objects with the members of [Fault] in lower camel case. Durations are
// written as in Go, "1.5s".
func ReadFaults(r io.Reader) ([]Fault, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	var lines []faultLine
	if err := d.Decode(&lines); err != nil {
		return nil, fmt.Errorf("fault script: %w", err)
	}
	var faults []Fault
	for i, line := range lines {
		f := line.fault
		if !slices.Contains(FaultKinds(), f.Kind) {
			return nil, fmt.Errorf("fault script: entry %d: unknown kind %q, known are %v", i+1, f.Kind, FaultKinds())
		}
		for _, d := range []struct {
			text string
			into *time.Duration
		}{{line.Delay, &f.Delay}, {line.Per, &f.Per}} {
			var err error
			if d.text == "" {
				continue
			}
			if *d.into, err = time.ParseDuration(d.text); err != nil {
				return nil, fmt.Errorf("fault script: entry %d: %w", i+1, err)
			}
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// fault gives [Fault] a name to be embedded under, so that the durations can be written over.
type fault = Fault

type faultLine struct {
	fault
	Delay string `json:"delay"`
	Per   string `json:"per"`
}
