#!/usr/bin/env bash
# Runs every fuzz target of the module for the given time each.
set -euo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Before Go 1.27 a run may fail when its time is up and nothing was found
# (golang/go#75804). An input that fails is always written down.
out_of_time() {
	! grep -q -e 'Failing input' -e 'panic' "$log" &&
		[ "$(grep -A 1 -e '^--- FAIL' "$log" | tail -n +2)" = '    context deadline exceeded' ]
}

for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 10x "$package" >"$log" 2>&1 && ! out_of_time; then
			cat "$log"
			exit 1
		fi
		echo "fuzz: $package $target: $(grep -o 'execs: [0-9]*' "$log" | tail -n 1)"
	done
done
