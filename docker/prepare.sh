#!/bin/sh
# Makes what docker/compose.yaml reads, where it is not there yet: settings to fill in, passwords, the keys for PINs and
# of personal data.
# Run it as root: the processes run as user 1000, who alone may read the keys.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets/pkcs11
chmod 755 secrets/pkcs11
password() { [ -s "secrets/$1" ] || openssl rand -hex 24 >"secrets/$1"; }
password database-password
password database-owner-password
password database-root-password
password temporal-password
[ -s secrets/migrate.env ] || printf 'DATABASE_OWNER_URL=mariadb://saoy_owner:%s@mariadb:3306/saoy\n' "$(cat secrets/database-owner-password)" >secrets/migrate.env
[ -s secrets/temporal.env ] || printf 'POSTGRES_PWD=%s\n' "$(cat secrets/temporal-password)" >secrets/temporal.env
if [ ! -s secrets/pin.pem ]; then
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out secrets/pin.pem
  openssl pkey -in secrets/pin.pem -pubout -out secrets/pin.pub.pem
fi
chown 1000 secrets/pin.pem
chmod 400 secrets/pin.pem
mkdir -p secrets/personal
[ -s secrets/personal/keys.json ] || printf '[{"id":"%s","from":"%s","encryption":"%s","index":"%s"}]\n' \
  "$(openssl rand -hex 4)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(openssl rand -base64 32)" "$(openssl rand -base64 32)" \
  >secrets/personal/keys.json
chown -R 1000 secrets/personal
chmod 700 secrets/personal
chmod 600 secrets/personal/keys.json
[ -e saoy.env ] || sed "s/PASSWORD@mariadb/$(cat secrets/database-password)@mariadb/" saoy.env.example >saoy.env
for file in pin.pub.pem roots.pem; do [ ! -e "secrets/$file" ] || chmod 644 "secrets/$file"; done
[ -s secrets/roots.pem ] || echo 'Put the roots to trust into docker/secrets/roots.pem (PEM, readable by all).'
[ -n "$(ls secrets/pkcs11)" ] || echo "Put the token's PKCS#11 library into docker/secrets/pkcs11/."
grep -n '^[A-Z].*\(example\|PASSWORD\|CODE\|LIBRARY\)' saoy.env | sed 's/^/To fill in, docker\/saoy.env line /' || true
