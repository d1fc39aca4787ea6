#!/bin/sh
# As auto-setup's: schema, then the server. The namespace is made by “saoy migrate”.
set -eu
tool() { temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "$DB_PORT" -u "$POSTGRES_USER" --pw "$POSTGRES_PWD" --db "$@"; }
for pair in temporal:temporal temporal_visibility:visibility; do
  tool "${pair%:*}" create || true
  tool "${pair%:*}" setup-schema -v 0.0 || true
  tool "${pair%:*}" update-schema -d "/etc/temporal/schema/${pair#*:}/versioned"
done
BIND_ON_IP=$(hostname -i | cut -d' ' -f1)
export BIND_ON_IP
# shellcheck disable=SC2046,SC2086 # one flag for each
exec temporal-server --root /etc/temporal --env docker start $(printf -- '--service=%s ' ${SERVICES:-frontend history matching worker})
