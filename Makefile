SHELL := /bin/bash

# Everything that has to hold is a target of its own; `make ci` is all of them.

GOLANGCI_LINT_VERSION := v2.15.0
GOVULNCHECK_VERSION   := v1.1.4

BIN      := $(CURDIR)/bin
LINT     := $(BIN)/golangci-lint-$(GOLANGCI_LINT_VERSION)
VULN     := $(BIN)/govulncheck-$(GOVULNCHECK_VERSION)
MODULES  := $(sort $(dir $(shell git ls-files '*go.mod')))
# Compiling msgraph-sdk-go takes minutes and gigabytes, so the module that needs
# it is only kept tidy here; make bench builds and tests it.
CHEAP    := $(filter-out benchmarks/peer/,$(MODULES))
PACKAGES := . ./models ./graphtest
FUZZTIME ?= 20s

.PHONY: ci fmt vet lint tidy test examples fuzz conformance goldens fault-matrix api api-check vulncheck generate bench

ci: fmt vet lint tidy generate-check test conformance goldens api-check examples
	$(MAKE) fuzz FUZZTIME=5s
	$(MAKE) vulncheck

fmt:
	@bad=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$bad" || { echo "not formatted:"; echo "$$bad"; exit 1; }

vet:
	@for m in $(CHEAP); do (cd $$m && go vet ./...) || exit 1; done

lint: $(LINT)
	@for m in $(CHEAP); do (cd $$m && $(LINT) run --allow-parallel-runners ./...) || exit 1; done

tidy:
	@for m in $(MODULES); do (cd $$m && go mod tidy -diff) || exit 1; done

test:
	go test -race ./...
	@for m in $(filter-out ./,$(CHEAP)); do (cd $$m && go test ./...) || exit 1; done

# The programs that the README opens with, as it writes them.
examples:
	bash scripts/examples.sh

# Every fuzz target of every package for FUZZTIME.
fuzz:
	bash scripts/fuzz.sh $(FUZZTIME)

# Counts what the SDK covers of the metadata and the documentation; a newer
# $$metadata can be given as GRAPH_METADATA=file.
conformance:
	@bash scripts/conformance.sh

goldens:
	go test -count=1 -run '^(TestGolden|TestOperations|TestDocumented)' .

# Every fault against every kind of call, over real sockets, as a table.
fault-matrix:
	@go test -count=1 -run '^TestFaultMatrix$$' -v . | grep -v -e '^=== ' -e '^--- PASS' -e '^PASS' -e '^ok '; exit $${PIPESTATUS[0]}

# The exported API of the packages that users import, without its prose.
api:
	bash scripts/api.sh $(PACKAGES) > testdata/api.txt

api-check:
	@bash scripts/api.sh $(PACKAGES) | diff testdata/api.txt - || { echo "the exported API has changed; if that is meant, run make api and commit testdata/api.txt"; exit 1; }

# This SDK beside msgraph-sdk-go and bare net/http; rewrites BENCHMARKS.md. Takes
# about 15 minutes and 5 GB of memory.
bench:
	bash scripts/bench.sh

generate:
	go generate ./...

.PHONY: generate-check
generate-check:
	@go generate ./... && git diff --exit-code -- 'zz_*.go' '*/zz_*.go' || { echo "generated files are stale; run make generate and commit"; exit 1; }

vulncheck: $(VULN)
	bash scripts/vulncheck.sh $(VULN)

$(LINT):
	GOBIN=$(BIN) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	mv $(BIN)/golangci-lint $@

$(VULN):
	GOBIN=$(BIN) go install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION)
	mv $(BIN)/govulncheck $@
