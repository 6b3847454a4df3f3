import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import type { Draft } from './draft.ts'
import { newSecret } from './signing.ts'
import { Subscription } from './subscription.ts'
import type { ContactDetail } from './subscription.ts'

export interface NewSubscription extends Draft {
  workspaceId: string
  name: string
  contactDetail: ContactDetail
  createdBy?: string | null
  tokenId?: string | null
}

/** Stores a subscription and answers it with its secret, which is never shown again. Forget the listeners after the commit. */
export async function makeSubscription(trx: Trx, wanted: NewSubscription) {
  const secret = newSecret()
  const subscription = new Subscription()
    .fill({
      id: newId('webhook_subscription'),
      createdBy: null,
      tokenId: null,
      ...wanted,
      state: 'active',
      code: null,
      stateSince: clock.now(),
      failures: 0,
      recent: '',
      previousSecret: null,
      previousUntil: null,
      openUntil: null,
      failingSince: null,
      lastSuccessAt: null,
    })
    .sealSecret(secret)
  await subscription.useTransaction(trx).touch().save()
  return { subscription, secret }
}

/** In the audit log the address stands without its path: with no-code tools the path is the key. */
export const auditedDraft = ({ url, events }: Draft) => ({ host: new URL(url).host, events })
