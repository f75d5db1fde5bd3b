#!/usr/bin/env bash
# Measures this SDK, msgraph-sdk-go and the floor side by side, prints the
# table and rewrites BENCHMARKS.md. About a quarter of an hour on two cores and
# 5 GB of memory, most of it for building msgraph-sdk-go. BENCH_KEEP_BUILDS=file
# keeps what the builds took, and BENCH_BUILDS=file takes it from there instead
# of building again.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${BENCH_ROUNDS:-10}
benchtime=${BENCH_TIME:-200ms}

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
load() { cut -d' ' -f1-3 /proc/loadavg; }
before=$(load)
say() { echo "bench: $*" >&2; }

(cd benchmarks && go mod download)
(cd benchmarks/peer && go mod download)
for tool in buildcost report server; do
	(cd benchmarks && go build -o "$out/$tool" "./$tool")
done
export BENCH_SERVER=$out/server

build() { # what the cache holds, cache, contender, directory
	"$out/buildcost" -from "$1" -cache "$out/$2" -name "$3" "$4" | tee -a "$out/build.txt" >&2
}

build_all() {
	say "building the programs"
	build nothing floor floor benchmarks/programs/floor
	build edit floor floor benchmarks/programs/floor
	for contender in sdk=benchmarks/programs/sdk msgraph=benchmarks/peer/program; do
		local name=${contender%%=*} program=${contender#*=}
		cp -r "$out/floor" "$out/added"
		build floor added "$name" "$program"
		rm -rf "$out/added"
		build nothing "$name" "$name" "$program"
		build edit "$name" "$name" "$program"
	done
}

if [ -n "${BENCH_BUILDS:-}" ]; then
	cp "$BENCH_BUILDS" "$out/build.txt"
	peer_cache=$(go env GOCACHE)
else
	build_all
	[ -z "${BENCH_KEEP_BUILDS:-}" ] || cp "$out/build.txt" "$BENCH_KEEP_BUILDS"
	peer_cache=$out/msgraph
fi

say "testing that all do the same"
(cd benchmarks && go test -trimpath -c -o "$out/own.test" . && "$out/own.test" -test.run Equal)
(cd benchmarks/peer && GOCACHE=$peer_cache go test -trimpath -c -o "$out/peer.test" . && "$out/peer.test" -test.run Equal)
rm -rf "$out/floor" "$out/sdk" "$out/msgraph"

# The contenders take turns, so that a slow minute of the machine is
# everybody's.
for round in $(seq "$rounds"); do
	say "round $round of $rounds"
	for contender in own peer; do
		"$out/$contender.test" -test.run '^$' -test.bench . -test.benchtime "$benchtime" >>"$out/run.txt"
	done
done

{
	echo '## Machine and versions'
	echo
	echo "- $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(awk '/^MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB, $(uname -sr)"
	echo "- $(go version), $(date -u +%F); load averages before $before and after $(load)"
	(cd benchmarks/peer && go list -m -f '- {{.Path}} {{.Version}}' github.com/microsoftgraph/msgraph-sdk-go github.com/microsoftgraph/msgraph-sdk-go-core \
		github.com/microsoft/kiota-abstractions-go github.com/microsoft/kiota-http-go github.com/microsoft/kiota-serialization-json-go \
		github.com/Azure/azure-sdk-for-go/sdk/azidentity github.com/go-json-experiment/json)
	echo
	echo "Commands: \`make bench\`, that is builds of each program (\`go build -trimpath -ldflags='-s -w'\`),"
	echo "then $rounds rounds of \`go test -bench . -benchtime $benchtime\`, the contenders in turn."
	[ -z "${BENCH_BUILDS:-}" ] || echo "The builds were measured by an earlier run."
} >"$out/machine.md"

(cd benchmarks && go tool benchstat -ignore pkg -col '/impl@(floor sdk msgraph)' "$out/build.txt" "$out/run.txt") >"$out/benchstat.txt" 2>"$out/benchstat.log" ||
	{ cat "$out/benchstat.log" >&2; exit 1; }
"$out/report" -machine "$out/machine.md" -benchstat "$out/benchstat.txt" "$out/build.txt" "$out/run.txt" >"$out/BENCHMARKS.md"
mv "$out/BENCHMARKS.md" BENCHMARKS.md
sed -n '/^## Targets/,/^## What/p' BENCHMARKS.md | sed '$d'
