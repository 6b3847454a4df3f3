/** Our variables may hold dots (`order.number`); Meta's hold lower case letters, digits and underscores. */
export const parameterName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9_]+/g, '_')

const VARIABLE = /\{\{-?\s*([\w.]+)\s*-?\}\}/g

/** Names in order of first appearance. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1]))]
}

export const withParameterNames = (text: string): string =>
  text.replace(VARIABLE, (_, name: string) => `{{${parameterName(name)}}}`)
