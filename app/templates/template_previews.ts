import type { Workspace } from '#app/accounts/workspace'
import { drawn } from './bubble.ts'
import type { Bubble } from './bubble.ts'
import { fillTemplate } from './filling.ts'
import { linkBase } from '#app/links/short_links'
import type { TemplateContent } from './template.ts'
import type { VariantInput } from './template_drafts.ts'

export type Preview = { ok: true; bubble: Bubble } | { ok: false; code: string; params: Record<string, unknown> }

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
  return { ok: true, bubble: { id: 'preview', side: 'left', ...drawn(filled.content) } }
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
