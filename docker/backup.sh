#!/bin/sh
# What an office must be able to get back, into a folder: the database, Temporal's database, the files.
#   docker/backup.sh FOLDER
# The deployment goes on meanwhile. The files are copied last: they never change, and what a dump names is there by then.
set -eu
umask 077
folder=$1
COMPOSE=${COMPOSE:-docker compose -f $(dirname "$0")/compose.yaml}
mkdir -p "$folder"
# shellcheck disable=SC2086 # a command with its words
in_service() { $COMPOSE exec -T "$@"; }
for name in temporal temporal_visibility; do
  in_service temporal-database pg_dump -U temporal --clean --if-exists --create "$name" >"$folder/$name.sql"
done
in_service mariadb sh -c 'MYSQL_PWD=$(cat /run/secrets/database-password) exec mariadb-dump -h 127.0.0.1 -u saoy \
  --single-transaction --triggers --hex-blob saoy' >"$folder/saoy.sql"
in_service api tar -C /var/lib/saoy -cf - . >"$folder/files.tar"
tail -n 1 "$folder/saoy.sql" | grep -q 'Dump completed' || { echo 'the dump of the database is not whole' >&2; exit 1; }
