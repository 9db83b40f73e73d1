# The two commands are `make run` and `make test`; `make check` is the quick loop. `make help` lists all.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

CARGO_DENY_VERSION := 0.20.2
UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -print 2>/dev/null)
CONTENT := $(shell find resources/content -type f 2>/dev/null)
RUST_FOR_BUNDLE := $(shell find crates -name '*.rs' -o -name '*.sql' -o -name Cargo.toml 2>/dev/null) Cargo.lock

.PHONY: help run test check setup ui bundle content-report programs app bindings format deny advisories e2e journeys bench bench-sync bench-questions bench-window relevance clean

help: ## List what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: setup app bundle ## Install what is missing, build, start the application and a local server
	@HRC_BUNDLE=$(CURDIR)/target/bundle .ci/start

test: ## Install what is missing, build, run every check and test
	@.ci/stages

check: setup ui ## The quick loop: format, lints, unit tests
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	cargo test --workspace --lib --bins --quiet
	cd ui && npm run --silent lint && npm run --silent check && npm run --silent test

setup: ## Install system packages, and nothing when all are there
	@.ci/setup

# npm ci runs only when the lockfile changed.
ui/node_modules/.installed: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

ui/dist/index.html: ui/node_modules/.installed $(UI_SOURCES)
	cd ui && npm run --silent build
	@touch $@

ui: ui/dist/index.html ## Build the window's pages

target/bundle/bundle.json: $(CONTENT) $(RUST_FOR_BUNDLE) | programs
	target/debug/hrc bundle --content resources/content --out target/bundle

bundle: target/bundle/bundle.json ## Make the bundle the application starts from

# Built by one call: each alone would switch on other features of what they share, and compile it anew.
programs: ui
	cargo build -p knowledge-centre -p hrc -p hrc-server -p hrc-print

app: programs bundle ## Build the application, hrc and hrc-server

content-report: programs ## How far the knowledge base has come: kinds, languages, sources, what is missing
	@target/debug/hrc content report resources/content --inventory tests/fixtures/link-list.txt

bindings: ui ## Write the window's types anew from the commands
	BLESS=1 cargo test -p knowledge-centre --lib bindings

format: ## Format everything
	cargo fmt --all
	cd ui && npm run --silent format

target/tools/bin/cargo-deny:
	cargo install --quiet --locked --debug cargo-deny@$(CARGO_DENY_VERSION) --root target/tools --target-dir target/tools/build
	@rm -rf target/tools/build

deny: target/tools/bin/cargo-deny ## Licences, duplicates and origins of every dependency
	target/tools/bin/cargo-deny --all-features check licenses bans sources

advisories: target/tools/bin/cargo-deny ## Known vulnerabilities (fetches the advisory database)
	target/tools/bin/cargo-deny check advisories

e2e: setup app ## The tests in the real window and in a real browser only
	cargo test -p hrc-tests -- e2e console

# Desktops set LANGUAGE for their own ends; only what is said to make counts.
TEXT_LANGUAGE = $(if $(findstring command,$(origin LANGUAGE)),$(LANGUAGE),en)

bench: ## Our search's speed beside SQLite's: DOCUMENTS=n, or CORPUS=docs.jsonl QUERIES=queries.jsonl; KEEP=folder keeps what was built
	cargo run --release --quiet -p hrc-measure --bin bench -- --lang $(TEXT_LANGUAGE)

bench-sync: ## What syncing costs beside the least it could: RECORDS=n
	cargo build --release --quiet -p hrc-measure --bin bench-sync -p hrc-server --bin hrc-server
	target/release/bench-sync

bench-questions: ## Questions taken in for good a second, and from an agreement to the answer being found
	cargo build --release --quiet -p hrc-measure --bin bench-questions -p hrc-server --bin hrc-server
	target/release/bench-questions

bench-window: setup ui ## From a key to its results painted, in the real window (release build)
	cargo build --release --quiet -p knowledge-centre -p hrc
	cargo test --release --quiet -p hrc-tests -- e2e::paint --nocapture

relevance: ## How well our search finds beside its peers: COLLECTION=dir, LANGUAGE=en
	@test -n "$(COLLECTION)" || { echo "make relevance COLLECTION=dir [LANGUAGE=en]" >&2; exit 2; }
	cargo run --release --quiet -p hrc-measure --bin relevance -- $(COLLECTION) --lang $(TEXT_LANGUAGE)

clean: ## Remove everything that was built
	rm -rf target ui/dist ui/node_modules gen permissions
