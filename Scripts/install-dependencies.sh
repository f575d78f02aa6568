#!/bin/sh
# Installs what is missing to build footbridge, from Debian's (or Ubuntu's) packages.
#
#   install-dependencies.sh            what the build needs
#   install-dependencies.sh --demo     and what `make demo` needs
#   install-dependencies.sh --test     and what `make test` needs
#   install-dependencies.sh --servers  and what `make test-servers` and `make bench` need
#   install-dependencies.sh --list     only says what is missing (exit 1 if something is); goes with the others
#
# It lists before it installs, removes no package, and leaves no system service enabled or running that was not there
# before. When nothing is missing it says nothing and takes no time.
set -eu

purpose=build
only_list=no
for argument in "$@"; do
    case $argument in
    --demo) purpose=demo ;;
    --test) purpose=test ;;
    --servers) purpose=servers ;;
    --list) only_list=yes ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
done

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# A library's description for pkg-config, also found while pkg-config itself is missing.
have_library() {
    if have pkg-config; then
        pkg-config --exists "$1"
    else
        for folder in /usr/lib/*/pkgconfig /usr/lib/pkgconfig /usr/share/pkgconfig /usr/local/lib/pkgconfig; do
            [ -e "$folder/$1.pc" ] && return 0
        done
        return 1
    fi
}

any_of() { # one of these files is there (patterns that match nothing stay as they are)
    for file in "$@"; do
        [ -e "$file" ] && return 0
    done
    return 1
}

packages=""
reasons=""
need() { # need PACKAGES WHAT-FOR
    packages="$packages $1"
    reasons="$reasons
  $1: $2"
}

look() {
    packages=""
    reasons=""
    have pkg-config || need pkg-config "finds the C libraries"
    # libcurl4-openssl-dev and libcurl4-gnutls-dev exclude each other; either will do.
    have_library libcurl || need libcurl4-openssl-dev "libcurl with its headers: HTTP to the CalDAV server"
    have_library libxml-2.0 || need libxml2-dev "libxml2 with its headers: XML"
    have_library sqlite3 || need libsqlite3-dev "SQLite with its headers: the state file"
    if ! have ld || [ ! -e /usr/include/stdlib.h ] || ! any_of /usr/include/c++/*/vector; then
        need g++ "linker and C and C++ headers, which the Swift toolchain uses"
    fi
    any_of /usr/lib/*/libncurses.so.6 /lib/*/libncurses.so.6 || need libncurses6 "the Swift toolchain loads it"
    [ -e /etc/ssl/certs/ca-certificates.crt ] || need ca-certificates "git and curl check servers with them"
    [ "$purpose" = build ] && return 0

    if ! /usr/bin/python3 -c 'import ctypes, http.server, sqlite3, unittest, xml.etree, zoneinfo' 2>/dev/null; then
        need python3 "runs the demo and the end-to-end tests"
    fi
    have radicale || need radicale "a CalDAV/CardDAV server to sync with, on loopback only"
    [ "$purpose" = demo ] && return 0

    have syncevolution && [ -d /usr/share/syncevolution ] ||
        need "syncevolution syncevolution-libs syncevolution-common" "a real SyncML client"
    have wbxml2xml && have xml2wbxml || need libwbxml2-utils "an independent WBXML codec"
    /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv "a folder for WsgiDAV, a WebDAV server"
    have xandikos || need xandikos "a second CalDAV/CardDAV server"
    /usr/bin/python3 -c 'import dateutil' 2>/dev/null ||
        need python3-dateutil "another implementation of recurrence rules"
    [ -e /usr/share/zoneinfo/Europe/Prague ] || need tzdata "time zones"
    have cc || have gcc || have clang || need "gcc libc6-dev" "compiles a small library that SyncEvolution preloads"
    [ -e /usr/share/php/Sabre/autoload.php ] || need php-sabre-dav "a third CalDAV/CardDAV server"
    have php || need php-cli "runs sabre/dav"
    php -m 2>/dev/null | grep -qx pdo_sqlite || need php-sqlite3 "sabre/dav keeps its data in SQLite"
    php -m 2>/dev/null | grep -qx xmlreader || need php-xml "sabre/dav reads XML"
    php -m 2>/dev/null | grep -qx mbstring || need php-mbstring "sabre/dav reads text"
    [ "$purpose" = test ] && return 0

    [ -x /usr/sbin/apache2 ] || need apache2-bin "the front of SOGo, DAViCal, sabre/dav and mod_dav"
    any_of /usr/lib/apache2/modules/libphp*.so || need libapache2-mod-php "runs DAViCal and sabre/dav in Apache"
    any_of /usr/lib/postgresql/*/bin/postgres || need postgresql "the data of SOGo and DAViCal"
    [ -d /usr/share/davical/htdocs ] || need davical "DAViCal, a CalDAV/CardDAV server"
    php -m 2>/dev/null | grep -qx pdo_pgsql || need php-pgsql "DAViCal reads PostgreSQL"
    have memcached || need memcached "SOGo keeps its sessions there"
    [ -x /usr/sbin/sogod ] || need sogo "SOGo, a CalDAV/CardDAV server"
    [ -x /usr/lib/cyrus/bin/httpd ] || need "cyrus-caldav cyrus-imapd" "Cyrus, a CalDAV/CardDAV server"
    have saslpasswd2 && any_of /usr/lib/*/sasl2/libsasldb.so ||
        need "sasl2-bin libsasl2-modules libsasl2-modules-db" "passwords of Cyrus"
    have calypso || need calypso "Calypso, a CalDAV/CardDAV server"
    have git || need git "Calypso keeps its data there"
    have curl || need curl "what the first mirror is measured against"
    return 0
}

look
[ -n "$packages" ] || exit 0
say "missing:$reasons"
[ "$only_list" = no ] || exit 1

if ! have apt-get; then
    say "
This system has no apt-get, so nothing was installed. Please install what is named above by hand; elsewhere it is
called (Fedora, Arch, ...): libcurl-devel or curl, libxml2-devel or libxml2, sqlite-devel or sqlite, pkgconf; for the
demo: python3 and radicale; for the tests: syncevolution, libwbxml, xandikos and a C compiler."
    exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! have sudo; then
        say "
Installing needs root, and there is no sudo. Please run as root, then try again:

  apt-get install --no-install-recommends$packages"
        exit 1
    fi
    as_root=sudo
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@"
}
known() { # every package has a version that can be installed
    for package in $packages; do
        apt-cache show "$package" >/dev/null 2>&1 || return 1
    done
}
enabled_services() {
    if have systemctl; then
        systemctl list-unit-files --type=service --type=socket --type=timer --state=enabled --no-legend 2>/dev/null |
            cut -d ' ' -f 1 | sort
    fi
    # Without a running systemd: the links that enable a unit, and the old start links.
    ls /etc/systemd/system/*.wants /etc/rc2.d 2>/dev/null | grep -E '\.(service|socket|timer)$|^S' | sort -u || true
}

# While packages are installed, their scripts may not start services; the file goes away again afterwards.
policy=/usr/sbin/policy-rc.d
our_policy=no
services_before=$(enabled_services)
tidy() {
    if [ "$our_policy" = yes ]; then $as_root rm -f "$policy"; fi
    our_policy=no
}
trap tidy EXIT
trap 'exit 130' INT TERM
if [ ! -e "$policy" ]; then
    our_policy=yes
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
fi

say "installing:$packages"
if ! known; then
    say "(the list of packages is old or absent: apt-get update)"
    apt update -q >&2
fi
# shellcheck disable=SC2086
if ! apt install -q -y --no-install-recommends --no-remove $packages >&2; then
    say "(trying again with a fresh list of packages)"
    apt update -q >&2
    # shellcheck disable=SC2086
    if ! apt install -q -y --no-install-recommends --no-remove $packages >&2; then
        say "
apt-get could not install these without removing others, see above. Needed are:$reasons"
        exit 1
    fi
fi

# Radicale and the like come enabled, and what they pull in may, too: all that became enabled just now is disabled.
now=""
if [ -d /run/systemd/system ]; then now=--now; fi
for service in $(enabled_services); do
    printf '%s\n' "$services_before" | grep -qxF "$service" && continue
    case $service in
    S[0-9][0-9]*) $as_root update-rc.d "${service#S[0-9][0-9]}" disable >/dev/null 2>&1 || true ;;
    *) $as_root systemctl --quiet disable $now "$service" >/dev/null 2>&1 ||
        $as_root rm -f /etc/systemd/system/*.wants/"$service" ;;
    esac
done
tidy

look
if [ -n "$packages" ]; then
    say "still missing after installing:$reasons"
    exit 1
fi
say "installed; nothing is missing any more."
