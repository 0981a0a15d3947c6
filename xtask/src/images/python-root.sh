#!/usr/bin/env bash
# Lays out in the folder $1 what an image with Python takes, from what this machine has: Debian's
# everyday programs, the interpreter with its standard library, pip, and the shared libraries of all.
set -euo pipefail
root=$1

mkdir -p "$root"/{usr/{bin,sbin,lib,lib64,local/{bin,lib}},etc/ssl/certs,app,dev,home,proc,root,run,sys,tmp,var/tmp}
chmod 1777 "$root/tmp" "$root/var/tmp"
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done

# everyday programs, file by file as their packages list them
for package in bash coreutils dash debianutils findutils gawk grep gzip hostname libc-bin mawk \
    ncurses-base ncurses-bin procps sed tar util-linux; do
  dpkg -L "$package" 2>/dev/null || true
done | grep -E '^/(bin|sbin|usr/bin|usr/sbin|lib/terminfo|usr/lib/terminfo)/' | sort -u |
  while read -r file; do
    if [ -L "$file" ] || { [ -e "$file" ] && [ ! -d "$file" ]; }; then echo "${file#/}"; fi
  done | tar -C / -c -T - 2>/dev/null | tar -C "$root" -x --keep-directory-symlink
ln -sf mawk "$root/usr/bin/awk"
ln -sf dash "$root/usr/bin/sh"

# the interpreter: 3.12 where pyenv has it, otherwise the machine's own
prefix=$(find "$HOME/.pyenv/versions" -maxdepth 1 -name '3.12.*' 2>/dev/null | sort -V | tail -1)
python=${prefix:+$prefix/bin/python3}
python=${python:-python3}
prefix=$("$python" -c 'import sys; print(sys.base_prefix)')
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
library=$("$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
packages="$root/usr/local/lib/python$version/site-packages"
mkdir -p "$packages"
tar -C "$library" -c --exclude=__pycache__ --exclude=./test --exclude=./idlelib --exclude=./tkinter \
  --exclude=./turtledemo --exclude=./ensurepip --exclude=./lib2to3 --exclude='./config-*' \
  --exclude='./site-packages/*' --exclude='./dist-packages/*' . |
  tar -C "$root/usr/local/lib/python$version" -x
cp -L "$prefix/bin/python$version" "$root/usr/local/bin/"
strip "$root/usr/local/bin/python$version" 2>/dev/null || true
ln -s "python$version" "$root/usr/local/bin/python3"
ln -s python3 "$root/usr/local/bin/python"
if [ -e "$prefix/lib/libpython$version.so.1.0" ]; then
  cp -L "$prefix/lib/libpython$version.so.1.0" "$root/usr/local/lib/"
  strip --strip-unneeded "$root/usr/local/lib/libpython$version.so.1.0" 2>/dev/null || true
fi

# compiled once here, since a user who is not root cannot keep what Python compiles there
"$python" -m compileall -q -j 0 -s "$root" "$root/usr/local/lib/python$version"

# pip: the wheel that comes with Python, or the published one
wheel=$(find "$library/ensurepip/_bundled" -name 'pip-*.whl' 2>/dev/null | tail -1)
if [ -z "$wheel" ]; then
  "$python" -m pip download --quiet --no-deps --dest "$root/tmp" pip
  wheel=$(find "$root/tmp" -name 'pip-*.whl')
fi
"$python" -m zipfile -e "$wheel" "$packages"
rm -f "$root"/tmp/*
printf '#!/usr/local/bin/python3\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n' \
  >"$root/usr/local/bin/pip"
chmod 755 "$root/usr/local/bin/pip"

# the shared libraries of everything copied, where the loader looks for them
multiarch=/usr/lib/$(uname -m)-linux-gnu
find "$root/usr/bin" "$root/usr/sbin" "$root/usr/local" -type f \( -perm -u+x -o -name '*.so*' \) -print0 |
  { xargs -0 ldd 2>/dev/null || true; } |
  awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\/lib.*\/ld-/ { print $1 }' |
  cat - <(ls "$multiarch"/lib{nss_files,nss_dns,gcc_s}.so.? 2>/dev/null || true) | sort -u |
  while read -r library; do
    case $library in
      *libpython*) continue ;;
      /usr/*) folder=$root${library%/*} ;;
      *) folder=$root/usr${library%/*} ;;
    esac
    mkdir -p "$folder"
    cp -L "$library" "$folder/"
  done
if [ -d /usr/lib/locale/C.utf8 ]; then
  mkdir -p "$root/usr/lib/locale"
  cp -a /usr/lib/locale/C.utf8 "$root/usr/lib/locale/"
fi

printf 'root:x:0:0:root:/root:/bin/bash\napp:x:1000:1000::/app:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n' \
  >"$root/etc/passwd"
printf 'root:x:0:\napp:x:1000:\nnogroup:x:65534:\n' >"$root/etc/group"
printf 'hosts: files dns\npasswd: files\ngroup: files\n' >"$root/etc/nsswitch.conf"
cp -L /etc/os-release "$root/etc/os-release"
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
fi
printf '/usr/local/lib\n%s\n%s\n' "${multiarch#/usr}" "$multiarch" >"$root/etc/ld.so.conf"
ldconfig -r "$root"
