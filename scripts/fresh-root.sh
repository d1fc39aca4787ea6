#!/usr/bin/env bash
# Runs commands, one after the other, over a clone of this checkout in a Debian that holds nothing but Node.
#
#     scripts/fresh-root.sh [--cold] 'npm start -- --once' 'npm test'
#
# The Debian is made by mmdebstrap: the minimal system with certificates and git. Of the machine around it, it gets Node
# with npm, Go where it is there, and the way to the package registries. The Temporal server that was built here
# before is copied in, so that it is not built each time; --cold leaves it out. Ends with the code of the first command
# that fails. Exit code 3: no such root can be made here (the reason stands on stderr).
set -euo pipefail

cold=
if [ "${1:-}" = --cold ]; then cold=1; shift; fi
[ $# -gt 0 ] || { echo "usage: scripts/fresh-root.sh [--cold] COMMAND…" >&2; exit 2; }
cannot() { echo "No fresh root can be made here: $1." >&2; exit 3; }
[ "$(id -u)" = 0 ] || cannot 'it needs root, for mount and chroot'
command -v mmdebstrap >/dev/null || cannot 'mmdebstrap is not installed'

checkout=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
root=$(mktemp -d "${TMPDIR:-/tmp}/saoy-fresh.XXXXXX")
chmod 755 "$root"
mounted=()
clear_up() {
  set +e
  # What the commands left running would hold the mounts.
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/root" 2>/dev/null)" = "$root" ] && kill -KILL "${process#/proc/}" 2>/dev/null
  done
  for ((at = ${#mounted[@]} - 1; at >= 0; at--)); do umount --lazy "${mounted[at]}" || true; done
  rm -rf --one-file-system "$root"
} 2>/dev/null
trap clear_up EXIT
trap 'exit 130' INT TERM

# Shows a file or folder of the machine at the same path in the root, to read only.
lend() {
  [ -e "$1" ] || return 0
  if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root${1%/*}"; touch "$root$1"; fi
  mount --bind "$1" "$root$1" && mounted+=("$root$1")
  mount -o remount,bind,ro "$root$1"
}
copy() { # what is there of the given paths, to the same place
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    mkdir -p "$root${path%/*}"
    cp -rL --remove-destination "$path" "$root${path%/*}/"
  done
}

# The same sources as here, and of apt's settings those that say how to reach them.
sources=$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f \( -name '*.list' -o -name '*.sources' \) -size +0 2>/dev/null || true)
[ -n "$sources" ] || cannot 'apt has no sources'
mapfile -t settings < <(grep -lE 'Acquire::(https?|Retries|Check)' -r /etc/apt/apt.conf.d || true)
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
# shellcheck disable=SC2086 # a path of apt's holds no blanks
mmdebstrap --quiet --variant=minbase --include=ca-certificates,git \
  "${settings[@]/#/--aptopt=}" "$suite" "$root" $sources ||
  cannot 'mmdebstrap failed'
rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d
copy /etc/apt/sources.list /etc/apt/sources.list.d "${settings[@]}"
copy /etc/hosts /etc/resolv.conf /etc/ssl/certs /usr/local/share/ca-certificates
copy /etc/npmrc /usr/etc/npmrc /usr/local/etc/npmrc "$HOME/.npmrc" /etc/pip.conf "$HOME/.config/pip" "$HOME/.m2/settings.xml" "$HOME/.config/go"

# Node with npm, and its headers, which npm compiles against.
node=$(readlink -f "$(command -v node)")
npm=$(readlink -f "$(command -v npm)")
npx=$(readlink -f "$(command -v npx)")
lend "$node"
lend "${npm%/bin/*}"
lend "${node%/bin/node}/include/node"
for program in "$node" "$npm" "$npx"; do
  name=${program##*/} name=${name%-cli.js}
  [ "$program" = "/usr/bin/$name" ] || ln -sf "$program" "$root/usr/bin/$name"
done
if command -v go >/dev/null; then
  go_home=$(go env GOROOT)
  lend "$go_home"
  ln -sf "$go_home/bin/go" "$root/usr/bin/go"
fi
built="${XDG_CACHE_HOME:-$HOME/.cache}/sao-y/temporal"
[ -n "$cold" ] || copy "$built"

for folder in /proc /sys /dev; do
  mount --rbind "$folder" "$root$folder" && mounted+=("$root$folder")
  mount --make-rslave "$root$folder"
done
git clone --quiet --no-hardlinks "$checkout" "$root/srv/sao-y"

# Of our surroundings the commands get what leads to the registries, and no more.
environment=(HOME="$HOME" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
while IFS= read -r line; do environment+=("$line"); done < <(
  env | grep -iE '^(CI|GOPROXY|GOFLAGS|GOSUMDB|GONOSUMDB|GONOSUMCHECK|GOTOOLCHAIN|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|npm_config_[a-z_]*|pip_(cert|index_url|default_timeout)|https?_proxy|no_proxy)=' || true
)
echo "A Debian with $(chroot "$root" dpkg-query -f '.\n' -W | wc -l) packages and Node $(node --version):"
for command in "$@"; do
  from=$SECONDS
  echo "\$ $command"
  env -i "${environment[@]}" chroot "$root" sh -c "cd /srv/sao-y && exec $command" </dev/null
  # The last word is the last command's own.
  [ "$command" = "${!#}" ] || echo "($((SECONDS - from)) s)"
done
