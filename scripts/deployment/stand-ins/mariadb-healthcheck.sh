#!/bin/sh
# Whether the server takes connections, as the official image's script asks it.
exec mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --user=healthcheck --connect-timeout=3 -e 'SELECT 1' >/dev/null
