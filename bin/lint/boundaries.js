import { dirname, join, relative, sep } from 'node:path'

/** A later room may use an earlier one, never the reverse: what must flow back does so through `events`. */
const ROOMS = `
  accounts vault calls connectors deliveries events contacts links templates messaging commerce pipelines runs payments
  crm ai campaigns inbox assistants conversions insights growth billing webhooks sandbox onboarding
`
  .trim()
  .split(/\s+/)
/** What every room stands on, so it knows none of them. */
const FOUNDATION = ['work', 'clock', 'ids', 'database']

const ALIASES = {
  '#app/': 'app/',
  '#sdk/': 'plugins/sdk/',
  '#plugins/': 'plugins/',
  '#middleware/': 'app/http/middleware/',
}
const SERVER_FOLDERS = ['app', 'config', 'start', 'database', 'plugins', 'tests', 'bin', 'ace']

/** The project path an import points to, or null for a package. */
function targetOf(specifier, file) {
  if (specifier.startsWith('.')) return join(dirname(file), specifier).split(sep).join('/')
  const alias = Object.keys(ALIASES).find((prefix) => specifier.startsWith(prefix))
  if (alias) return specifier.replace(alias, ALIASES[alias])
  return specifier.startsWith('#') ? specifier.slice(1) : null
}

function partOf(path) {
  const [top, second = ''] = path.split('/')
  return { top, second: second.replace(/\.[jt]sx?$/, '') }
}

function pluginProblem(own, to, path) {
  if (to.top === 'plugins' && (to.second === own || to.second === 'sdk')) return null
  if (to.top === 'plugins') return `A plugin never imports another one (${to.second}).`
  return `A plugin knows the SDK and nothing of the app (${path}).`
}

function roomProblem(from, to) {
  if (to.top === 'plugins' && to.second !== 'sdk')
    return `The app never names a vendor: ask the registry (${to.second}).`
  if (to.top !== 'app' || to.second === from) return null
  const [own, other] = [ROOMS.indexOf(from), ROOMS.indexOf(to.second)]
  if (FOUNDATION.includes(from) && other >= 0)
    return `app/${from} carries every room, so it may not import ${to.second}.`
  if (own >= 0 && other > own) return `The room ${from} comes before ${to.second} and may not import it.`
  return null
}

function problemOf(file, specifier) {
  const path = targetOf(specifier, file)
  if (path === null) return null
  const [from, to] = [partOf(file), partOf(path)]
  if (from.top === 'plugins') return pluginProblem(from.second, to, path)
  if (from.top === 'app') return roomProblem(from.second, to)
  if (from.top === 'resources' && SERVER_FOLDERS.includes(to.top))
    return 'The console takes from the server only what @generated offers.'
  return null
}

export const boundaries = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'keep the boundaries of docs: app, rooms, plugins, console' },
  },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/')
    const check = (node) => {
      if (!node.source || typeof node.source.value !== 'string') return
      const message = problemOf(file, node.source.value)
      if (message) context.report({ node, message })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
