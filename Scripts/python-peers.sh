#!/bin/sh
# Installs the servers that the end-to-end tests need and Debian does not have, from the Python package index, into
# .build/python-peers. Does nothing when they are there in the versions that requirements.txt names.
set -eu
cd "$(dirname "$0")/.."
wanted=Tests/RealPeerTests/requirements.txt
folder=.build/python-peers
if [ -x "$folder/bin/wsgidav" ] && cmp -s "$wanted" "$folder/installed.txt"; then exit 0; fi
rm -rf "$folder"
mkdir -p .build
/usr/bin/python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$folder/installed.txt"
