import { asObjects, asText, InvalidInput, PolicyRefused } from '#sdk/index'
import type { CheckResult, Json } from '#sdk/index'
import { accountUrl, serviceUrl, twilio } from './client.ts'
import type { TwilioContext } from './client.ts'

/** A number or messaging service of ours, with the address where its messages are told. */
interface Sender {
  id: string
  label: string
  /** Where to change it; null for a name, which cannot be answered. */
  url: string | null
  inboundUrl: string | null
}

export async function check(context: TwilioContext): Promise<CheckResult> {
  const account = await twilio(context, accountUrl(context, '.json'))
  if (account.status !== undefined && account.status !== 'active')
    throw new PolicyRefused('Twilio has suspended or closed this account', { policy: 'account_suspended' })

  const sender = await senderOf(context)
  return {
    account: sender.id,
    label: [sender.label, asText(account.friendly_name)].filter(Boolean).join(' · '),
    missingScopes: [],
    warnings: warningsOf(context, account, sender),
  }
}

function warningsOf({ endpointUrl }: TwilioContext, account: Json, sender: Sender): CheckResult['warnings'] {
  const warnings: CheckResult['warnings'] = []
  if (account.type === 'Trial') warnings.push({ code: 'trial_account' })
  if (sender.url === null) warnings.push({ code: 'sender_one_way' })
  else if (endpointUrl && sender.inboundUrl !== endpointUrl) warnings.push({ code: 'webhooks_not_subscribed' })
  return warnings
}

const senderOf = (context: TwilioContext): Promise<Sender> =>
  context.settings.messagingServiceSid ? service(context, context.settings.messagingServiceSid) : number(context)

async function service(context: TwilioContext, id: string): Promise<Sender> {
  const url = serviceUrl(context)
  const found = await twilio(context, url)
  // Set, it lets each number's own address decide.
  const inboundUrl = found.use_inbound_webhook_on_number === true ? null : asText(found.inbound_request_url)
  return { id, label: asText(found.friendly_name) ?? id, url, inboundUrl }
}

async function number(context: TwilioContext): Promise<Sender> {
  const { from = '' } = context.settings
  if (/[A-Za-z]/.test(from)) return { id: from, label: from, url: null, inboundUrl: null }
  const short = !from.startsWith('+')
  const [path, list, field] = short
    ? ['/SMS/ShortCodes', 'short_codes', 'ShortCode']
    : ['/IncomingPhoneNumbers', 'incoming_phone_numbers', 'PhoneNumber']
  const answer = await twilio(context, accountUrl(context, `${path}.json`), { query: { [field]: from } })
  const [found] = asObjects(answer[list])
  const sid = asText(found?.sid)
  if (sid === null) throw new InvalidInput('This number is not in this Twilio account', { field: 'from' })
  return {
    id: from,
    label: from,
    url: accountUrl(context, `${path}/${sid}.json`),
    inboundUrl: asText(found?.sms_url),
  }
}

/** Statuses need no setting: each message says where they go. */
export async function subscribe(context: TwilioContext): Promise<void> {
  if (context.endpointUrl) await tellAt(context, await senderOf(context), context.endpointUrl)
}

/** Somebody may have led the number elsewhere since; that stays. */
export async function unsubscribe(context: TwilioContext): Promise<void> {
  const sender = await senderOf(context)
  if (context.endpointUrl && sender.inboundUrl === context.endpointUrl) await tellAt(context, sender, '')
}

async function tellAt(context: TwilioContext, { url }: Sender, address: string): Promise<void> {
  if (url === null) return
  const form: Record<string, string> = context.settings.messagingServiceSid
    ? { InboundRequestUrl: address, InboundMethod: 'POST', UseInboundWebhookOnNumber: 'false' }
    : { SmsUrl: address, SmsMethod: 'POST' }
  await twilio(context, url, { form, retry: true })
}
