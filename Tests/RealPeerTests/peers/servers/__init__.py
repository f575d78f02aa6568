"""The servers of `make test-servers`, by the names under which tests ask for them."""

from .calypso import Calypso
from .cyrus import Cyrus
from .davical import DAViCal
from .mod_dav import ModDAV
from .radicale import NewRadicale, Radicale
from .sabre import Sabre, SabreApache
from .sogo import SOGo
from .wsgidav import WsgiDAV
from .xandikos import NewXandikos, Xandikos

SERVERS = {
    "radicale": Radicale, "radicale-new": NewRadicale, "xandikos": Xandikos, "xandikos-new": NewXandikos,
    "sabre": Sabre, "sabre-apache": SabreApache, "davical": DAViCal, "cyrus": Cyrus, "sogo": SOGo, "calypso": Calypso,
    "mod_dav": ModDAV, "wsgidav": WsgiDAV,
}
