#!/usr/bin/env bash
# A machine that holds nothing but Debian's minimal system, git and a container engine: Debian's own Docker, with Compose.
#
#     scripts/deployment/bare-machine.sh CACHE FOLDER
#
# It has a root, processes, a name and a network of its own; what the host has at 127.0.0.1 it reaches at 10.0.2.2. Says
# “machine PID” when its engine answers, and runs until this script's stdin ends; nothing of it is left then. FOLDER takes its
# root and the socket that ports are led through (slirp4netns). Exit code 3: no such machine can be made here.
set -euo pipefail

cache=$1
folder=$2
root=$folder/root
cannot() { echo "no bare machine can be made here: $1" >&2; exit 3; }
[ "$(id -u)" = 0 ] || cannot 'it needs root'
for program in mmdebstrap slirp4netns unshare nsenter; do
  command -v "$program" >/dev/null || cannot "$program is not installed"
done
compose=$cache/bin/docker-compose
[ -x "$compose" ] || cannot 'there is no Docker Compose to put in'

tar=$cache/bare-machine.tar
if [ ! -f "$tar" ]; then
  sources=$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f \( -name '*.list' -o -name '*.sources' \) -size +0 2>/dev/null || true)
  mapfile -t settings < <(grep -lE 'Acquire::(https?|Retries|Check)' -r /etc/apt/apt.conf.d || true)
  # shellcheck disable=SC2086 # a path of apt's holds no blanks
  mmdebstrap --quiet --variant=minbase --include=ca-certificates,git,docker.io,iptables \
    "${settings[@]/#/--aptopt=}" bookworm "${tar%.tar}.new.tar" $sources >&2 || cannot 'mmdebstrap failed'
  mv "${tar%.tar}.new.tar" "$tar"
fi
mkdir -p "$root"
tar -xpf "$tar" -C "$root" --numeric-owner
install -D "$compose" "$root/usr/libexec/docker/cli-plugins/docker-compose"
cp -L --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
cp -rL --remove-destination /etc/ssl/certs/. "$root/etc/ssl/certs/"

# What its first process does, before it becomes the engine: as a boot does.
boot='
set -eu
cd "$1"
hostname bare
mount --make-rprivate /
mount --bind . . && cd "$1"
mount --rbind /dev dev
mount -t sysfs sysfs sys
mount --rbind /sys/fs/cgroup sys/fs/cgroup
mount -t proc proc proc
for part in run tmp; do mount -t tmpfs tmpfs "$part"; done
mkdir -p .host
pivot_root . .host
umount --lazy /.host
rmdir /.host
echo 1 >/proc/sys/net/ipv4/ip_forward
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  tini -- sh -c "exec dockerd >/var/log/dockerd.log 2>&1"
'
machine=
network=
clear_up() {
  set +e
  # All its processes go with the first.
  [ -z "$machine" ] || kill -KILL "$machine"
  [ -z "$network" ] || kill "$network"
  wait
  # What it has mounted goes with its last process, a moment later.
  for ((tries = 0; tries < 50; tries++)); do
    rm -rf --one-file-system "$root" && break
    sleep 0.2
  done
} 2>/dev/null
trap clear_up EXIT
trap 'exit 130' INT TERM

unshare --mount --pid --net --uts --ipc --fork --kill-child --propagation private sh -c "$boot" sh "$root" >"$folder/boot.log" 2>&1 &
outer=$!
for ((tries = 0; tries < 50; tries++)); do
  machine=$(cat "/proc/$outer/task/$outer/children" 2>/dev/null) && machine=${machine// /} && [ -n "$machine" ] && break
  sleep 0.1
done
[ -n "$machine" ] || cannot 'its first process did not begin'
slirp4netns --configure --mtu=1500 --api-socket "$folder/network.sock" "$machine" tap0 >/dev/null 2>&1 &
network=$!
inside() { nsenter --target "$machine" --all --root --wd "$@"; }
for ((tries = 0; tries < 300; tries++)); do
  if inside docker info >/dev/null 2>&1; then break; fi
  kill -0 "$machine" 2>/dev/null || cannot "its engine ended: $(cat "$folder/boot.log"; tail -n 1 "$root/var/log/dockerd.log" 2>/dev/null)"
  sleep 0.2
done
inside docker info >/dev/null 2>&1 || cannot 'its engine does not answer'
echo "machine $machine"
cat >/dev/null
