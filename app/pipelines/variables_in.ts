const OUTPUT = /\{\{-?\s*([^}]*?)\s*-?\}\}/g
const LOCAL = /\{%-?\s*(?:assign\s+(\w+)|capture\s+(\w+)|for\s+(\w+)\s+in)/g
const PATH = /^[A-Za-z_]\w*(\.\w+)*/

/** The values a text cannot do without: what it puts out with no `default` and no `if` around it to ask first. */
export function variablesIn(text: string): string[] {
  const locals = new Set(['forloop', ...[...text.matchAll(LOCAL)].map((match) => match[1] ?? match[2] ?? match[3])])
  const outside = text.replace(/\{%-?\s*(if|unless|case)\b[\s\S]*?\{%-?\s*end\1\s*-?%\}/g, '')
  const outputs = [...outside.matchAll(OUTPUT)]
    .map((match) => match[1])
    .filter((output) => !/\|\s*default\b/.test(output))
  const paths = outputs.flatMap((output) => PATH.exec(output)?.[0] ?? [])
  return [...new Set(paths)].filter(
    (path) => !locals.has(path.split('.')[0]) && path !== 'true' && path !== 'false' && path !== 'nil'
  )
}
