package main

import (
	"fmt"
	"strings"
)

// A row is one line of the table of numbers.
type row struct{ title, bench, unit string }

func rows() []row {
	var list []row
	add := func(title, bench string, units ...string) {
		for _, unit := range units {
			list = append(list, row{title, bench, unit})
		}
	}
	add("decode 1,000 artifacts", "Decode/doc=artifacts", "sec/op", "cpu-sec/op", "allocs/op", "B/op")
	add("decode 300 sessions of three kinds", "Decode/doc=sessions", "sec/op", "cpu-sec/op", "allocs/op", "B/op")
	add("decode 50 outcomes of a `@delta`", "Decode/doc=delta", "sec/op", "cpu-sec/op", "allocs/op", "B/op")
	add("encode 10,000 drives", "Encode", "sec/op", "cpu-sec/op", "allocs/op", "B/op")
	add("check them before", "Validate", "sec/op", "allocs/op")
	add("call", "Call/mode=sequential", "sec/op", "cpu-sec/op", "allocs/op", "B/op")
	add("16 calls at a time", "Call/mode=parallel16", "sec/op", "cpu-sec/op", "allocs/op")
	add("call, nothing observed", "Observed/with=none", "sec/op", "allocs/op")
	add("call, slog at debug level", "Observed/with=slog", "sec/op", "allocs/op")
	add("call, traced", "Observed/with=otel", "sec/op", "allocs/op")
	add("call, both", "Observed/with=both", "sec/op", "allocs/op")
	add("list 10,000 artifacts", "List/items=10000", "sec/op", "allocs/op", "peak-heap-B")
	add("list 100,000 artifacts", "List/items=100000", "sec/op", "allocs/op", "peak-heap-B")
	add("wait for 1,000 sessions, GET each", "Wait/by=get", "cpu-sec/op", "requests/op", "allocs/op")
	add("wait for 1,000 sessions, by lists", "Wait/by=list", "cpu-sec/op", "requests/op", "allocs/op")
	add("build the program from nothing", "Build/from=nothing", "sec/op", "cpu-sec/op", "compiler-B", "binary-B")
	add("build again after an edit", "Build/from=edit", "sec/op", "cpu-sec/op")
	add("build what it adds to the floor's", "Build/from=floor", "sec/op", "cpu-sec/op", "compiler-B")
	return list
}

var unitNames = map[string]string{
	"sec/op": "time", "cpu-sec/op": "processor time", "allocs/op": "allocations", "B/op": "memory",
	"peak-heap-B": "peak heap", "requests/op": "requests", "compiler-B": "compiler's memory", "binary-B": "stripped binary",
}

func writeNumbers(b *strings.Builder, r results) {
	b.WriteString("| what | of it | floor | this SDK | msgraph-sdk-go | SDK / floor | msgraph-sdk-go / SDK |\n")
	b.WriteString("| --- | --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, row := range rows() {
		cell := func(impl string) string {
			center, spread, ok := r.median(row.bench, impl, row.unit)
			switch {
			case !ok:
				return "-"
			case spread == "0%" || spread == "∞":
				return show(center, row.unit)
			}
			return show(center, row.unit) + " ±" + spread
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", row.title, unitNames[row.unit], cell("floor"), cell("sdk"), cell("msgraph"),
			ratio(r, row, "sdk", "floor"), ratio(r, row, "msgraph", "sdk"))
	}
}

func ratio(r results, row row, over, under string) string {
	a, _, okA := r.median(row.bench, over, row.unit)
	b, _, okB := r.median(row.bench, under, row.unit)
	if !okA || !okB || b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3g", a/b)
}
