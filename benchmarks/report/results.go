package main

import (
	"fmt"
	"strings"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchmath"
)

// A key names one series of measurements.
type key struct{ bench, impl, unit string }

type results map[key][]float64

const implPart = "/impl="

func readResults(files []string) (results, error) {
	r := results{}
	reader := benchfmt.Files{Paths: files}
	for reader.Scan() {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		base, parts := result.Name.Parts()
		name, impl := string(base), ""
		for _, part := range parts {
			switch p := string(part); {
			case strings.HasPrefix(p, implPart):
				impl = strings.TrimPrefix(p, implPart)
			case strings.HasPrefix(p, "/"):
				name += p
			}
		}
		for _, v := range result.Values {
			k := key{name, impl, v.Unit}
			r[k] = append(r[k], v.Value)
		}
	}
	return r, reader.Err()
}

// median is the middle of a series and, as benchstat prints it, the range that
// it is in with 95 % confidence.
func (r results) median(bench, impl, unit string) (center float64, spread string, ok bool) {
	values := r[key{bench, impl, unit}]
	if len(values) == 0 {
		return 0, "", false
	}
	sample := benchmath.NewSample(values, &benchmath.DefaultThresholds)
	summary := benchmath.AssumeNothing.Summary(sample, 0.95)
	return summary.Center, summary.PctRangeString(), true
}

// show renders a value in a form for people.
func show(v float64, unit string) string {
	switch unit {
	case "sec/op", "cpu-sec/op":
		return seconds(v)
	case "B/op":
		return fmt.Sprintf("%.1f kB", v/1e3)
	case "peak-heap-B", "compiler-B", "binary-B":
		return fmt.Sprintf("%.4g MB", v/1e6)
	default:
		return fmt.Sprintf("%.0f", v)
	}
}

func seconds(v float64) string {
	switch {
	case v >= 1:
		return fmt.Sprintf("%.3g s", v)
	case v >= 1e-3:
		return fmt.Sprintf("%.3g ms", v*1e3)
	default:
		return fmt.Sprintf("%.3g µs", v*1e6)
	}
}
