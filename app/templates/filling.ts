import type { MessageButton, MessageContent, TemplateValue } from '#sdk/index'
import type { DraftContent } from './content.ts'
import { render } from './rendering.ts'
import type { Locale, Rendered } from './rendering.ts'
import { linkBase } from '#app/links/short_links'
import type { TemplateButton, TemplateContent, TemplateVariable } from './template.ts'

export interface Filling extends Locale {
  values: Record<string, unknown>
  /** Answers the code of a new short link; in a preview there is none to make. */
  shorten: (url: string, label: string | null) => string
}

export interface TemplateToFill {
  providerName: string
  language: string
  category: string
  content: TemplateContent
  variables: TemplateVariable[]
  /** The provider keeps the text and takes only values; else it gets a text ready to read. */
  approved: boolean
}

type Refused = Exclude<Rendered, { ok: true }>
export type Filled = { ok: true; content: MessageContent } | Refused

/** Carries a refusal out of nested texts; never leaves this file. */
class Refusal extends Error {
  readonly rendered: Refused
  constructor(rendered: Refused) {
    super(rendered.code)
    this.rendered = rendered
  }
}

export const fillContent = (content: DraftContent, filling: Filling): Filled =>
  refusable(() => {
    if (content.kind === 'media') {
      return { ...content, text: content.text === null ? null : fillText(content.text, filling) }
    }
    const buttons = content.buttons?.map((button) => fillButton(button, filling))
    return { kind: 'text', text: fillText(content.text, filling), ...(buttons?.length ? { buttons } : {}) }
  })

export const fillTemplate = (template: TemplateToFill, filling: Filling): Filled =>
  refusable(() => {
    const { content, variables } = template
    const named = new Map(variables.map((variable) => [variable.name, fillVariable(variable, filling)]))
    const part = (text: string) =>
      template.approved ? withValues(text, named) : { text: readable(text, named, filling), values: [] }
    return {
      kind: 'template',
      name: template.providerName,
      language: template.language,
      category: template.category,
      header: content.header?.kind === 'text' ? { kind: 'text', ...part(content.header.text) } : content.header,
      body: part(content.body),
      footer: content.footer,
      buttons: content.buttons.map((button) =>
        fillTemplateButton(button, { named, filling, approved: template.approved })
      ),
    }
  })

function refusable(fill: () => MessageContent): Filled {
  try {
    return { ok: true, content: fill() }
  } catch (error) {
    if (error instanceof Refusal) return error.rendered
    throw error
  }
}

function fillText(text: string, filling: Filling): string {
  const track = (url: string) => linkBase() + filling.shorten(url, null)
  const rendered = render(text, filling.values, { ...filling, track })
  if (!rendered.ok) throw new Refusal(rendered)
  return rendered.text
}

/** A source is a path, perhaps with filters, unless it is a text with marks of its own. */
const sourceText = (source: string): string => (/\{[{%]/.test(source) ? source : `{{ ${source} }}`)

function fillVariable({ name, source, fallback }: TemplateVariable, filling: Filling): string {
  const rendered = render(sourceText(source), filling.values, filling)
  const text = rendered.ok ? rendered.text.trim() : ''
  if (text !== '') return text
  if (!rendered.ok && rendered.code !== 'missing_variable') throw new Refusal(rendered)
  if (fallback === null) throw new Refusal({ ok: false, code: 'missing_variable', params: { name } })
  return fallback
}

const SLOT = /\{\{-?\s*([A-Za-z_][\w.]*)\s*-?\}\}/g

/** Names of the plain `{{ name }}` slots of a text, once each, in order. */
export const slotsIn = (text: string): string[] => [...new Set([...text.matchAll(SLOT)].map((match) => match[1]))]

function withValues(text: string, named: Map<string, string>): { text: string; values: TemplateValue[] } {
  const values = slotsIn(text).map((name) => {
    const value = named.get(name)
    if (value === undefined) throw new Refusal({ ok: false, code: 'missing_variable', params: { name } })
    return { name, text: value }
  })
  return { text, values }
}

/** Slots that have a variable take its value, fallback included; whatever else there is, is Liquid over all values. */
function readable(text: string, named: Map<string, string>, filling: Filling): string {
  const bound = text.replace(SLOT, (slot, name: string) => (named.has(name) ? `{{ filled["${name}"] }}` : slot))
  return fillText(bound, { ...filling, values: { ...filling.values, filled: Object.fromEntries(named) } })
}

function fillButton(button: TemplateButton, filling: Filling): MessageButton {
  return button.kind === 'url' ? link(button, fillText(button.url, filling), filling) : button
}

interface Binding {
  named: Map<string, string>
  filling: Filling
  approved: boolean
}

/** Of an approved address only the end may change, so the two parts leave apart. */
function fillTemplateButton(button: TemplateButton, { named, filling, approved }: Binding): MessageButton {
  if (button.kind !== 'url') return button
  const change = button.url.indexOf('{{')
  if (!approved || button.tracked || change === -1) return link(button, readable(button.url, named, filling), filling)
  return {
    kind: 'url',
    title: button.title,
    url: button.url.slice(0, change),
    suffix: readable(button.url.slice(change), named, filling),
  }
}

const link = ({ title, tracked }: TemplateButton, url: string, filling: Filling): MessageButton =>
  tracked ? { kind: 'url', title, url: linkBase(), suffix: filling.shorten(url, title) } : { kind: 'url', title, url }

/** A message as its reader sees it, in one text: for lists, searches and channels without templates. */
export function plainText(content: MessageContent): string {
  if (content.kind === 'text') return content.text
  if (content.kind === 'media') return content.text ?? content.attachment.filename ?? ''
  const header = content.header?.kind === 'text' ? inWords(content.header) : null
  return [header, inWords(content.body), content.footer].filter(Boolean).join('\n')
}

export function inWords({ text, values }: { text: string; values: TemplateValue[] }): string {
  if (values.length === 0) return text
  const named = new Map(values.map((value) => [value.name, value.text]))
  return text.replace(SLOT, (slot, name: string) => named.get(name) ?? slot)
}
