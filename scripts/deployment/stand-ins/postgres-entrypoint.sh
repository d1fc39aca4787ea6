#!/bin/sh
# As the official image's: the first start makes the cluster and its account.
set -eu
case "$1" in postgres) ;; *) exec "$@" ;; esac
if [ "$(id -u)" = 0 ]; then
  install -d -o postgres -g postgres -m 700 "$PGDATA" && chown postgres "$PGDATA"
  [ -z "${POSTGRES_PASSWORD_FILE:-}" ] || { install -o postgres -m 400 "$POSTGRES_PASSWORD_FILE" /tmp/password; }
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth-host=scram-sha-256 --auth-local=trust >/dev/null
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
exec "$@" -c listen_addresses='*'
