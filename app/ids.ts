import { createHash, randomFillSync } from 'node:crypto'
import { machineNow } from './clock.ts'

/** Every prefix in use; `app/README.md` says what each stands for. */
export const ID_PREFIXES = {
  organization: 'org',
  user: 'usr',
  workspace: 'wsp',
  organization_member: 'omb',
  member: 'mbr',
  invitation: 'inv',
  api_token: 'tok',
  audit_entry: 'aud',
  app: 'app',
  connection: 'con',
  endpoint: 'ept',
  delivery: 'dlv',
  event: 'evt',
  contact: 'ctc',
  identity: 'idt',
  field: 'fld',
  tag: 'tag',
  consent: 'cns',
  suppression: 'sup',
  merge_suggestion: 'mrg',
  cart: 'crt',
  order: 'ord',
  order_refund: 'orf',
  shipment: 'shp',
  product: 'prd',
  template: 'tpl',
  template_version: 'tpv',
  template_approval: 'tpa',
  message: 'msg',
  attempt: 'att',
  message_status: 'mst',
  conversation: 'cnv',
  link: 'lnk',
  click: 'clk',
  parked_status: 'pks',
  sandbox: 'sbx',
  pipeline: 'ppl',
  pipeline_version: 'plv',
  trigger: 'trg',
  run: 'run',
  step_run: 'stp',
  wait: 'wai',
  conversion: 'cvn',
  report: 'rpt',
  referral: 'ref',
  webhook_subscription: 'whk',
  webhook_dispatch: 'whd',
  webhook_attempt: 'wha',
  payment: 'pay',
  payment_session: 'pse',
  payment_change: 'pch',
  payment_refund: 'rfd',
  ai_call: 'aic',
  ai_approval: 'aap',
  crm_sync: 'csy',
  crm_link: 'crl',
  crm_entry: 'cre',
  crm_backfill: 'cbf',
  crm_activity: 'cra',
  row: 'row',
} as const

export type IdKind = keyof typeof ID_PREFIXES

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz'
let lastMillisecond = 0
let counter = 0

/**
 * Prefix + 26 base32 characters of a UUIDv7, so that ids sort by age. Within one process they rise strictly even
 * inside a millisecond (RFC 9562 §6.2, method 1: the 12 bits after the time are a counter).
 */
export function newId(kind: IdKind): string {
  const now = machineNow()
  if (now > lastMillisecond) {
    lastMillisecond = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastMillisecond += 1
    counter = 0
  }

  const bytes = random16()
  bytes.writeUIntBE(lastMillisecond, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return `${ID_PREFIXES[kind]}_${base32(bytes)}`
}

/** Smaller than every id made at or after this machine instant: lets a list by id begin at a time. */
export function firstIdAt(kind: IdKind, instant: number): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.max(0, Math.floor(instant)), 0, 6)
  return `${ID_PREFIXES[kind]}_${base32(bytes)}`
}

const randomness = Buffer.alloc(4096)
let used = randomness.length

/** Asking the system for every id would cost more than all the rest of it. */
function random16(): Buffer {
  if (used === randomness.length) {
    randomFillSync(randomness)
    used = 0
  }
  return randomness.subarray(used, (used += 16))
}

/** 26 characters have room for 130 bits: the first two are zero. */
function base32(bytes: Buffer): string {
  let text = ''
  let bits = 2
  let pending = 0
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    for (bits += 8; bits >= 5;) text += BASE32[(pending >> (bits -= 5)) & 31]
    pending &= (1 << bits) - 1
  }
  return text
}

const KEY_LIMIT = 190

/** Joins the parts of a natural key; beyond 190 characters the key becomes its SHA-256. */
export function naturalKey(...parts: (string | number)[]): string {
  const key = parts.join('|')
  return key.length <= KEY_LIMIT ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}
