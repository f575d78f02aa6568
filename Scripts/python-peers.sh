#!/bin/sh
# Installs the servers that tests need and Debian does not have, from the Python package index. Does nothing when they are there in
# the versions that the requirements name.
#
#   python-peers.sh            WsgiDAV and Hypercorn for the end-to-end tests, into .build/python-peers
#   python-peers.sh --servers  and the newest Radicale and Xandikos for `make test-servers`, each into .build/python-servers/NAME
set -eu
cd "$(dirname "$0")/.."

install() { # install FOLDER REQUIREMENTS PROGRAM
    if [ -x "$1/bin/$3" ] && cmp -s "$2" "$1/installed.txt"; then return 0; fi
    rm -rf "$1"
    mkdir -p "$(dirname "$1")"
    /usr/bin/python3 -m venv "$1"
    "$1/bin/pip" install --quiet --disable-pip-version-check --requirement "$2"
    cp "$2" "$1/installed.txt"
}

install .build/python-peers Tests/RealPeerTests/requirements.txt wsgidav
[ "${1:-}" = --servers ] || exit 0
for name in radicale xandikos; do
    install ".build/python-servers/$name" "Tests/RealPeerTests/peers/servers/$name.txt" "$name"
done
