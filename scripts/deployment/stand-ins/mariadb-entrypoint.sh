#!/bin/sh
# As the official image's: the first start makes the database and its account.
set -eu
case "$1" in mariadbd) ;; *) exec "$@" ;; esac
shift
secret() { eval "file=\${$1_FILE:-}; value=\${$1:-}"; [ -z "$file" ] || value=$(cat "$file"); printf %s "$value"; }
# What its scripts of the first start would run.
docker_process_sql() { cat; }
accounts() { for file in /docker-entrypoint-initdb.d/*.sh; do [ ! -e "$file" ] || . "$file"; done; }
if [ ! -d /var/lib/mysql/mysql ]; then
  chown mysql:mysql /var/lib/mysql
  mariadb-install-db --user=mysql --datadir=/var/lib/mysql --auth-root-authentication-method=normal --skip-test-db >/dev/null
  cat >/tmp/first.sql <<SQL
ALTER USER root@localhost IDENTIFIED BY '$(secret MARIADB_ROOT_PASSWORD)';
CREATE DATABASE \`$MARIADB_DATABASE\`;
CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$(secret MARIADB_PASSWORD)';
GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$MARIADB_USER'@'%';
$(accounts)
CREATE USER healthcheck@'127.0.0.1';
SQL
  chown mysql /tmp/first.sql && chmod 600 /tmp/first.sql
  set -- --init-file=/tmp/first.sql "$@"
fi
exec mariadbd --user=mysql --bind-address=0.0.0.0 --skip-name-resolve "$@"
