#!/usr/bin/env bash
# Looks for known vulnerabilities. Where the database cannot be had, that is
# said and passes: the check is then still to be done elsewhere.
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
timeout 300 "$1" ./... >"$log" 2>&1 || status=$?
case $status in
0) echo "vulncheck: no known vulnerability is reachable" ;;
3)
	cat "$log"
	exit 3
	;;
*)
	if grep -qiE 'no such host|connection refused|i/o timeout|dial tcp|forbidden|deadline exceeded|fetching vulnerabilities|proxyconnect' "$log" || [ "$status" = 124 ]; then
		echo "vulncheck: SKIPPED, the vulnerability database cannot be reached from here"
	else
		cat "$log"
		exit "$status"
	fi
	;;
esac
