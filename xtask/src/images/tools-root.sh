#!/usr/bin/env bash
# Lays out in the folder $1 a small Debian with the full-screen programs that people use in terminals,
# from the distribution's own packages, which are fetched and unpacked but not installed.
set -euo pipefail
root=$1

mkdir -p "$root"/{usr/{bin,sbin,lib,lib64},app,dev,proc,root,run,sys,tmp}
chmod 1777 "$root/tmp"
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done

packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
cd "$packages"
everything() {
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances bash coreutils dash findutils grep htop less libc-bin ncurses-base ncurses-bin procps sed tmux vim |
    grep -E '^[a-z0-9]' | grep -v perl | sort -u
}
# a machine that has never asked for packages knows of none
apt-cache show htop tmux vim >/dev/null 2>&1 || apt-get update -q
# shellcheck disable=SC2046 # a name each
apt-get download -q -o APT::Sandbox::User=root $(everything)
for package in *.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -C "$root" -x --keep-directory-symlink
done
rm -rf "$root"/usr/share/{doc,man,info,locale,lintian,bash-completion} "$root"/var/lib/dpkg

# what the packages would do when they are installed
ln -sf vim.basic "$root/usr/bin/vim"
ln -sf mawk "$root/usr/bin/awk"
ln -sf dash "$root/usr/bin/sh"
printf 'root:x:0:0:root:/root:/bin/bash\napp:x:1000:1000::/app:/bin/bash\n' >"$root/etc/passwd"
printf 'root:x:0:\napp:x:1000:\n' >"$root/etc/group"
ldconfig -r "$root"
