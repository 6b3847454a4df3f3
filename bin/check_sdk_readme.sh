#!/bin/sh
# Does what plugins/sdk/README.md says, word for word: its two commands, its code blocks, its second command again.
set -eu
cd "$(dirname "$0")/.."

node="node_modules/.bin/node"
[ -x "$node" ] || node="node"

commands="$(sed -n '/^```sh$/,/^```$/p' plugins/sdk/README.md | grep -v '^```')"
make="$(printf '%s\n' "$commands" | sed -n 1p)"
try="$(printf '%s\n' "$commands" | sed -n 2p)"

if [ -e plugins/acme ]; then
  echo "plugins/acme is in the way: move it first" >&2
  exit 1
fi
STAFFETTA_DATA_DIR="$(mktemp -d)"
export STAFFETTA_DATA_DIR
trap 'rm -rf plugins/acme "$STAFFETTA_DATA_DIR"' EXIT INT TERM

echo "\$ $make"
sh -c "$make"

echo "\$ $try"
if sh -c "$try" > "$STAFFETTA_DATA_DIR/red.log" 2>&1; then
  echo "The skeleton is green before anything was written: the suite does not ask for it" >&2
  exit 1
fi
for missing in "Write verify in" "Write parse in" "Write run in"; do
  grep -q "$missing" "$STAFFETTA_DATA_DIR/red.log" || { echo "The red run does not say: $missing" >&2; exit 1; }
done
echo "red, in sentences, as it should be"

"$node" bin/apply_sdk_readme.mjs . plugins/acme/
echo "\$ $try"
sh -c "$try"
