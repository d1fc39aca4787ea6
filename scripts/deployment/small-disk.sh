# A disk of so many MB at a folder, in memory, or none there any more. Needs to be root.
#   sh small-disk.sh FOLDER [MB]
set -eu
if [ $# -gt 1 ]; then
  mkdir -p "$1"
  mount -t tmpfs -o "size=$2m,mode=0777" tmpfs "$1"
else
  umount "$1"
fi
