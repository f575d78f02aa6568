"""A private Apache: one port of loopback, its own folder, only the modules it needs."""

import glob
import os
import signal

MODULES = "/usr/lib/apache2/modules"
ALWAYS = ["mpm_prefork", "authz_core", "authz_user", "authn_core", "authn_file", "auth_basic", "auth_digest", "alias",
          "dir", "mime", "env", "setenvif", "rewrite", "headers"]
OWNER = "www-data"

CONFIGURATION = """
ServerRoot {folder}
PidFile {folder}/apache.pid
Listen 127.0.0.1:{port}
ServerName 127.0.0.1
{identity}
Mutex file:{folder}
ErrorLog {folder}/error.log
LogLevel warn
{modules}
TypesConfig {folder}/mime.types
StartServers 4
MinSpareServers 4
MaxSpareServers 8
MaxRequestWorkers 16
KeepAlive On
MaxKeepAliveRequests 1000
KeepAliveTimeout 5
<Directory />
  AllowOverride None
  Require all granted
</Directory>
{own}
"""

PHP = """
<FilesMatch "\\.php$">
  SetHandler application/x-httpd-php
</FilesMatch>
php_admin_value memory_limit 512M
php_admin_value display_errors 0
php_admin_value log_errors 1
"""


def start(group, own, modules=(), php=False):
    """Starts it for a group, with configuration of the group's own behind ours."""
    folder = group.directory("apache", owner=OWNER)
    group.configure("apache/mime.types", "text/html html\ntext/css css\nimage/png png\n")
    lines = ["LoadModule %s_module %s/mod_%s.so" % (name, MODULES, name) for name in ALWAYS + list(modules)]
    if php:
        library = sorted(glob.glob(MODULES + "/libphp*.so"))[-1]
        lines.append("LoadModule php_module " + library)
        own = PHP + own
    identity = "User %s\nGroup %s" % (OWNER, OWNER) if os.getuid() == 0 else ""
    configuration = group.configure("apache/httpd.conf", CONFIGURATION.format(
        folder=folder, port=group.port, identity=identity, modules="\n".join(lines), own=own))
    group.spawn("apache", ["/usr/sbin/apache2", "-f", configuration, "-DFOREGROUND"], with_signal=signal.SIGTERM)
    group.wait_for_port(group.port)
