#!/bin/sh
# Does what plugins/sdk/README.md says, word for word, and fails when it does not end green.
set -eu
cd "$(dirname "$0")/.."

node="node_modules/.bin/node"
[ -x "$node" ] || node="node"

if [ -e plugins/acme ]; then
  echo "plugins/acme is in the way: move it first" >&2
  exit 1
fi
trap 'rm -rf plugins/acme' EXIT INT TERM

"$node" ace.js make:connector acme

if "$node" ace.js test contract --files=connectors --groups="The contract of acme" > /dev/null 2>&1; then
  echo "The skeleton is green before anything was written: the suite does not ask for it" >&2
  exit 1
fi

"$node" bin/apply_sdk_readme.mjs . plugins/acme/
"$node" ace.js test contract --files=connectors --groups="The contract of acme"
