#!/usr/bin/env bash
# Prints what departs from the metadata and the documentation, if anything,
# and ends with the counts of what was found and what is required.
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
go test -count=1 -v -run '^TestConformance$' . >"$log" 2>&1 || status=$?
grep -v -e '^=== ' -e '^--- ' -e '^PASS' -e '^FAIL' -e '^ok ' -e '^exit status' -e '^operations ' "$log"
grep '^operations ' "$log"
exit "$status"
