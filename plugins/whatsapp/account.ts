import { asText, InvalidInput } from '#sdk/index'
import type { ChannelHealth, CheckResult } from '#sdk/index'
import { graph } from './client.ts'
import type { WhatsAppContext } from './client.ts'

const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management']
const NUMBER_FIELDS =
  'display_phone_number,verified_name,quality_rating,name_status,status,throughput,whatsapp_business_manager_messaging_limit'

interface PhoneNumber {
  id: string
  display_phone_number?: string
  verified_name?: string
  quality_rating?: string
  name_status?: string
  status?: string
  whatsapp_business_manager_messaging_limit?: string
}

interface Token {
  data: { is_valid: boolean; scopes?: string[]; expires_at?: number }
}

export async function check(context: WhatsAppContext): Promise<CheckResult> {
  const { phoneNumberId, businessAccountId } = context.settings
  mustVerify(context)
  const token = await graph<Token>(context, 'debug_token', {
    query: { input_token: context.credentials.accessToken },
  })
  const number = await phoneNumber(context)
  await mustBelong(context)
  const granted = new Set(token.data.scopes)

  return {
    account: phoneNumberId,
    label: [number.display_phone_number, number.verified_name].filter(Boolean).join(' · ') || phoneNumberId,
    sharedAccounts: [businessAccountId],
    missingScopes: SCOPES.filter((scope) => !granted.has(scope)),
    warnings: [...tokenWarnings(context, token), ...numberWarnings(number), ...(await subscriptionWarnings(context))],
  }
}

/** Without the secret every webhook would be turned away; the number would send and hear nothing. */
function mustVerify({ credentials, app }: WhatsAppContext): void {
  if (credentials.appSecret ?? app?.appSecret) return
  throw new InvalidInput('The app secret is needed to check what Meta sends', { field: 'appSecret' })
}

const phoneNumber = (context: WhatsAppContext) =>
  graph<PhoneNumber>(context, context.settings.phoneNumberId, { query: { fields: NUMBER_FIELDS } })

/** A number of another business account would send well and never hear its template or account news. */
async function mustBelong(context: WhatsAppContext): Promise<void> {
  const { phoneNumberId, businessAccountId } = context.settings
  const { data } = await graph<{ data: { id: string }[] }>(context, `${businessAccountId}/phone_numbers`, {
    query: { fields: 'id' },
  })
  if (data.some(({ id }) => id === phoneNumberId)) return
  throw new InvalidInput('This phone number is not in this WhatsApp Business Account', {
    field: 'businessAccountId',
  })
}

function tokenWarnings(context: WhatsAppContext, { data }: Token): CheckResult['warnings'] {
  if (!data.expires_at) return []
  const expires = new Date(data.expires_at * 1000).toISOString()
  const days = String(Math.max(0, Math.floor((data.expires_at * 1000 - context.machineNow()) / 86_400_000)))
  return [{ code: 'token_expires', params: { expires, days } }]
}

function numberWarnings({ status, name_status: nameStatus }: PhoneNumber): CheckResult['warnings'] {
  const warnings: CheckResult['warnings'] = []
  if (status && status !== 'CONNECTED') warnings.push({ code: 'number_not_connected', params: { status } })
  if (nameStatus && !nameApproved(nameStatus))
    warnings.push({ code: 'display_name_not_approved', params: { status: nameStatus } })
  return warnings
}

async function subscriptionWarnings(context: WhatsAppContext): Promise<CheckResult['warnings']> {
  const { data } = await graph<{ data: unknown[] }>(context, subscriptions(context))
  return data.length > 0 ? [] : [{ code: 'webhooks_not_subscribed' }]
}

const subscriptions = ({ settings }: WhatsAppContext) => `${settings.businessAccountId}/subscribed_apps`

/**
 * Subscribes the app to the account. Messages are led to our own URL, so that they arrive even while the app's
 * dashboard names another one; all other fields follow the dashboard.
 */
export async function subscribe(context: WhatsAppContext): Promise<void> {
  const verifyToken = context.credentials.verifyToken ?? asText(context.app?.verifyToken)
  const url = context.endpointUrl
  const body =
    verifyToken && url?.startsWith('https://') ? { override_callback_uri: url, verify_token: verifyToken } : {}
  await graph(context, subscriptions(context), { method: 'POST', body, retry: true })
}

export async function unsubscribe(context: WhatsAppContext): Promise<void> {
  await graph(context, subscriptions(context), { method: 'DELETE' })
}

const QUALITY: Record<string, ChannelHealth['quality']> = { GREEN: 'high', YELLOW: 'medium', RED: 'low' }

export async function health(context: WhatsAppContext): Promise<ChannelHealth> {
  const number = await phoneNumber(context)
  return {
    quality: QUALITY[number.quality_rating ?? ''] ?? 'unknown',
    // The limit belongs to the business portfolio and is shared by all its numbers.
    dailyLimit: dailyLimit(number.whatsapp_business_manager_messaging_limit),
    displayName: number.verified_name ?? null,
    verified: nameApproved(number.name_status ?? ''),
  }
}

const nameApproved = (status: string): boolean => status === 'APPROVED' || status === 'AVAILABLE_WITHOUT_REVIEW'

/** `TIER_250`, `TIER_2K`, `TIER_100K`, `TIER_UNLIMITED`. */
export function dailyLimit(tier: string | undefined): number | null {
  const [, digits, thousands] = /^TIER_(\d+)(K?)$/.exec(tier ?? '') ?? []
  return digits ? Number(digits) * (thousands ? 1000 : 1) : null
}
