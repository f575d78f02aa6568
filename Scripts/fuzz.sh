#!/bin/bash
# Throws mutated bytes at everything that reads items and messages, with libFuzzer. Exit 1 when something was found.
#   RUNS=1000000 ONLY='contacts notes' JOBS=2 REPORT=docs/reliability.md Scripts/fuzz.sh
# REPORT puts their lines into the section "fuzz" of that file. What it finds lies in .build/fuzz-found; put it into Fuzz/Found/TARGET, mend it, and `make test` replays it from then on.
set -u
cd "$(dirname "$0")/.." || exit 1
export SWIFT_DETERMINISTIC_HASHING=1
# Swift's own handler of signals would keep libFuzzer from writing down what it found.
export SWIFT_BACKTRACE=enable=no
runs=${RUNS:-20000}
targets=${ONLY:-versit recurrence contacts events tasks notes upstream wbxml xml message session}
swift build -c release --package-path Fuzz --scratch-path .build/fuzz --product fuzz -Xswiftc -sanitize=fuzzer \
    -Xswiftc -use-ld=lld \
    2>&1 | grep -vE "^(\[|Building|Build of|warning: 'swift-)" >&2
fuzz=.build/fuzz/release/fuzz
[ -x "$fuzz" ] || exit 1
fuzz=$(realpath "$fuzz")
found=.build/fuzz-found
rm -rf "$found"
# Seconds after which an input is slow.
slow=20

# A session takes as long as hundreds of items: a tenth of the executions.
share() { if [ "$1" = session ]; then echo $(($2 / 10)); else echo "$2"; fi; }

# libFuzzer reads the clock, and what else the machine does is not an input's fault: each that was slow by the clock runs once
# more, alone, with so many seconds of CPU. Fails when one needs more.
acquit() {
    local target=$1 unit guilty=0
    for unit in "$found/$target"/slow-unit-*; do
        [ -e "$unit" ] || continue
        if (ulimit -t $slow && FOOTBRIDGE_FUZZ=$target "$fuzz" "$unit") > "$unit.log" 2>&1; then
            rm -f "$unit" "$unit.log"
        else
            guilty=1
        fi
    done
    return $guilty
}

# One target: seeds, then found cases of before, then so many executions. Prints a line of the report.
one() {
    local target=$1 count length work=.build/fuzz-corpus/$1
    count=$(share "$1" "$2")
    # Short inputs first, but for sessions: their seeds are short, and what is worth trying is not.
    length=100 && [ "$1" = session ] && length=0
    rm -rf "$work" && mkdir -p "$work" "$found/$target"
    FOOTBRIDGE_FUZZ=$target FOOTBRIDGE_FUZZ_SEEDS=$work "$fuzz" > "$work.log" 2>&1 || return 1
    cp Fuzz/Found/"$target"/* "$work"/ 2>/dev/null
    FOOTBRIDGE_FUZZ=$target "$fuzz" -runs="$count" -seed=1 -max_len=4096 -len_control=$length -timeout=300 \
        -report_slow_units=$slow -rss_limit_mb=2048 -artifact_prefix="$found/$target/" -print_final_stats=1 "$work" \
        >> "$work.log" 2>&1
    local code=$? done_runs new
    acquit "$target" || code=1
    done_runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work.log" | tail -1)
    new=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$work.log" | tail -1)
    if [ "$code" -eq 0 ]; then
        echo "$target: ${done_runs:-0} executions, nothing found, ${new:-0} a second"
    else
        echo "$target: FOUND after ${done_runs:-0} executions: $(ls "$found/$target" | tr '\n' ' ') ($work.log)"
    fi
    return "$code"
}

# A run that could not find anything proves nothing.
if one trap 2000000 > /dev/null; then
    echo "the planted trap was not found" >&2
    exit 1
fi
echo "planted trap: found"
rm -rf "$found/trap"
status=$(mktemp) || exit 1
lines=$(mktemp) || exit 1
trap 'rm -f "$status" "$lines"' EXIT
export -f one share acquit
export fuzz found slow
echo "$targets" | tr ' ' '\n' | xargs -P "${JOBS:-2}" -I{} bash -c 'one {} '"$runs"' || echo {} >> '"$status" | tee "$lines"
if [ -n "${REPORT:-}" ]; then
    # Targets that did not run keep their lines: each says itself when and of which commit it is.
    {
        echo "## Mutated bytes: \`make fuzz\`"
        echo
        echo "Executions of each target, seed 1, after a planted trap was found. A session takes as long as hundreds of items: a tenth of" \
            "the executions."
        echo
        sed "s/^/- /; s/\$/ ($(date -u +%Y-%m-%d), commit $(git rev-parse --short HEAD))/" "$lines"
    } | Scripts/section.py "$REPORT" fuzz --keep || exit 1
fi
[ ! -s "$status" ]
