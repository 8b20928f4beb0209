#!/bin/sh
# Packs target/rostrum, which `mvn -q package` leaves, into target/rostrum-<version>-linux-<arch>.tar.gz.
# Needs GNU tar and gzip, no network. The same program gives the same bytes: names are sorted, owner, times and modes fixed.
set -eu
LC_ALL=C
export LC_ALL

project=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
program=$project/target/rostrum

fail() {
  echo "build-tar: $1" >&2
  exit 1
}

tar --version 2>/dev/null | grep -q 'GNU tar' || fail "GNU tar is needed, and \`tar\` is another one here."

set -- "$program"/lib/rostrum-[0-9]*.jar
{ [ -f "$program/bin/rostrum" ] && [ -f "$1" ]; } ||
  fail "there is no built program in target/rostrum. Run \`mvn -q package\` first."
[ $# -eq 1 ] ||
  fail "target/rostrum/lib holds more than one version of the program. Run \`mvn -q clean package\`."

version=$(basename "$1" .jar)
version=${version#rostrum-}
arch=$(uname -m)
# The JavaFX libraries of the build machine's own platform lie in lib/, so the archive is for that one only.
[ "$(uname -s)" = Linux ] || fail "the program in target/rostrum was built on $(uname -s); this archive is for Linux."

name=rostrum-$version
archive=$project/target/$name-linux-$arch.tar.gz
stage=$(mktemp -d "$project/target/tar.XXXXXX")
trap 'rm -rf "$stage"' EXIT
trap 'exit 1' HUP INT TERM

cp -R "$program" "$stage/$name"
# It fits the folder and the Java it was made with only.
rm -rf "$stage/$name/class-data"
# SQLite's libraries of other systems are of no use here.
find "$stage/$name/lib/native/sqlite" -mindepth 1 -maxdepth 1 ! -name 'Linux*' -exec rm -rf {} +
cp "$project/installer/linux/INSTALL" "$stage/$name/INSTALL"
mkdir "$stage/$name/doc"
# The help of `rostrum sandbox` names it.
cp "$project/src/site/markdown/sandbox.md" "$project/src/site/markdown/terminal.md" "$stage/$name/doc/"
find "$stage/$name" -type d -exec chmod 755 {} +
find "$stage/$name" -type f -exec chmod 644 {} +
chmod 755 "$stage/$name/bin/rostrum"

# The time of every entry: SOURCE_DATE_EPOCH where it is set, else the first second of 2020.
tar --create --format=gnu --sort=name --owner=0 --group=0 --numeric-owner \
  --mtime="@${SOURCE_DATE_EPOCH:-1577836800}" --directory="$stage" --file="$stage/archive.tar" "$name"
gzip -9 --no-name <"$stage/archive.tar" >"$stage/archive.tar.gz"
chmod 644 "$stage/archive.tar.gz"
mv -f "$stage/archive.tar.gz" "$archive"
echo "$archive"
