import { createHmac } from 'node:crypto'
import type { FakeSms, FakeTwilioAccount } from './twilio_state.ts'
import type { OutgoingWebhook } from './webhook_sender.ts'

type Fields = Record<string, string>

const VERSION = '2010-04-01'

/** Dates as Twilio writes them: `Fri, 20 Nov 2026 10:00:00 +0000`. */
export const mailDate = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000')

export function messageResource(message: FakeSms) {
  return {
    sid: message.sid,
    account_sid: message.account,
    api_version: VERSION,
    body: message.body,
    direction: message.direction,
    from: message.from,
    to: message.to,
    status: message.status,
    messaging_service_sid: message.service,
    num_media: String(message.media.length),
    num_segments: message.service && message.status === 'accepted' ? '0' : '1',
    price: message.price,
    price_unit: 'USD',
    error_code: message.errorCode,
    error_message: null,
    date_created: mailDate(message.at),
    date_updated: mailDate(message.at),
    date_sent: ['accepted', 'queued'].includes(message.status) ? null : mailDate(message.at),
    uri: `/${VERSION}/Accounts/${message.account}/Messages/${message.sid}.json`,
  }
}

export const errorBody = (code: number, message: string, status: number) => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
})

export function statusFields(message: FakeSms, status: string, errorCode: number | null): Fields {
  return {
    SmsSid: message.sid,
    SmsStatus: status,
    MessageStatus: status,
    To: message.to,
    MessageSid: message.sid,
    AccountSid: message.account,
    From: message.from,
    ...(message.service ? { MessagingServiceSid: message.service } : {}),
    ApiVersion: VERSION,
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
    ...(status === 'delivered' ? { RawDlrDoneDate: '2611221001' } : {}),
  }
}

export function inboundFields(message: FakeSms, origin: string, optOutType: string | null): Fields {
  const media = message.media.flatMap(({ sid, mimeType }, n): [string, string][] => [
    [`MediaUrl${n}`, `${origin}/${VERSION}/Accounts/${message.account}/Messages/${message.sid}/Media/${sid}`],
    [`MediaContentType${n}`, mimeType],
  ])
  return {
    ToCountry: 'US',
    ToState: 'DC',
    FromCountry: 'GB',
    FromState: '',
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    MessageSid: message.sid,
    SmsStatus: 'received',
    NumMedia: String(message.media.length),
    NumSegments: '1',
    ...(message.service ? { MessagingServiceSid: message.service } : {}),
    AccountSid: message.account,
    From: message.from,
    To: message.to,
    Body: message.body,
    ApiVersion: VERSION,
    ...Object.fromEntries(media),
    ...(optOutType ? { OptOutType: optOutType } : {}),
  }
}

/** Signed as Twilio's documentation says: the address, then every field's name and value in the order of the names. */
export function signedForm(url: string, { token }: FakeTwilioAccount, fields: Fields): OutgoingWebhook {
  const text = Object.keys(fields)
    .sort()
    .reduce((signed, name) => signed + name + fields[name], url)
  return {
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': createHmac('sha1', token).update(text).digest('base64'),
    },
    body: String(new URLSearchParams(fields)),
  }
}
