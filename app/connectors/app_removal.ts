import { clock } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { asCount } from '#app/work/claim'
import { audit } from '#app/accounts/audit'
import type { App } from './app.ts'
import type { By } from './connection_audit.ts'
import { forget } from './memory.ts'

export type AppRemoval = { ok: true } | { ok: false; reason: 'app_in_use'; connections: number }

/**
 * Forgets an organization's registration with a provider, and its secrets. Not while a connection lives on it: without
 * them its tokens could not be renewed, nor its webhooks believed. One that was removed keeps its history and no app.
 */
export async function removeApp({ id, connector, organizationId }: App, by: By): Promise<AppRemoval> {
  const result = await transaction(async (trx): Promise<AppRemoval> => {
    const connections = await usesOf(trx, id)
    if (connections > 0) return { ok: false, reason: 'app_in_use', connections }
    await trx.from('connections').where('app_id', id).update({ app_id: null, updated_at: clock.now() })
    await trx.from('endpoints').where('natural_key', id).update({ state: 'closed', updated_at: clock.now() })
    const [removed] = asCount(await trx.from('apps').where('id', id).delete())
    const { workspace, actor, ip } = by
    const entry = { action: 'app.removed', subject: { kind: 'app', id }, before: { connector } }
    if (removed) await audit({ organizationId, workspaceId: workspace.id, actor, ip, ...entry }, trx)
    return { ok: true }
  })
  forget()
  return result
}

/** Of all workspaces of the organization. */
async function usesOf(trx: Trx, appId: string): Promise<number> {
  const living = trx.from('connections').where('app_id', appId).whereNot('state', 'not_connected')
  return Number((await living.count('* as n').firstOrFail()).n)
}
