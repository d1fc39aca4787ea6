#!/usr/bin/env bash
# Makes stand-ins for the base images of docker/, where no registry of images is reached: from Debian's packages, from
# Go's modules and from this machine's Node. What is costly stays in the folder given, and what is there is not made anew.
#
#     scripts/deployment/make-base-images.sh CACHE
#
# They stand under the names that the files of docker/ ask for, and differ from the official ones in version: MariaDB
# 10.11 for 11.4, PostgreSQL 15 for 16. Temporal's server, its schema and its configuration are those of 1.29.1.
set -euo pipefail

cache=$1
temporal=1.29.1
compose=2.32.4
caddy=2.10.2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$cache"

# Go: what it downloads and compiles stays in our cache until it is done.
build_with_go() { # PROGRAM PACKAGE@VERSION
  [ -x "$cache/bin/$1" ] && return
  echo "building $2 with Go, some minutes"
  env CGO_ENABLED=0 GOBIN="$cache/go/bin" GOPATH="$cache/go" GOMODCACHE="$cache/go/mod" GOCACHE="$cache/go/build" \
    XDG_CONFIG_HOME="$cache/go/config" GOFLAGS=-modcacherw nice go install -ldflags '-s -w' "$2"
  mkdir -p "$cache/bin"
  local built=${2%@*}
  mv "$cache/go/bin/${built##*/}" "$cache/bin/$1"
}
build_with_go temporal-server "go.temporal.io/server/cmd/server@v$temporal"
build_with_go temporal-sql-tool "go.temporal.io/server/cmd/tools/sql@v$temporal"
build_with_go docker-compose "github.com/docker/compose/v2/cmd@v$compose"
build_with_go caddy "github.com/caddyserver/caddy/v2/cmd/caddy@v$caddy"
if [ ! -d "$cache/temporal-schema" ]; then
  module="$cache/go/mod/go.temporal.io/server@v$temporal"
  mkdir -p "$cache/temporal-config/dynamicconfig"
  cp "$module/config/docker.yaml" "$cache/temporal-config/"
  cp "$module/config/dynamicconfig/docker.yaml" "$cache/temporal-config/dynamicconfig/"
  cp -r "$module/schema/postgresql/v12" "$cache/temporal-schema"
fi
rm -rf "$cache/go"

# What this script has made carries its mark, inherited from the Debian below; a changed script makes everything anew.
recipe=$(cat "$0" "$here"/stand-ins/* | sha256sum | cut -c1-16)
has() { [ "$(podman image inspect --format '{{index .Labels "saoy.recipe"}}' "$1" 2>/dev/null)" = "$recipe" ]; }
make() { # NAME, its steps on stdin, with this folder's cache as their context
  has "$1" && return
  echo "making $1"
  podman build --quiet --isolation chroot --ignorefile /dev/null -t "$1" -f - "$cache" >/dev/null
}

# A Debian as slim as the official image, and over it this machine's way to its packages.
if ! has localhost/saoy-debian-plain; then
  echo 'making a Debian'
  sources=$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f \( -name '*.list' -o -name '*.sources' \) -size +0 2>/dev/null || true)
  mapfile -t settings < <(grep -lE 'Acquire::(https?|Retries|Check)' -r /etc/apt/apt.conf.d || true)
  # shellcheck disable=SC2086 # a path of apt's holds no blanks
  [ -s "$cache/debian-slim.tar" ] || mmdebstrap --quiet --variant=minbase --include=ca-certificates,usr-is-merged \
    "${settings[@]/#/--aptopt=}" --dpkgopt=path-exclude=/usr/share/doc/* --dpkgopt=path-exclude=/usr/share/man/* \
    --dpkgopt=path-exclude=/usr/share/locale/* \
    --customize-hook='for part in doc man locale info lintian; do rm -rf "$1/usr/share/$part"/*; done' \
    bookworm "$cache/debian-slim.tar" $sources
  rm -f "$cache/debian.tar"
  rm -rf "$cache/machine" && mkdir -p "$cache/machine/etc/apt/apt.conf.d" "$cache/machine/etc/apt/sources.list.d"
  for file in "${settings[@]}" $sources; do install -D "$file" "$cache/machine$file"; done
  for folder in /etc/ssl/certs /usr/local/share/ca-certificates; do
    [ ! -e "$folder" ] || { mkdir -p "$cache/machine$folder" && cp -rL "$folder/." "$cache/machine$folder/"; }
  done
  podman import --quiet --change "LABEL saoy.recipe=$recipe" "$cache/debian-slim.tar" localhost/saoy-debian-plain >/dev/null
fi
make localhost/saoy-debian <<'EOF'
FROM localhost/saoy-debian-plain
RUN rm -rf /etc/apt/sources.list /etc/apt/sources.list.d
COPY machine /
EOF

# Node as it is here, with npm and the headers that npm compiles against.
if ! has docker.io/library/node:20.20-bookworm; then
  rm -rf "$cache/node" && mkdir -p "$cache/node/bin" "$cache/node/lib/node_modules" "$cache/node/include"
  node=$(readlink -f "$(command -v node)")
  cp "$node" "$cache/node/bin/node"
  cp -r "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" "$cache/node/lib/node_modules/npm"
  cp -r "${node%/bin/node}/include/node" "$cache/node/include/node"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$cache/node/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$cache/node/bin/npx"
fi
make docker.io/library/node:20.20-bookworm-slim <<'EOF'
FROM localhost/saoy-debian
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node
COPY node/bin /usr/local/bin
COPY node/lib /usr/local/lib
EOF
make docker.io/library/node:20.20-bookworm <<'EOF'
FROM docker.io/library/node:20.20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ git && rm -rf /var/lib/apt/lists/*
COPY node/include /usr/local/include
# The authorities that this machine trusts, for npm.
ENV npm_config_cafile=/etc/ssl/certs/ca-certificates.crt
EOF

cp "$here"/stand-ins/* "$cache/"
make docker.io/library/mariadb:11.4 <<'EOF'
FROM localhost/saoy-debian
RUN apt-get update && apt-get install -y --no-install-recommends mariadb-server && rm -rf /var/lib/apt/lists/* /var/lib/mysql/* \
  && install -d -o mysql -g mysql /run/mysqld
COPY mariadb-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
COPY mariadb-healthcheck.sh /usr/local/bin/healthcheck.sh
VOLUME /var/lib/mysql
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["mariadbd"]
EOF
make docker.io/library/postgres:16 <<'EOF'
FROM localhost/saoy-debian
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-15 && rm -rf /var/lib/apt/lists/* \
  && install -d -o postgres -g postgres /var/run/postgresql
COPY postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
EOF
make docker.io/library/caddy:2.10 <<'EOF'
FROM localhost/saoy-debian
COPY bin/caddy /usr/bin/caddy
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
VOLUME ["/config", "/data"]
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
EOF
cli=$(command -v temporal || echo "$cache/../temporal/1.5.1/temporal")
[ -x "$cache/bin/temporal" ] || cp "$cli" "$cache/bin/temporal"
make "docker.io/temporalio/auto-setup:$temporal" <<'EOF'
FROM localhost/saoy-debian
COPY bin/temporal bin/temporal-server bin/temporal-sql-tool /usr/local/bin/
COPY temporal-schema /etc/temporal/schema
COPY temporal-config /etc/temporal/config
COPY temporal-entrypoint.sh /usr/local/bin/entrypoint.sh
RUN useradd --uid 1001 temporal
USER temporal
ENTRYPOINT ["entrypoint.sh"]
EOF
echo 'the base images are there'
