import db from '@adonisjs/lucid/services/db'
import { fakeWorld } from '#app/calls/fake_world'
import { transaction } from '#app/database'
import type { Row } from '#app/database'
import { forgetListeners } from '#app/webhooks/listening'
import { makeSubscription } from '#app/webhooks/making'
import type { NewSubscription } from '#app/webhooks/making'
import { Subscription } from '#app/webhooks/subscription'
import { WebhookReceiver } from '#tests/support/fake_world/webhook_receiver'

let receivers = 0

/** A receiver with a public address of its own, and a subscription that leads to it. */
export async function givenReceiver(workspace: { id: string }, change: Partial<NewSubscription> = {}) {
  const receiver = new WebhookReceiver()
  const origin = `https://receiver-${++receivers}.example`
  fakeWorld.lead(origin, await receiver.start())
  const { subscription, secret } = await transaction((trx) =>
    makeSubscription(trx, {
      workspaceId: workspace.id,
      name: 'Warehouse',
      url: `${origin}/hooks`,
      events: ['order.paid'],
      filter: null,
      contactDetail: 'profile',
      ...change,
    })
  )
  receiver.secrets = [secret]
  forgetListeners()
  return { receiver, subscription, secret, origin }
}

export const reloaded = (subscription: Subscription): Promise<Subscription> => Subscription.findOrFail(subscription.id)

export const dispatchesOf = (subscription: { id: string }): Promise<Row[]> =>
  db.from('webhook_dispatches').where('subscription_id', subscription.id).orderBy('id')

export const attemptsOf = (subscription: { id: string }): Promise<Row[]> =>
  db.from('webhook_attempts').where('subscription_id', subscription.id).orderBy('id')
