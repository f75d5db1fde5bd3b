#!/usr/bin/env bash
# Runs the examples as the README writes them and checks their exit statuses.
# go run hides a program's status behind its own 1, so they are built first.
set -euo pipefail
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

expect() { # status, program, arguments
	local want=$1 name=$2 got=0
	shift 2
	"$out/$name" "$@" >"$out/stdout" 2>"$out/stderr" || got=$?
	if [ "$got" != "$want" ]; then
		echo "examples: $name $* ended with $got instead of $want" >&2
		tail -n 20 "$out/stdout" "$out/stderr" >&2
		exit 1
	fi
	echo "examples: $name $*: exit status $got, as it should"
}

for name in restore-onedrive browse-onedrive resume; do
	go build -o "$out/$name" "./examples/$name"
done
go run ./examples/restore-onedrive | tail -n 1
expect 0 browse-onedrive
expect 0 resume
expect 3 restore-onedrive -input examples/restore-onedrive/trouble.csv
expect 1 restore-onedrive -input /dev/null
expect 1 restore-onedrive -from 2026-02-01 -to 2026-01-01
