import type { JsonObject } from './types.ts'

export type MappingTarget = { name: string; title: string; pairs: boolean }
export type Leaf = { path: string; value: string | number | boolean | null }

/** What one path of the body is: a setting of the connection, or a value under a name of its own. */
export type Meaning = { target: string } | { value: string }
export type BodyMap = Record<string, Meaning>

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Reads the connection's settings the other way round: from path to meaning. */
export function mapOf(settings: JsonObject, targets: MappingTarget[]): BodyMap {
  const map: BodyMap = {}
  for (const { name, pairs } of targets) {
    if (!pairs) {
      if (text(settings[name])) map[text(settings[name])] = { target: name }
      continue
    }
    for (const line of text(settings[name]).split('\n')) {
      const [value, path] = line.split('=').map((part) => part.trim())
      if (value && path) map[path] ??= { value }
    }
  }
  return map
}

/** And back; other settings stay as they are. */
export function settingsOf(map: BodyMap, settings: JsonObject, targets: MappingTarget[]): JsonObject {
  const changed: JsonObject = { ...settings }
  for (const { name, pairs } of targets) {
    const entries = Object.entries(map)
    changed[name] = pairs
      ? entries.flatMap(([path, meaning]) => ('value' in meaning ? [`${meaning.value} = ${path}`] : [])).join('\n')
      : (entries.find(([, meaning]) => 'target' in meaning && meaning.target === name)?.[0] ?? '')
  }
  return changed
}

/** Gives a path its meaning; a target leads to one path at most, so it leaves the one it had. */
export function withMeaning(map: BodyMap, path: string, meaning: Meaning | null): BodyMap {
  const others = Object.entries(map).filter(
    ([other, known]) =>
      other !== path && !(meaning && 'target' in meaning && 'target' in known && known.target === meaning.target)
  )
  return { ...Object.fromEntries(others), ...(meaning ? { [path]: meaning } : {}) }
}

/** `order.number` → `order_number`: a name that texts can use. */
export const nameFor = (path: string): string =>
  path
    .split(/[./]/)
    .filter((step) => step !== '' && !/^\d+$/.test(step))
    .slice(-2)
    .join('_')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .toLowerCase()
