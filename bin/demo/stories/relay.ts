import { NUMBER } from '../accounts.ts'
import { figuresOf } from '../figures.ts'
import type { Figures } from '../figures.ts'
import { MissingHop } from '../ledger.ts'
import type { Narrator } from '../narrator.ts'
import { Meta, Shopify } from '../stands.ts'
import { World } from '../world.ts'

interface Stage {
  world: World
  shop: Shopify['shop']
  graph: Meta['graph']
}

const ACTS = { relay: abandonedCart, ad: clickToWhatsApp }

/** Both stories of Shopify, WhatsApp and Meta, in one installation. */
export async function playRelay(acts: string[], say: Narrator): Promise<Figures> {
  const [meta, shopify] = [new Meta(), new Shopify()]
  const world = new World('relay', [meta, shopify])
  try {
    await world.open()
    const parts = [shopify.part(), meta.whatsapp(), meta.dataset('website'), meta.dataset('business_messaging')]
    await world.begin({ parts, channel: 'whatsapp', pipelines: ['abandoned_cart'] }, 3_000)
    meta.graph.webhookUrl = world.prepared.endpoints.whatsapp ?? null
    for (const [name, act] of Object.entries(ACTS))
      if (acts.includes(name)) await act({ world, shop: shopify.shop, graph: meta.graph }, say)
    await meta.graph.idle()
    return figuresOf(world.ledger)
  } finally {
    await world.end()
  }
}

const euros = (minor: unknown) => `€${(Number(minor) / 100).toFixed(2)}`

/** A cart is left behind, the reminder is read and tapped, the order follows, and Meta is told. */
async function abandonedCart({ world, shop, graph }: Stage, say: Narrator): Promise<void> {
  const { ledger } = world
  say.story('A cart left behind')
  const customer = shop.addCustomer({
    firstName: 'Giulia',
    lastName: 'Ferraro',
    email: 'giulia.ferraro@example.com',
    phone: '+393470000101',
  })
  const checkout = await shop.startCheckout({
    customer,
    attributes: [{ name: 'staffetta_whatsapp_consent', value: 'checkout-2026-11' }],
  })

  const delivery = await ledger.row(
    'the delivery',
    "SELECT * FROM deliveries WHERE workspace_id = ? AND topic = 'checkouts/create' AND state = 'parsed'"
  )
  say.hop('delivery', 'Shopify checkouts/create, signature verified', { id: delivery.id })
  const updated = await ledger.row(
    'cart.updated',
    "SELECT * FROM events WHERE workspace_id = ? AND type = 'cart.updated'"
  )
  say.hop('event', 'cart.updated', { id: updated.id, contact: updated.contact_id })
  const abandoned = await ledger.row(
    'cart.abandoned',
    "SELECT * FROM events WHERE workspace_id = ? AND type = 'cart.abandoned'"
  )
  say.hop('event', 'cart.abandoned, after an hour without a change', {
    id: abandoned.id,
    contact: abandoned.contact_id,
  })
  const run = await ledger.row(
    'the run',
    'SELECT * FROM runs WHERE workspace_id = ? AND event_id = ?',
    String(abandoned.id)
  )
  say.hop('run', 'Abandoned cart entered', { id: run.id })
  const wait = await ledger.row(
    'the wait',
    "SELECT * FROM step_runs WHERE workspace_id = ? AND run_id = ? AND type = 'wait'",
    String(run.id)
  )
  say.hop('step', 'waits', { id: wait.id })

  const message = await ledger.row(
    'the message',
    'SELECT * FROM messages WHERE workspace_id = ? AND run_id = ? AND provider_id IS NOT NULL',
    String(run.id)
  )
  say.hop('message', 'WhatsApp template accepted by the Graph API', {
    id: message.id,
    provider_id: message.provider_id,
  })
  for (const status of ['delivered', 'read']) {
    const told = await ledger.row(
      `status ${status}`,
      `SELECT * FROM message_statuses WHERE workspace_id = ? AND message_id = ? AND status = '${status}'`,
      String(message.id)
    )
    say.hop('status', status, { id: told.id })
  }

  const link = await ledger.row(
    'the short link',
    'SELECT * FROM links WHERE workspace_id = ? AND message_id = ?',
    String(message.id)
  )
  const landed = await world.tap(`${process.env.APP_URL}/l/${String(link.code)}`)
  if (!landed.startsWith(checkout.recoveryUrl.split('?')[0] ?? ''))
    throw new MissingHop('the way from the short link to the cart')
  const click = await ledger.row(
    'the click',
    'SELECT * FROM clicks WHERE workspace_id = ? AND message_id = ?',
    String(message.id)
  )
  say.hop('click', 'the short link opens her cart again', { id: click.id })

  await shop.completeCheckout(checkout)
  const order = await ledger.row(
    'the order',
    "SELECT * FROM orders WHERE workspace_id = ? AND provider_id = ? AND payment = 'paid'",
    String(shop.orders.at(-1)?.id)
  )
  say.hop('order', `${String(order.number)} paid, ${euros(order.total)}`, { id: order.id })
  const ended = await ledger.row(
    'the end of the run',
    "SELECT * FROM runs WHERE workspace_id = ? AND id = ? AND state = 'exited'",
    String(run.id)
  )
  say.hop('run', 'ends by its exit rule: she bought', { id: ended.id })
  await ledger.row('cart.recovered', "SELECT * FROM events WHERE workspace_id = ? AND type = 'cart.recovered'")
  say.hop('event', 'cart.recovered')

  const conversion = await ledger.row(
    'the attribution',
    'SELECT * FROM conversions WHERE workspace_id = ? AND message_id = ?',
    String(message.id)
  )
  say.hop('conversion', `credited to the reminder, by ${String(conversion.credited_by)}`, { id: conversion.id })
  const report = await ledger.row(
    'the report',
    "SELECT * FROM reports WHERE workspace_id = ? AND conversion_id = ? AND state = 'accepted'",
    String(conversion.id)
  )
  const told = graph.conversions.find(({ event }) => event.event_id === report.event_id)
  if (told?.event.action_source !== 'website') throw new MissingHop('the Purchase at Meta as a website event')
  say.hop('report', 'Purchase accepted by the Conversions API, as a website event', {
    id: report.id,
    trace: report.trace_id,
  })
}

/** Somebody taps an ad, chats, and buys: the same purchase, reported the other way. */
async function clickToWhatsApp({ world, shop, graph }: Stage, say: Narrator): Promise<void> {
  const { ledger } = world
  say.story('From an ad to a chat to an order')
  const marco = { phone: '393470000202', userId: 'IT.55019283746501928', name: 'Marco Bellini' }
  await graph.receiveFromAd(NUMBER, marco, 'Ciao! È ancora disponibile la lampada?', 'ARAk_fictional_click_id_0001')

  const inbound = await ledger.row(
    'the conversation',
    "SELECT * FROM messages WHERE workspace_id = ? AND direction = 'in'"
  )
  say.hop('message', 'Marco writes, from a click-to-WhatsApp ad', { id: inbound.id, contact: inbound.contact_id })
  const referral = await ledger.row(
    'the referral',
    'SELECT * FROM ad_referrals WHERE workspace_id = ? AND contact_id = ?',
    String(inbound.contact_id)
  )
  say.hop('contact', 'the ad is kept as the source of the chat', { id: referral.id })

  const customer = shop.addCustomer({
    firstName: 'Marco',
    lastName: 'Bellini',
    email: 'marco.bellini@example.com',
    phone: '+393470000202',
  })
  const bought = await shop.placeOrder({
    customer,
    attributes: [{ name: 'staffetta_whatsapp_consent', value: 'checkout-2026-11' }],
  })
  await shop.payOrder(bought)
  const order = await ledger.row(
    'his order',
    "SELECT * FROM orders WHERE workspace_id = ? AND provider_id = ? AND payment = 'paid'",
    String(bought.id)
  )
  if (order.contact_id !== inbound.contact_id) throw new MissingHop('one contact for the chat and the order')
  say.hop('order', `${String(order.number)} paid, ${euros(order.total)}, by the same contact`, { id: order.id })

  const report = await ledger.row(
    'the second report',
    "SELECT * FROM reports WHERE workspace_id = ? AND path = 'business_messaging' AND state = 'accepted'"
  )
  const told = graph.conversions.find(({ event }) => event.event_id === report.event_id)
  if (told?.event.action_source !== 'business_messaging')
    throw new MissingHop('the Purchase at Meta as a business-messaging event')
  say.hop('report', 'Purchase accepted as a business-messaging event, with the ad’s click id', {
    id: report.id,
    trace: report.trace_id,
  })
}
