#!/usr/bin/env bash
# Runs every fuzz target of the module for the given time each.
set -euo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 10x "$package" >"$log" 2>&1; then
			cat "$log"
			exit 1
		fi
		echo "fuzz: $package $target: $(grep -o 'execs: [0-9]*' "$log" | tail -n 1)"
	done
done
