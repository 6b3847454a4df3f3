import { connectors } from '#app/connectors/registry'
import { catalogue } from '#app/events/catalogue'

export const EVERYTHING = '*'

/** Every type that may be subscribed to: the catalogue's, and those of connectors' own. */
export function knownTypes(): string[] {
  const own = connectors.all().flatMap(({ events }) => events.map(({ type }) => type))
  return [...new Set([...catalogue.all().map(({ type }) => type), ...own])].sort()
}

/** `*`, a group such as `message.*`, or a type. */
export function isChoice(choice: string): boolean {
  if (choice === EVERYTHING) return true
  const types = knownTypes()
  return choice.endsWith('.*') ? types.some((type) => covers(choice, type)) : types.includes(choice)
}

export const covers = (choice: string, type: string): boolean =>
  choice === EVERYTHING || choice === type || (choice.endsWith('.*') && type.startsWith(choice.slice(0, -1)))
