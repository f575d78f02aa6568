#!/bin/bash
# Runs the Swift tests that build.sh --build-tests has built. Shows failures and totals; the rest is in .build/test.log and
# .build/worlds.log. Without arguments in two parts: the worlds that live for minutes come after the rest, because they keep
# all of a small machine's threads, and whoever talks to a socket beside them waits too long for its turn.
set -o pipefail
cd "$(dirname "$0")/.." || exit 1
worlds="SimulationTests|EveryCutTests"

run() {
    local log=$1
    shift
    swift test --skip-build --explicit-target-dependency-import-check error "$@" 2>&1 | tee "$log" | awk '
        / (passed after|started\.)/ && !/Test run/ { next }
        /Executed 0 tests/ { next }
        /^(Test (Suite|Case)|\[[0-9]+\/[0-9]+\])/ && !/failed/ { next }
        { print "    " $0; fflush() }'
}

if [ $# -gt 0 ]; then
    run .build/test.log "$@"
    exit
fi
run .build/test.log --skip "$worlds"
code=$?
run .build/worlds.log --filter "$worlds" || code=1
exit "$code"
