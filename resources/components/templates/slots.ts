import type { TemplateVariable, Variant } from './types.ts'

const SLOT = /\{\{-?\s*([A-Za-z_][\w.]*)\s*-?\}\}/g

const slotsIn = (text: string) => [...text.matchAll(SLOT)].map((match) => match[1] ?? '')

/** The values that the texts ask for, in their order; what was said of each before is kept. */
export function withVariables(variant: Variant): Variant {
  const { header, body, buttons } = variant.content
  const names = [...slotsIn(header?.text ?? ''), ...slotsIn(body), ...buttons.flatMap(({ url }) => slotsIn(url ?? ''))]
  const known = new Map(variant.variables.map((variable) => [variable.name, variable]))
  const variables = [...new Set(names)].map(
    (name): TemplateVariable => known.get(name) ?? { name, source: name, sample: '', fallback: null }
  )
  return { ...variant, variables }
}

export const emptyVariant = (language: string): Variant => ({
  language,
  content: { header: null, body: '', footer: null, buttons: [] },
  variables: [],
})
