import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const LIGHT = [/^node:/, /^@vinejs\/vine$/, /^@staffetta\/sdk$/, /^#sdk\//, /^#/, /^\.\.?\//, /^file:/]

// Runs in the child: hears of every import that a file outside node_modules asks for, then loads the manifest.
const CHILD = `
import { registerHooks } from 'node:module'
registerHooks({
  resolve(specifier, context, next) {
    if (context.parentURL?.startsWith('file:') && !context.parentURL.includes('/node_modules/')) heard.add(specifier)
    return next(specifier, context)
  },
})
const heard = new Set()
await import(process.argv[1])
process.stdout.write('heard:' + JSON.stringify([...heard]))
process.exit(0)
`

/** The packages a manifest pulls in by being looked at, beside those every manifest may have. */
export async function heavyImports(manifest: URL, execArgv: string[] = process.execArgv): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...execArgv, '--input-type=module', '--eval', CHILD, manifest.href],
    { timeout: 20_000, env: { ...process.env, NODE_OPTIONS: '' } }
  )
  const heard = JSON.parse(stdout.slice(stdout.lastIndexOf('heard:') + 6)) as string[]
  return heard.filter((specifier) => !LIGHT.some((pattern) => pattern.test(specifier)))
}
