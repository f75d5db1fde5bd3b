#!/usr/bin/env bash
# Prints the exported declarations of packages, without their comments.
set -euo pipefail
for package in "$@"; do
	echo "== $package"
	go doc -all "$package" | sed -n '/^\(CONSTANTS\|VARIABLES\|FUNCTIONS\|TYPES\)$/,$p' | grep -v -e '^    ' -e '^[[:space:]]*//' | sed 's/[[:space:]]*\/\/ .*$//' | cat -s
done
