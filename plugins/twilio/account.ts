import { asObjects, asText, InvalidInput, PolicyRefused } from '#sdk/index'
import type { CheckResult, Json } from '#sdk/index'
import { ask } from './client.ts'
import type { TwilioContext } from './client.ts'
import { isName, nameOf } from './keys.ts'

/** A number or messaging service of ours, with the address where its messages are told. */
interface Sender {
  id: string
  label: string
  /** What it is to Twilio; null for a name, which cannot be answered. */
  kind: 'service' | 'short_code' | 'number' | null
  sid: string
  inboundUrl: string | null
}

export async function check(context: TwilioContext): Promise<CheckResult> {
  const account = await ask(context, ({ api }) => api.v2010.accounts(context.credentials.accountSid).fetch())
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
  if (sender.kind === null) warnings.push({ code: 'sender_one_way' })
  else if (endpointUrl && sender.inboundUrl !== endpointUrl) warnings.push({ code: 'webhooks_not_subscribed' })
  return warnings
}

const senderOf = (context: TwilioContext): Promise<Sender> =>
  context.settings.messagingServiceSid ? service(context, context.settings.messagingServiceSid) : number(context)

async function service(context: TwilioContext, id: string): Promise<Sender> {
  const found = await ask(context, ({ messaging }) => messaging.v1.services(id).fetch())
  // Set, it lets each number's own address decide.
  const inboundUrl = found.use_inbound_webhook_on_number === true ? null : asText(found.inbound_request_url)
  return { id, label: asText(found.friendly_name) ?? id, kind: 'service', sid: id, inboundUrl }
}

async function number(context: TwilioContext): Promise<Sender> {
  const { from = '' } = context.settings
  if (isName(from))
    return { id: nameOf(context.credentials.accountSid, from), label: from, kind: null, sid: '', inboundUrl: null }
  const kind = from.startsWith('+') ? 'number' : 'short_code'
  const answer = await ask(context, ({ incomingPhoneNumbers, shortCodes }) =>
    kind === 'number' ? incomingPhoneNumbers.page({ phoneNumber: from }) : shortCodes.page({ shortCode: from })
  )
  const [found] = asObjects(answer.incoming_phone_numbers ?? answer.short_codes)
  const sid = asText(found?.sid)
  if (sid === null) throw new InvalidInput('This number is not in this Twilio account', { field: 'from' })
  return { id: from, label: from, kind, sid, inboundUrl: asText(found?.sms_url) }
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

async function tellAt(context: TwilioContext, { kind, sid }: Sender, address: string): Promise<void> {
  if (kind === null) return
  const inbound = { smsUrl: address, smsMethod: 'POST' }
  await ask(
    context,
    ({ messaging, incomingPhoneNumbers, shortCodes }): Promise<unknown> => {
      if (kind === 'number') return incomingPhoneNumbers(sid).update(inbound)
      if (kind === 'short_code') return shortCodes(sid).update(inbound)
      const service = { inboundRequestUrl: address, inboundMethod: 'POST', useInboundWebhookOnNumber: false }
      return messaging.v1.services(sid).update(service)
    },
    { retry: true }
  )
}
