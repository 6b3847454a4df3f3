import type { Workspace } from '#app/accounts/workspace'
import { segmentsOf, smsTextOf, transliterated } from '#sdk/index'
import { drawn } from './bubble.ts'
import type { Bubble } from './bubble.ts'
import { fillTemplate } from './filling.ts'
import { linkBase } from '#app/links/short_links'
import type { TemplateContent } from './template.ts'
import type { VariantInput } from './template_drafts.ts'

export type Preview =
  { ok: true; bubble: Bubble; sms: SmsLength } | { ok: false; code: string; params: Record<string, unknown> }

/** The message as it would leave, with the samples for values or with none of them. */
export function preview(
  workspace: Workspace,
  { language, content, variables }: VariantInput,
  missing: boolean
): Preview {
  const samples = Object.fromEntries(variables.map(({ name, sample }) => [name, sample]))
  const filled = fillTemplate(
    {
      providerName: 'preview',
      language,
      category: 'marketing',
      content: missing ? content : withoutAddresses(content),
      // A sample stands for what its source would give.
      variables: variables.map((variable) => ({
        ...variable,
        source: missing ? 'nothing' : `samples["${variable.name}"]`,
      })),
      approved: false,
    },
    {
      values: { samples, ...(missing ? {} : nested(samples)) },
      locale: language,
      timezone: workspace.timezone,
      currency: workspace.currency,
      shorten: () => 'a1b2c3d4e',
    }
  )
  if (!filled.ok) return filled
  const bubble: Bubble = { id: 'preview', side: 'left', ...drawn(filled.content) }
  return { ok: true, bubble, sms: smsLength(smsTextOf(filled.content)) }
}

/** `room`: characters that fit without another part; `foreign`: those that GSM-7 lacks, with what it would come to without them. */
export interface SmsLength {
  encoding: string
  parts: number
  units: number
  room: number
  foreign: { characters: string; parts: number } | null
}

function smsLength(text: string): SmsLength {
  const { encoding, parts, units, perPart, foreign } = segmentsOf(text)
  const plain = segmentsOf(transliterated(text)).parts
  return {
    encoding,
    parts,
    units,
    room: Math.max(parts, 1) * perPart,
    foreign: foreign.length > 0 && plain < parts ? { characters: foreign.slice(0, 8).join(' '), parts: plain } : null,
  }
}

/** A phone shows a link's title and never its address, for which there is no sample. */
function withoutAddresses(content: TemplateContent): TemplateContent {
  return {
    ...content,
    buttons: content.buttons.map((button) => (button.kind === 'url' ? { ...button, url: linkBase() } : button)),
  }
}

/** `{ "contact.first_name": "Giulia" }` as values see it, so that addresses and conditions find their way too. */
function nested(samples: Record<string, string>): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [name, sample] of Object.entries(samples)) {
    const path = name.split('.')
    const last = path.pop() ?? name
    let node = root
    for (const part of path) node = (node[part] ??= {}) as Record<string, unknown>
    node[last] = sample
  }
  return root
}
