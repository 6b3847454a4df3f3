import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Subscription } from './subscription.ts'

/** The subscription of the address, in this workspace and no other. */
export async function subscriptionOf({
  workspace,
  params,
}: Pick<HttpContext, 'workspace' | 'params'>): Promise<Subscription> {
  const subscription = await Subscription.in(workspace).where('id', String(params.id)).first()
  if (!subscription) throw new E_NOT_FOUND()
  return subscription
}

export const subjectOf = ({ id }: Pick<Subscription, 'id'>) => ({ kind: 'webhook_subscription', id })
