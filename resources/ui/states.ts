import type { Shape, Tone } from './mark.tsx'

export type Thing =
  | 'delivery'
  | 'run'
  | 'message'
  | 'template'
  | 'connection'
  | 'consent'
  | 'report'
  | 'conversion'
  | 'pipeline'
  | 'step'
  | 'order'
  | 'cart'
  | 'shipment'
  | 'payment'
  | 'refund'
  | 'member'
  | 'token'
  | 'webhook'
  | 'dispatch'
  | 'approval'
  | 'ai_call'
  | 'backfill'
  | 'crm_entry'

type Look = readonly [Tone, Shape]

const done: Look = ['ok', 'tick']
const waiting: Look = ['wait', 'clock']
const held: Look = ['wait', 'bars']
const doubtful: Look = ['wait', 'triangle']
const broken: Look = ['bad', 'cross']
const ended: Look = ['idle', 'cross']
const empty: Look = ['idle', 'ring']
const resting: Look = ['idle', 'bars']
const working: Look = ['accent', 'ring']

/** How each state of each thing looks; its word is `states.<thing>.<state>` in the language files. */
export const looks: Record<Thing, Record<string, Look>> = {
  delivery: {
    received: working,
    pending: working,
    parsed: done,
    retrying: waiting,
    rejected: broken,
    gave_up: broken,
    unparseable: broken,
    duplicate: empty,
    ignored: empty,
    no_connection: doubtful,
  },
  run: {
    running: working,
    parked: working,
    completed: done,
    waiting,
    paused: held,
    failed: broken,
    gave_up: broken,
    exited: ended,
    cancelled: ended,
    not_reached: empty,
  },
  step: {
    started: working,
    done,
    completed: done,
    entered: done,
    waiting,
    refused: broken,
    failed: broken,
    unknown: doubtful,
    skipped: empty,
    exited: ended,
    not_reached: empty,
    retrying: waiting,
  },
  message: {
    sending: working,
    sent: done,
    delivered: done,
    read: done,
    received: done,
    queued: waiting,
    delayed: waiting,
    unknown: doubtful,
    refused: broken,
    failed: broken,
    expired: broken,
    cancelled: ended,
  },
  template: {
    approved: done,
    published: done,
    in_review: waiting,
    pending: waiting,
    paused: held,
    rejected: broken,
    disabled: broken,
    draft: empty,
  },
  connection: {
    healthy: done,
    slow: waiting,
    needs_attention: doubtful,
    broken,
    paused: resting,
    not_connected: empty,
  },
  consent: {
    granted: done,
    confirmed: done,
    asked: waiting,
    withdrawn: ended,
    not_asked: empty,
  },
  report: {
    accepted: done,
    held: waiting,
    pending: waiting,
    rejected: broken,
    refused: broken,
    gave_up: broken,
    not_reported: empty,
    dropped: empty,
  },
  conversion: { reported: done, withheld: held, organic: empty },
  pipeline: { live: done, published: done, paused: held, stopped: resting, draft: empty, archived: resting },
  order: {
    open: working,
    placed: done,
    paid: done,
    completed: done,
    fulfilled: done,
    pending: waiting,
    unfulfilled: waiting,
    partially_fulfilled: waiting,
    partially_paid: waiting,
    authorized: waiting,
    unpaid: waiting,
    failed: broken,
    cancelled: ended,
    refunded: ended,
    partially_refunded: ended,
    voided: ended,
  },
  cart: {
    open: working,
    idle: waiting,
    abandoned: waiting,
    recovered: done,
    ordered: done,
    completed: done,
    held: resting,
    expired: ended,
    empty,
  },
  shipment: {
    pending: waiting,
    dispatched: working,
    in_transit: working,
    out_for_delivery: working,
    delivered: done,
    delayed: waiting,
    failed: broken,
  },
  payment: {
    requested: waiting,
    open: working,
    approved: working,
    pending: waiting,
    succeeded: done,
    partially_refunded: doubtful,
    refunded: ended,
    failed: broken,
    expired: empty,
    cancelled: ended,
  },
  refund: { requested: working, accepted: waiting, done, refused: broken },
  member: { active: done, invited: waiting, disabled: resting },
  webhook: { active: done, failing: doubtful, paused: resting, disabled: broken, ended },
  dispatch: {
    pending: waiting,
    retrying: waiting,
    sent: done,
    failed: broken,
    gave_up: broken,
    dropped: ended,
  },
  approval: {
    pending: waiting,
    approved: done,
    edited: done,
    rejected: ended,
    expired: empty,
    withdrawn: empty,
  },
  ai_call: { reserved: working, done, refused: broken, failed: broken, unknown: doubtful },
  token: { active: done, expiring: waiting, expired: ended, revoked: ended },
  backfill: { running: working, paused: held, done, cancelled: ended, failed: broken },
  crm_entry: {
    to_crm: done,
    from_crm: done,
    linked: done,
    logged: done,
    kept: held,
    same: empty,
    refused: broken,
    unlinked: doubtful,
  },
}

export const lookOf = (thing: Thing, state: string): Look => looks[thing][state] ?? empty
