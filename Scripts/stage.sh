#!/bin/bash
# stage.sh TITLE COMMAND...: runs one step of a longer job, says how long it took, and keeps its exit code.
title=$1
shift
started=$SECONDS
printf '\n==> %s\n' "$title"
"$@"
code=$?
if [ "$code" -eq 0 ]; then
    printf '    %s: ok, %d s\n' "$title" $((SECONDS - started))
else
    printf '    %s: FAILED with exit code %d, %d s\n' "$title" "$code" $((SECONDS - started)) >&2
fi
exit "$code"
