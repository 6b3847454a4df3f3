#!/bin/sh
# Packs the SDK, builds a connector against the tarball far from this tree, runs the contract suite on it with
# node:test, and loads it through the registry as config/plugins.ts would.
set -eu
cd "$(dirname "$0")/.."
root="$PWD"

node="$root/node_modules/.bin/node"
[ -x "$node" ] || node="node"
tsc="$root/node_modules/typescript/bin/tsc"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT INT TERM

echo "packing the SDK"
cp -R plugins/sdk "$work/sdk"
rm -rf "$work/sdk/build"
"$node" "$tsc" -p "$work/sdk" --outDir "$work/sdk/build" --rootDir "$work/sdk" --typeRoots "$root/node_modules/@types"
(cd "$work/sdk" && npm pack --ignore-scripts --silent --pack-destination "$work" > /dev/null)

echo "writing a connector of its own"
plugin="$work/staffetta-connector-acme"
mkdir -p "$plugin"
STAFFETTA_DATA_DIR="$work/data" "$node" "$root/bin/run.mjs" ace make:connector acme --into="$work/plugins" > /dev/null
"$node" bin/apply_sdk_readme.mjs "$work" plugins/acme/
cp -R "$work/plugins/acme/." "$plugin"
find "$plugin" -name '*.ts' -exec sed -i.bak -e "s|'#sdk/testing/index'|'@staffetta/sdk/testing'|; s|'#sdk/index'|'@staffetta/sdk'|" {} +
find "$plugin" -name '*.bak' -exec rm {} +
"$node" bin/apply_sdk_readme.mjs "$work" staffetta-connector-acme/

echo "installing the tarball"
cd "$plugin"
npm install --silent --no-save --no-audit --no-fund --offline --legacy-peer-deps --omit=dev --prefix "$work/install" "$work"/staffetta-sdk-*.tgz
mkdir -p node_modules
cp -R "$work/install/node_modules/@staffetta" node_modules/
# VineJS as this project has it: the check must also pass where no registry answers.
ln -s "$root/node_modules/@vinejs" node_modules/@vinejs

echo "building it"
"$node" "$tsc" --module NodeNext --target ES2024 --strict --noUnusedLocals --skipLibCheck --declaration --rewriteRelativeImportExtensions \
  --types node --typeRoots "$root/node_modules/@types" --rootDir . --outDir build ./*.ts actions/*.ts events/*.ts
cp -R fixtures build/fixtures

echo "running the contract"
"$node" --test --test-reporter=dot build/contract.test.js

echo "loading it through the registry"
mkdir -p "$work/app/node_modules"
ln -s "$plugin" "$work/app/node_modules/staffetta-connector-acme"
echo '{}' > "$work/app/package.json"
cd "$root"
"$node" --import=@poppinss/ts-exec --input-type=module --eval "
  const { Registry } = await import('$root/app/connectors/registry.ts')
  const registry = new Registry()
  await registry.load({ folder: '$work/none', packages: ['staffetta-connector-acme'], from: '$work/app/package.json' })
  for (const { error } of registry.faults()) throw new Error(error)
  const { actions } = await registry.implementation('acme')
  if (!actions?.createNote) throw new Error('The connector was loaded without its action')
  console.log('loaded', registry.getOrFail('acme').name)
  process.exit(0)
"
