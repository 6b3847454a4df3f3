/** The values that a sample of an event has for a filter, as paths. */
export function pathsIn(sample: string | undefined): string[] {
  if (!sample) return []
  const { type, contact, data } = JSON.parse(sample) as { type: string; contact: unknown; data: unknown }
  const [noun] = type.split('.')
  const known = [...leaves(data, noun ?? 'event'), ...leaves(contact, 'contact'), 'event.type']
  return [...new Set(known)].slice(0, 80)
}

function leaves(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return [at]
  if (typeof value !== 'object' || value === null) return [at]
  if ('amount' in value && 'currency' in value) return [at]
  return Object.entries(value).flatMap(([name, each]) => leaves(each, `${at}.${name}`))
}
