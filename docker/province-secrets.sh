#!/bin/sh
# Makes what docker/compose.province.yaml reads besides what prepare.sh makes, where it is not there yet: an authority of the
# province's own for Temporal, certificates of its services, and one for our processes (mutual TLS).
#   docker/province-secrets.sh DNS:temporal.province.example IP:10.1.2.3     # by which hosts reach Temporal's frontend
# On the first host, as root. Every other host gets secrets/trust, secrets/personal and, where tokens are, secrets/pin.pem;
# secrets/ca.key stays here.
set -eu
[ $# -gt 0 ] || { echo 'usage: province-secrets.sh DNS:NAME or IP:ADDRESS …' >&2; exit 2; }
cd "$(dirname "$0")"
umask 077
[ -s secrets/pin.pub.pem ] || { echo 'run prepare.sh first' >&2; exit 1; }
mkdir -p secrets/trust secrets/temporal
chmod 755 secrets/trust secrets/temporal
names=$(printf '%s,' "$@")
[ -s secrets/ca.key ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Temporal of Sao Y' \
  -keyout secrets/ca.key -out secrets/trust/ca.pem 2>/dev/null
certificate() { # FILE NAMES OWNER
  if [ ! -s "$1.pem" ]; then
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=${1##*/}" -keyout "$1.key" -out "$1.csr" 2>/dev/null
    printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$2" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA secrets/trust/ca.pem -CAkey secrets/ca.key -set_serial "0x$(openssl rand -hex 8)" -days 825 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
    rm "$1.csr" "$1.ext"
  fi
  chown "$3" "$1.key"
  chmod 400 "$1.key"
}
# The names by which Temporal's own services ask for each other stand in the compose file.
certificate secrets/temporal/frontend "${names}DNS:temporal-frontend" 1000
certificate secrets/temporal/server DNS:temporal-internode 1000
certificate secrets/trust/client DNS:sao-y 1000
cp secrets/trust/ca.pem secrets/temporal/ca.pem
cp secrets/pin.pub.pem secrets/trust/pin.pub.pem
[ ! -s secrets/roots.pem ] || cp secrets/roots.pem secrets/trust/roots.pem
chmod 644 secrets/trust/*.pem secrets/temporal/*.pem
for line in TEMPORAL_CA_FILE=/run/saoy/trust/ca.pem TEMPORAL_CERT_FILE=/run/saoy/trust/client.pem TEMPORAL_KEY_FILE=/run/saoy/trust/client.key \
  PIN_PUBLIC_KEY_FILE=/run/saoy/trust/pin.pub.pem TRUST_ANCHORS_FILE=/run/saoy/trust/roots.pem; do
  grep -v "^${line%%=*}=" saoy.env >saoy.env.new
  echo "$line" >>saoy.env.new
  mv saoy.env.new saoy.env
done
echo 'To fill in, docker/saoy.env: DATABASE_URL, STORAGE_URL, TEMPORAL_ADDRESS; docker/secrets/migrate.env: the host of the database;'
echo "docker/secrets/temporal.env: POSTGRES_PWD; docker/.env: TEMPORAL_DATABASE_HOST; docker/token.env of a token's host: PKCS11_TOKENS."
