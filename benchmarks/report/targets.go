package main

import (
	"cmp"
	"fmt"
	"strings"
)

// A target compares this SDK with another contender, or with a number.
type target struct {
	text              string
	bench, unit, with string
	by                comparison
	limit             float64
	// why is what stands in the way when the target is missed.
	why string
}

type comparison int

const (
	timesLess    comparison = iota // the other's value is at least limit times the SDK's
	withinFactor                   // the SDK's value is at most limit times the other's
	moreByAtMost                   // the SDK's value is at most limit larger
	atMost                         // the SDK's value is at most limit
)

func decodeTargets(document, title, why string) []target {
	bench := "Decode/doc=" + document
	return []target{
		{"decode " + title + ": 8 times faster than msgraph-sdk-go", bench, "sec/op", "msgraph", timesLess, 8, whyPeer(document)},
		{"decode " + title + ": at most 1/40 of its allocations", bench, "allocs/op", "msgraph", timesLess, 40, whyPeer(document)},
		{"decode " + title + ": within 1.3 times the floor", bench, "sec/op", "floor", withinFactor, 1.3, why},
	}
}

func whyPeer(document string) string {
	if document == "delta" {
		return "msgraph-sdk-go knows nothing of `@delta` and leaves the items as untyped maps, so it does less here than the others; even the floor is hardly eight times faster"
	}
	return ""
}

var targets = append(append(append(
	decodeTargets("artifacts", "1,000 artifacts", ""),
	decodeTargets("sessions", "300 sessions",
		"a session tells null from absent in every field and keeps what is unknown at every level, which makes a value of 1.2 kB that is copied into an interface")...),
	decodeTargets("delta", "50 outcomes",
		"an outcome has room for a whole artifact, which tells null from absent and keeps what is unknown: more than twice the memory of the bare struct")...),
	target{"encode 10,000 drives: within 1.3 times the floor", "Encode", "sec/op", "floor", withinFactor, 1.3, ""},
	target{"call: within 1.25 times bare net/http", "Call/mode=sequential", "sec/op", "floor", withinFactor, 1.25, ""},
	target{"16 calls at a time: within 1.25 times bare net/http", "Call/mode=parallel16", "sec/op", "floor", withinFactor, 1.25,
		"with so many calls under way nobody waits and processor time is all that counts. What the SDK adds is spread over what bare net/http leaves out: a timer and a context for each attempt, more header fields, the gate that a 429 closes, and reading the union"},
	target{"call: at most 60 allocations more", "Call/mode=sequential", "allocs/op", "floor", moreByAtMost, 60, ""},
	target{"list 10,000 artifacts: peak heap under 16 MB", "List/items=10000", "peak-heap-B", "", atMost, 16e6, ""},
	target{"list 100,000 artifacts: peak heap under 16 MB", "List/items=100000", "peak-heap-B", "", atMost, 16e6, ""},
	target{"build from nothing: 6 times faster than msgraph-sdk-go", "Build/from=nothing", "sec/op", "msgraph", timesLess, 6,
		"an empty cache means that the standard library and azidentity are compiled too; they are most of what this SDK's build takes, the floor's has them all the same, and no SDK can be faster than the floor"},
	target{"build of what it adds to the floor: 6 times faster than msgraph-sdk-go", "Build/from=floor", "sec/op", "msgraph", timesLess, 6, ""},
	target{"binary: at most 1.5 MB larger than azidentity's alone", "Build/from=nothing", "binary-B", "floor", moreByAtMost, 1.5e6,
		"the imports of kiota bring 0.15 MB, most of it OpenTelemetry's; the rest is this SDK and the JSON syntax, more than half of it models, whose types and methods the linker keeps because JSON may reach them"},
)

// whyUnknown is for a target that was met when the reasons were written.
const whyUnknown = "no reason is known; a busy machine can do it, and the processor times below are steadier than the times"

// check says how the SDK compares, and whether that is enough.
func (t target) check(r results) (measured string, met, ok bool) {
	sdk, _, ok := r.median(t.bench, "sdk", t.unit)
	if !ok {
		return "", false, false
	}
	other := 0.0
	if t.with != "" {
		if other, _, ok = r.median(t.bench, t.with, t.unit); !ok {
			return "", false, false
		}
	}
	switch t.by {
	case timesLess:
		return fmt.Sprintf("%.1f times", other/sdk), other/sdk >= t.limit, true
	case withinFactor:
		return fmt.Sprintf("%.2f times", sdk/other), sdk/other <= t.limit, true
	case moreByAtMost:
		return show(sdk-other, t.unit) + " more", sdk-other <= t.limit, true
	default:
		return show(sdk, t.unit), sdk <= t.limit, true
	}
}

func writeTargets(b *strings.Builder, r results) {
	b.WriteString("| target | measured | |\n| --- | --- | --- |\n")
	var missed []string
	for _, t := range targets {
		measured, met, ok := t.check(r)
		verdict := "met"
		switch {
		case !ok:
			measured, verdict = "", "not measured"
		case !met:
			verdict = "**missed**"
			missed = append(missed, fmt.Sprintf("- %s (%s): %s.\n", t.text, measured, cmp.Or(t.why, whyUnknown)))
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", t.text, measured, verdict)
	}
	if len(missed) > 0 {
		b.WriteString("\nWhat stands in the way where a target is missed:\n\n" + strings.Join(missed, ""))
	}
}
