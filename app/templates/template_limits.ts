import type { Params } from '#app/http/json'
import type { Purpose } from '#sdk/index'
import { slotsIn } from './filling.ts'
import { syntaxProblem } from './rendering.ts'
import type { TemplateButton, TemplateContent, TemplateVariable } from './template.ts'

export const LIMITS = {
  body: 1024,
  header: 60,
  footer: 60,
  button: 25,
  url: 2000,
  buttons: 10,
  links: 2,
  phones: 1,
} as const

/** One thing to mend before a template can be used. `field` is a path into what was sent. */
export interface Problem {
  field: string
  code: string
  params?: Params
}

interface Checked {
  content: TemplateContent
  variables: TemplateVariable[]
  purpose: Purpose
  /** A provider keeps the text, so it may hold plain values and no logic. */
  needsApproval: boolean
}

/** Everything wrong with one language of a template, each naming its field. */
export function problemsIn(variant: Checked): Problem[] {
  const { content, variables } = variant
  return [
    ...text('header', content.header?.kind === 'text' ? content.header.text : null, LIMITS.header, variant),
    ...text('body', content.body, LIMITS.body, variant),
    ...text('footer', content.footer, LIMITS.footer, variant),
    ...(content.body.trim() === '' ? [{ field: 'body', code: 'required' }] : []),
    ...(content.footer && slotsIn(content.footer).length > 0 ? [{ field: 'footer', code: 'no_values_here' }] : []),
    ...buttonProblems(content.buttons, variant.needsApproval),
    ...variables.flatMap((variable, index) => variableProblems(variable, index)),
  ]
}

function text(field: string, value: string | null, max: number, { variables, needsApproval }: Checked): Problem[] {
  if (value === null) return []
  const problems: Problem[] = []
  if (value.length > max) problems.push({ field, code: 'too_long', params: { length: value.length, max } })
  const invalid = syntaxProblem(value)
  if (invalid) return [...problems, { field, code: invalid.code, params: invalid.params }]
  if (!needsApproval) return problems

  if (/\{%|\|/.test([...value.matchAll(/\{[{%].*?[}%]\}/gs)].map(([mark]) => mark).join('')))
    problems.push({ field, code: 'logic_not_approvable' })
  const known = new Set(variables.map(({ name }) => name))
  for (const name of slotsIn(value))
    if (!known.has(name)) problems.push({ field, code: 'unknown_value', params: { name } })
  if (/^\s*\{\{|\}\}\s*$/.test(value)) problems.push({ field, code: 'value_at_edge' })
  if (/\}\}\s*\{\{/.test(value)) problems.push({ field, code: 'values_touch' })
  return problems
}

function buttonProblems(buttons: TemplateButton[], needsApproval: boolean): Problem[] {
  const problems = buttons.flatMap((button, index): Problem[] => {
    const field = `buttons.${index}`
    const { title } = button
    return [
      ...(title.trim() === '' ? [{ field: `${field}.title`, code: 'required' }] : []),
      ...(title.length > LIMITS.button
        ? [{ field: `${field}.title`, code: 'too_long', params: { length: title.length, max: LIMITS.button } }]
        : []),
      ...(button.kind === 'url' ? urlProblems(`${field}.url`, button.url ?? '', needsApproval && !button.tracked) : []),
      ...(button.kind === 'phone' && !/^\+[0-9 ]{6,20}$/.test(button.phone ?? '')
        ? [{ field: `${field}.phone`, code: 'phone_invalid' }]
        : []),
    ]
  })
  const count = (kind: TemplateButton['kind']) => buttons.filter((button) => button.kind === kind).length
  if (buttons.length > LIMITS.buttons)
    problems.push({ field: 'buttons', code: 'too_many', params: { max: LIMITS.buttons } })
  if (count('url') > LIMITS.links)
    problems.push({ field: 'buttons', code: 'too_many_links', params: { max: LIMITS.links } })
  if (count('phone') > LIMITS.phones)
    problems.push({ field: 'buttons', code: 'too_many_phones', params: { max: LIMITS.phones } })
  // Meta wants the replies together, before or after the others.
  const runs = buttons
    .map(({ kind }) => kind === 'reply')
    .filter((reply, index, all) => reply !== all[index - 1]).length
  if (runs > 2) problems.push({ field: 'buttons', code: 'replies_apart' })
  return problems
}

function urlProblems(field: string, url: string, fixedStart: boolean): Problem[] {
  const invalid = syntaxProblem(url)
  if (invalid) return [{ field, code: invalid.code, params: invalid.params }]
  if (url.length > LIMITS.url) return [{ field, code: 'too_long', params: { length: url.length, max: LIMITS.url } }]
  if (/^https?:\/\//.test(url)) return fixedStart && /\}\}./.test(url) ? [{ field, code: 'url_end_only' }] : []
  if (!url.startsWith('{{')) return [{ field, code: 'url_invalid' }]
  return fixedStart ? [{ field, code: 'url_needs_tracking' }] : []
}

function variableProblems({ name, source, sample, fallback }: TemplateVariable, index: number): Problem[] {
  const at = `variables.${index}`
  const invalid = source === '' ? null : syntaxProblem(/\{[{%]/.test(source) ? source : `{{ ${source} }}`)
  return [
    ...(source === '' ? [{ field: `${at}.source`, code: 'required' }] : []),
    ...(invalid ? [{ field: `${at}.source`, code: invalid.code, params: invalid.params }] : []),
    ...(sample === '' ? [{ field: `${at}.sample`, code: 'sample_missing', params: { name } }] : []),
    ...(fallback === null ? [{ field: `${at}.fallback`, code: 'fallback_missing', params: { name } }] : []),
  ]
}
