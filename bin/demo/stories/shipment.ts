import { figuresOf } from '../figures.ts'
import type { Figures } from '../figures.ts'
import { MissingHop } from '../ledger.ts'
import type { Narrator } from '../narrator.ts'
import { NUMBER, SMS_NUMBER } from '../accounts.ts'
import { Meta, Shopify, Twilio, Woo } from '../stands.ts'
import { World } from '../world.ts'

interface Choice {
  shop: 'woocommerce' | 'shopify'
  channel: 'sms' | 'whatsapp'
}

/** What the buyer and the merchant do, in whichever shop. Each order answers its id at the provider. */
interface Counter {
  order(): Promise<string>
  ship(): Promise<void>
  arrive(): Promise<void>
}

const GIULIA = { firstName: 'Giulia', lastName: 'Ferraro', email: 'giulia.ferraro@example.com', phone: '+393470000101' }
const HER_PHONE = { phone: GIULIA.phone.slice(1), userId: `XX.${GIULIA.phone.slice(1)}0`, name: 'Giulia' }
const CONSENT = 'checkout-2026-11'
const VERBS = { sms: 'SMS', whatsapp: 'WhatsApp message' }

/**
 * A parcel leaves, the buyer reads it and follows it, it arrives, she is asked how it was and answers, and buys again:
 * the purchase is credited to the message and told to Meta. The same pipelines, whatever the shop and the channel.
 */
export async function playShipment({ shop, channel }: Choice, say: Narrator): Promise<Figures> {
  const [meta, twilio] = [new Meta(), new Twilio()]
  const store = shop === 'woocommerce' ? new Woo() : new Shopify()
  const world = new World('shipment', [meta, twilio, store])
  try {
    await world.open()
    const sender = channel === 'sms' ? twilio.part() : meta.whatsapp()
    const parts = [store.part(), sender, meta.dataset('website')]
    // A day of waiting takes a few seconds.
    await world.begin({ parts, channel: sender.connector, pipelines: ['shipping_updates', 'review_request'] }, 300)
    meta.graph.webhookUrl = world.prepared.endpoints.whatsapp ?? null
    const counter = store instanceof Woo ? wooCounter(store) : shopifyCounter(store)
    say.story(`A parcel, told by ${VERBS[channel]}, from ${shop === 'woocommerce' ? 'WooCommerce' : 'Shopify'}`)
    const answer = (text: string) =>
      channel === 'sms'
        ? twilio.sms.receive(SMS_NUMBER, GIULIA.phone, text)
        : meta.graph.receive(NUMBER, HER_PHONE, { type: 'text', text: { body: text } })
    await tell({ world, counter, answer, channel }, say)
    await Promise.all([meta.graph.idle(), twilio.sms.idle()])
    return figuresOf(world.ledger)
  } finally {
    await world.end()
  }
}

interface Scene {
  channel: Choice['channel']
  world: World
  counter: Counter
  answer(text: string): Promise<unknown>
}

async function tell({ world, counter, answer, channel }: Scene, say: Narrator): Promise<void> {
  const { ledger } = world
  const first = await counter.order()
  const order = await ledger.row(
    'the order',
    "SELECT * FROM orders WHERE workspace_id = ? AND provider_id = ? AND payment = 'paid'",
    first
  )
  say.hop('order', `${String(order.number)} paid`, { id: order.id, contact: order.contact_id })

  await counter.ship()
  const dispatched = await ledger.row(
    'shipment.dispatched',
    "SELECT * FROM events WHERE workspace_id = ? AND type = 'shipment.dispatched'"
  )
  say.hop('event', 'shipment.dispatched', { id: dispatched.id })
  const parcel = await messageOf(world, String(dispatched.id), 'the message about the parcel')
  say.hop('message', `${VERBS[channel]} with the tracking link`, {
    id: parcel.id,
    provider_id: parcel.provider_id,
    ...(parcel.segments === null ? {} : { segments: parcel.segments }),
  })
  await delivered(world, say, String(parcel.id))
  const link = await ledger.row(
    'the short link',
    'SELECT * FROM links WHERE workspace_id = ? AND message_id = ?',
    String(parcel.id)
  )
  const landed = await world.tap(`${process.env.APP_URL}/l/${String(link.code)}`)
  if (!landed.startsWith('https://')) throw new MissingHop('the way from the short link to the carrier')
  const click = await ledger.row(
    'the click',
    'SELECT * FROM clicks WHERE workspace_id = ? AND message_id = ?',
    String(parcel.id)
  )
  say.hop('click', 'the short link leads to the carrier', { id: click.id })

  await counter.arrive()
  const arrived = await ledger.row(
    'shipment.delivered',
    "SELECT * FROM events WHERE workspace_id = ? AND type = 'shipment.delivered'"
  )
  say.hop('event', 'shipment.delivered', { id: arrived.id })
  const request = await ledger.row(
    'the review request',
    "SELECT m.* FROM messages m JOIN runs r ON r.id = m.run_id WHERE m.workspace_id = ? AND r.event_id = ? AND m.provider_id IS NOT NULL AND m.preview LIKE '%voto%'",
    String(arrived.id)
  )
  say.hop('message', 'a day later: how was it?', { id: request.id, provider_id: request.provider_id })
  await delivered(world, say, String(request.id))

  await answer('5, bellissima!')
  const inbound = await ledger.row('the answer', "SELECT * FROM messages WHERE workspace_id = ? AND direction = 'in'")
  if (inbound.contact_id !== order.contact_id) throw new MissingHop('one contact for the order and the answer')
  say.hop('message', 'she answers: 5', { id: inbound.id })
  const tag = await ledger.row(
    'the tag',
    "SELECT ct.* FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE t.workspace_id = ? AND ct.contact_id = ? AND t.name = 'happy customer'",
    String(order.contact_id)
  )
  say.hop('contact', 'tagged as a happy customer', { id: tag.contact_id })

  const second = await counter.order()
  const again = await ledger.row(
    'the second order',
    "SELECT * FROM orders WHERE workspace_id = ? AND provider_id = ? AND payment = 'paid'",
    second
  )
  say.hop('order', `${String(again.number)}: she buys again`, { id: again.id })
  const conversion = await ledger.row(
    'the attribution',
    'SELECT * FROM conversions WHERE workspace_id = ? AND contact_id = ? AND message_id IS NOT NULL',
    String(again.contact_id)
  )
  say.hop('conversion', `credited to a message, by ${String(conversion.credited_by)}`, { id: conversion.id })
  const report = await ledger.row(
    'the report',
    "SELECT * FROM reports WHERE workspace_id = ? AND conversion_id = ? AND state = 'accepted'",
    String(conversion.id)
  )
  say.hop('report', 'Purchase accepted by the Conversions API', { id: report.id, trace: report.trace_id })
}

const messageOf = ({ ledger }: World, eventId: string, what: string) =>
  ledger.row(
    what,
    'SELECT m.* FROM messages m JOIN runs r ON r.id = m.run_id WHERE m.workspace_id = ? AND r.event_id = ? AND m.provider_id IS NOT NULL',
    eventId
  )

async function delivered({ ledger }: World, say: Narrator, messageId: string): Promise<void> {
  const told = await ledger.row(
    'the receipt',
    "SELECT * FROM message_statuses WHERE workspace_id = ? AND message_id = ? AND status = 'delivered'",
    messageId
  )
  say.hop('status', 'delivered', { id: told.id })
}

function wooCounter({ shop }: Woo): Counter {
  const meta = [{ key: '_staffetta_whatsapp_consent', value: CONSENT }]
  const customer = shop.addCustomer({ ...GIULIA, country: 'IT' })
  return {
    async order() {
      const order = await shop.placeOrder({ customer, meta })
      await shop.setStatus(order, 'processing')
      return String(order.id)
    },
    ship: () => shop.ship(shop.orders[0]!, 'GLS5500110022'),
    arrive: () => shop.setStatus(shop.orders[0]!, 'delivered'),
  }
}

function shopifyCounter({ shop }: Shopify): Counter {
  const customer = shop.addCustomer(GIULIA)
  const attributes = [{ name: 'staffetta_whatsapp_consent', value: CONSENT }]
  let parcel: Awaited<ReturnType<typeof shop.fulfilOrder>>
  return {
    async order() {
      const order = await shop.placeOrder({ customer, attributes })
      await shop.payOrder(order)
      return String(order.id)
    },
    async ship() {
      parcel = await shop.fulfilOrder(shop.orders[0]!)
    },
    arrive: () => shop.moveParcel(parcel, 'delivered'),
  }
}
