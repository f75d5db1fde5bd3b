// Package peer measures msgraph-sdk-go. It is a module of its own because the
// SDK that it imports takes minutes and gigabytes to build: everything else
// about the benchmarks is built and checked without it.
package peer
