import type { MessageButton, ProviderTemplate } from '#sdk/index'
import { languageTag, templateStatus } from './template_events.ts'

export interface WireTemplate {
  id: string
  name: string
  language: string
  status: string
  category: string
  components?: WireComponent[]
  quality_score?: { score?: string }
  rejected_reason?: string
}

interface WireComponent {
  type: string
  format?: string
  text?: string
  buttons?: WireButton[]
}

interface WireButton {
  type: string
  text: string
  url?: string
  phone_number?: string
}

const MEDIA = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const
const PLAIN = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS'])

export function providerTemplate(template: WireTemplate): ProviderTemplate {
  const { components = [], category } = template
  const code = category === 'AUTHENTICATION'
  const buttons = component(components, 'BUTTONS')?.buttons ?? []
  return {
    providerId: template.id,
    name: template.name,
    language: languageTag(template.language),
    category: category.toLowerCase(),
    ...standing(template, code || components.every(isPlain)),
    quality: template.quality_score?.score?.toLowerCase() ?? null,
    header: headerOf(component(components, 'HEADER')),
    body: component(components, 'BODY')?.text ?? '',
    footer: component(components, 'FOOTER')?.text ?? null,
    // Meta shows the button of a code as a link; the code goes into it without being asked for.
    buttons: code ? [] : buttons.flatMap(buttonOf),
  }
}

/** A template with parts that cannot be filled in here (carousel, flow, product) must not look ready to send. */
function standing(
  { status, rejected_reason: reason }: WireTemplate,
  sendable: boolean
): Pick<ProviderTemplate, 'status' | 'reason'> {
  if (!sendable) return { status: 'disabled', reason: 'unsupported_components' }
  const given = reason && reason !== 'NONE' ? reason.toLowerCase() : null
  return { status: templateStatus(status) ?? 'disabled', reason: given }
}

const component = (components: WireComponent[], type: string) =>
  components.find((each) => each.type.toUpperCase() === type)

function isPlain({ type, format, buttons = [] }: WireComponent): boolean {
  if (!PLAIN.has(type.toUpperCase())) return false
  if (format && format !== 'TEXT' && !(format in MEDIA)) return false
  return buttons.every((button) => buttonOf(button).length > 0)
}

function headerOf(header: WireComponent | undefined): ProviderTemplate['header'] {
  if (!header) return null
  if (header.format === 'TEXT') return { kind: 'text', text: header.text ?? '' }
  const kind = MEDIA[header.format as keyof typeof MEDIA]
  return kind ? { kind } : null
}

function buttonOf({ type, text, url, phone_number: phone }: WireButton): MessageButton[] {
  if (type === 'QUICK_REPLY') return [{ kind: 'reply', id: text, title: text }]
  if (type === 'URL' && url) return [{ kind: 'url', title: text, url }]
  if (type === 'PHONE_NUMBER' && phone) return [{ kind: 'phone', title: text, phone }]
  return []
}
