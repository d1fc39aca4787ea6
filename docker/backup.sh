#!/bin/sh
# What an office must be able to get back, into a folder: the database, Temporal's database, the files.
#   docker/backup.sh FOLDER
# docker/secrets/ is no part of it: its keys open what the dumps hold of people, and are kept apart from them.
# The deployment goes on meanwhile, but for some seconds until both dumps have begun: they show one instant, as a power cut
# would leave it. The files are copied last: they never change, and what a dump names is there by then.
set -eu
umask 077
mkdir -p "$1"
folder=$(cd "$1" && pwd)
# There Compose finds .env and compose.override.yaml too.
cd "$(dirname "$0")"
COMPOSE=${COMPOSE:-docker compose}
ENGINE=${ENGINE:-docker}
# shellcheck disable=SC2086 # a command with its words
compose() { $COMPOSE "$@"; }
# A snapshot is taken before the first table is written down.
has_begun() { grep -q 'CREATE TABLE' "$folder/$1.sql"; }

rm -f "$folder"/*.sql
# By the engine: Compose over Podman does not find what is paused.
own=$(compose ps --quiet api worker token)
# shellcheck disable=SC2086 # one word for each container
resume() { $ENGINE unpause $own >/dev/null; }
trap 'resume 2>/dev/null || true' EXIT
# A container that starts a process that very moment, as a health check does, may not be frozen: again, all or none.
tries=0
# shellcheck disable=SC2086
until $ENGINE pause $own >/dev/null; do
  resume 2>/dev/null || true
  tries=$((tries + 1))
  [ "$tries" -lt 5 ] || { echo 'api, worker and token could not be paused' >&2; exit 1; }
  sleep 1
done
compose exec -T temporal-database pg_dump -U temporal --clean --if-exists --create temporal >"$folder/temporal.sql" &
temporal=$!
compose exec -T mariadb sh -c 'MYSQL_PWD=$(cat /run/secrets/database-owner-password) exec mariadb-dump -h 127.0.0.1 -u saoy_owner \
  --single-transaction --triggers --hex-blob saoy' >"$folder/saoy.sql" &
saoy=$!
tries=0
until has_begun temporal && has_begun saoy; do
  tries=$((tries + 1))
  [ "$tries" -lt 150 ] || { echo 'the dumps did not begin within 30 s' >&2; exit 1; }
  sleep 0.2
done
resume
wait "$temporal"
wait "$saoy"
compose exec -T temporal-database pg_dump -U temporal --clean --if-exists --create temporal_visibility >"$folder/temporal_visibility.sql"
# What was shown of the register is no part of it: a restore would not see that numbers were given since.
# GNU tar ends with 1 where a folder has got a new file meanwhile.
compose exec -T api sh -c 'tar -C /var/lib/saoy --exclude=./register/logs -cf - . || [ $? -eq 1 ]' >"$folder/files.tar"
tail -n 1 "$folder/saoy.sql" | grep -q 'Dump completed' || { echo 'the dump of the database is not whole' >&2; exit 1; }
