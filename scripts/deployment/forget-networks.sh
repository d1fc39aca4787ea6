#!/bin/sh
# Does for Podman's networks what a boot does: its name server ends, its rules leave the firewall, its bridges go.
set -eu
names=/run/containers/networks/aardvark-dns
[ ! -s "$names/aardvark.pid" ] || kill "$(cat "$names/aardvark.pid")" 2>/dev/null || true
rm -rf "$names"
for table in nat filter; do
  iptables-save -t "$table" | grep -v NETAVARK | iptables-restore -T "$table"
done
for bridge in $(ip -brief link show type bridge | grep -o '^podman[0-9]*' || true); do ip link delete "$bridge"; done
