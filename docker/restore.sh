#!/bin/sh
# Brings back what docker/backup.sh has laid down, onto empty volumes. docker/secrets/ and docker/saoy.env are those of then.
#   docker/restore.sh FOLDER
set -eu
folder=$(cd "$1" && pwd)
# There Compose finds .env and compose.override.yaml too.
cd "$(dirname "$0")"
COMPOSE=${COMPOSE:-docker compose}
# shellcheck disable=SC2086 # a command with its words
compose() { $COMPOSE "$@"; }
compose up -d --no-build mariadb temporal-database
until compose exec -T mariadb healthcheck.sh --connect --innodb_initialized; do sleep 1; done
until compose exec -T temporal-database pg_isready -h 127.0.0.1 -U temporal; do sleep 1; done
compose exec -T mariadb sh -c 'MYSQL_PWD=$(cat /run/secrets/database-owner-password) exec mariadb -h 127.0.0.1 -u saoy_owner saoy' <"$folder/saoy.sql"
for name in temporal temporal_visibility; do
  compose exec -T temporal-database psql -U temporal -d postgres -q -v ON_ERROR_STOP=1 <"$folder/$name.sql" >/dev/null
done
compose run --rm -T --no-deps --entrypoint tar migrate -C /var/lib/saoy -xf - <"$folder/files.tar"
