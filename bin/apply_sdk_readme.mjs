// Follows plugins/sdk/README.md as a reader would: each code block that names a file is put into that file. A function
// replaces the function of the same name, an import the import from the same module, anything else the whole file.
//
//   node bin/apply_sdk_readme.mjs <folder that holds the named files>
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [root = '.', ...only] = process.argv.slice(2)
const readme = readFileSync(new URL('../plugins/sdk/README.md', import.meta.url), 'utf8')

for (const [, path, code] of readme.matchAll(/^```(?:ts|json) (\S+)\n([\s\S]*?)^```$/gm)) {
  if (only.length > 0 && !only.some((prefix) => path.startsWith(prefix))) continue
  const file = join(root, path)
  writeFileSync(file, existsSync(file) ? merged(readFileSync(file, 'utf8'), code, path) : code)
  console.log(`applied ${path}`)
}

function merged(before, code, path) {
  let after = before
  for (const [line, module] of code.matchAll(/^import .* from '(.+)'$/gm)) after = withImport(after, line, module)
  for (const [text, name] of code.matchAll(/^(?:\/\*\*.*\*\/\n)?export (?:async )?function (\w+)[\s\S]*?^}$/gm)) {
    const there = new RegExp(`^(?:/\\*\\*.*\\*/\\n)?export (?:async )?function ${name}\\b[\\s\\S]*?^}$`, 'm')
    if (!there.test(after)) throw new Error(`${path} has no function ${name} to replace`)
    after = after.replace(there, () => text)
  }
  return after
}

// Type-only imports of the same module are another statement and stay.
function withImport(before, line, module) {
  const there = new RegExp(`^import (?!type )[^\\n]* from '${module.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}'$`, 'm')
  return there.test(before) ? before.replace(there, () => line) : `${line}\n${before}`
}
