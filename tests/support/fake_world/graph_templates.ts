import { GraphRefusal } from './graph_state.ts'
import type { FakeTemplate, GraphState } from './graph_state.ts'

interface Parameter {
  type: string
  parameter_name?: string
  text?: string
}

export interface SentTemplate {
  name: string
  language: { code: string }
  components?: { type: string; sub_type?: string; index?: string; parameters?: Parameter[] }[]
}

const variables = (text = ''): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))]

/** The checks Meta makes before it accepts a template message. */
export function checkTemplateSend(state: GraphState, businessAccount: string, sent: SentTemplate): FakeTemplate {
  const template = find(state, businessAccount, sent)
  if (template.category === 'AUTHENTICATION') return template
  const part = (type: string) => template.components.find((each) => each.type === type)
  const given = (type: string) => sent.components?.find((each) => each.type === type)?.parameters ?? []

  checkText('body', variables(part('BODY')?.text), given('body'))
  const header = part('HEADER')
  if (header?.format === 'TEXT') checkText('header', variables(header.text), given('header'))
  else if (header) checkMedia(header.format ?? '', given('header'))
  checkButtons(part('BUTTONS')?.buttons ?? [], sent)
  return template
}

function find(state: GraphState, businessAccount: string, sent: SentTemplate): FakeTemplate {
  const template = [...state.templates.values()].find(
    (each) =>
      each.businessAccount === businessAccount && each.name === sent.name && each.language === sent.language.code
  )
  if (template?.status === 'APPROVED') return template
  if (template?.status === 'PAUSED')
    throw new GraphRefusal(132015, 'Template is paused', 'Template is paused due to low quality.')
  if (template?.status === 'DISABLED') throw new GraphRefusal(132016, 'Template is disabled')
  const details = `template name (${sent.name}) does not exist in ${sent.language.code}`
  throw new GraphRefusal(132001, 'Template name does not exist in the translation', details, { status: 404 })
}

function checkText(where: string, names: string[], parameters: Parameter[]): void {
  if (parameters.length !== names.length) {
    const details = `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`
    throw new GraphRefusal(132000, 'Number of parameters does not match the expected number of params', details)
  }
  const positional = names.every((name) => /^\d+$/.test(name))
  for (const { text = '', parameter_name: name } of parameters) {
    if (!positional && !names.includes(name ?? ''))
      throw new GraphRefusal(100, 'Invalid parameter', 'Parameter name is missing or empty')
    if (text === '') throw new GraphRefusal(131008, 'Required parameter is missing', `${where} text`)
    if (/[\n\t]| {5,}/.test(text)) throw new GraphRefusal(132018, 'Param text cannot have new-line/tab characters')
  }
}

function checkMedia(format: string, parameters: Parameter[]): void {
  if (parameters[0]?.type.toUpperCase() === format) return
  throw new GraphRefusal(
    132012,
    'Parameter format does not match format in the created template',
    `header: Format mismatch, expected ${format}`
  )
}

function checkButtons(buttons: { type: string; url?: string }[], sent: SentTemplate): void {
  for (const [index, button] of buttons.entries()) {
    const filled = sent.components?.some(
      (each) => each.type === 'button' && each.index === String(index) && each.sub_type === 'url'
    )
    const needed = button.type === 'URL' && variables(button.url).length > 0
    if (needed && !filled)
      throw new GraphRefusal(
        131008,
        'Required parameter is missing',
        `buttons: Button at index ${index} of type Url requires a parameter`
      )
    if (!needed && filled)
      throw new GraphRefusal(
        132018,
        'There was an issue with the parameters in your template',
        `Button at index ${index} takes none`
      )
  }
}

/** The review of a new template's form; content is judged by whoever drives the fake. */
export function checkTemplateCreate(body: {
  name?: string
  category?: string
  components?: { type: string; text?: string; example?: object }[]
}): void {
  if (!/^[a-z0-9_]+$/.test(body.name ?? ''))
    throw new GraphRefusal(100, 'Invalid parameter', 'name', { subcode: 2388072 })
  if (!['MARKETING', 'UTILITY', 'AUTHENTICATION'].includes(body.category ?? ''))
    throw new GraphRefusal(100, 'Invalid parameter', 'category')
  for (const { type, text = '', example } of body.components ?? []) {
    const edge = /^\s*\{\{|\}\}\s*$/.test(text)
    if (type === 'BODY' && edge)
      throw new GraphRefusal(2388299, 'Variables can’t be at the start or end of the template')
    if (variables(text).length > 0 && !example)
      throw new GraphRefusal(100, 'Invalid parameter', 'Templates with variables need examples', {
        subcode: 2388043,
      })
  }
}
