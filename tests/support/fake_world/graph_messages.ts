import { GraphRefusal } from './graph_state.ts'
import type { FakeNumber, FakeUser, GraphState } from './graph_state.ts'
import { checkTemplateSend } from './graph_templates.ts'
import type { SentTemplate } from './graph_templates.ts'

type Json = Record<string, unknown>

export interface SendBody extends Json {
  messaging_product?: string
  to?: string
  recipient?: string
  type?: string
  text?: { body?: string }
  template?: SentTemplate
  interactive?: {
    type: string
    body?: { text?: string }
    action?: { buttons?: Choice[]; sections?: { rows: Choice[] }[] }
  }
  biz_opaque_callback_data?: string
}

type Choice = { title?: string; reply?: { title: string } }

/** One message as the fake took it in. */
export interface FakeMessage {
  id: string
  number: string
  user: FakeUser
  type: string
  body: SendBody
  category: string
  correlation: string | null
  acceptedAt: number
  /** Statuses sent so far, in order. */
  statuses: string[]
}

const missing = (what: string) => new GraphRefusal(131008, 'Required parameter is missing', what)
const invalid = (what: string) => new GraphRefusal(131009, 'Parameter value is not valid', what)

/** The checks of `POST /{number}/messages` that Meta answers at once; answers the category it would bill. */
export function checkSend(state: GraphState, number: FakeNumber, body: SendBody): string {
  if (body.messaging_product !== 'whatsapp')
    throw new GraphRefusal(100, '(#100) The parameter messaging_product is required.')
  checkAddress(number, body)
  if (String(body.biz_opaque_callback_data ?? '').length > 512) throw invalid('biz_opaque_callback_data')
  if (body.type === 'template') return sendTemplate(state, number, body)
  if (body.type === 'text') checkText(body.text?.body)
  else if (body.type === 'interactive') checkInteractive(body)
  else if (['image', 'video', 'audio', 'document', 'sticker'].includes(body.type ?? '')) checkMedia(state, body)
  else throw new GraphRefusal(131051, 'Unsupported message type')
  return 'service'
}

function checkAddress(number: FakeNumber, { to, recipient }: SendBody): void {
  if (!to && !recipient) throw missing('to or recipient')
  if (to && !/^\+?[1-9]\d{6,14}$/.test(to)) throw invalid(`to: ${to.length} characters`)
  if (to?.replace('+', '') === number.phone) throw new GraphRefusal(131021, 'Recipient cannot be sender')
  if (!to && !/^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/.test(recipient ?? '')) throw invalid('recipient')
}

function sendTemplate(state: GraphState, number: FakeNumber, { template, to }: SendBody): string {
  if (!template?.name || !template.language?.code) throw missing('template')
  const { category } = checkTemplateSend(state, number.businessAccount, template)
  if (category === 'AUTHENTICATION' && !to) throw new GraphRefusal(131062, 'User id not allowed for this message')
  return category.toLowerCase()
}

function checkText(text: string | undefined): void {
  if (!text) throw missing('text.body')
  if (text.length > 4096) throw invalid('text.body: at most 4096 characters')
}

function checkInteractive({ interactive }: SendBody): void {
  const { type, body, action } = interactive ?? {}
  if (!body?.text || body.text.length > (type === 'list' ? 4096 : 1024)) throw invalid('interactive.body.text')
  const buttons = action?.buttons ?? []
  if (type === 'button' && (buttons.length < 1 || buttons.length > 3)) throw invalid('interactive.action.buttons')
  if (buttons.some((button) => (button.reply?.title.length ?? 0) > 20))
    throw invalid('interactive.action.buttons.title')
  const rows = (action?.sections ?? []).flatMap((section) => section.rows)
  if (type === 'list' && (rows.length < 1 || rows.length > 10)) throw invalid('interactive.action.sections.rows')
  if (rows.some((row) => (row.title?.length ?? 0) > 24)) throw invalid('interactive.action.sections.rows.title')
}

function checkMedia(state: GraphState, body: SendBody): void {
  const media = body[body.type ?? ''] as { id?: string; link?: string } | undefined
  if (!media?.id && !media?.link) throw missing(body.type ?? 'media')
  if (media.id && !state.media.has(media.id))
    throw new GraphRefusal(131053, 'Media upload error', 'Media id does not exist')
}
