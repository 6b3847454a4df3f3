import { createHash } from 'node:crypto'
import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Client, Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import type { ChannelName, Purpose } from '#sdk/index'
import type { Handle } from './handles.ts'

/** Why a person gets nothing more: a written STOP, the provider's own switch, an earlier erasure, a member's decision. */
export type SuppressionReason = 'keyword' | 'preference_signal' | 'erased' | 'manual'

export interface Suppression {
  channel: ChannelName | 'any'
  purpose: Purpose | 'any'
  reason: SuppressionReason
  since: number
}

/** The suppression that forbids this channel and purpose, if there is one. */
export async function suppressionFor(
  client: Client,
  contactId: string,
  channel: ChannelName,
  purpose: Purpose
): Promise<Suppression | null> {
  const row = await client
    .from('suppressions')
    .where('contact_id', contactId)
    .whereIn('channel', [channel, 'any'])
    .whereIn('purpose', [purpose, 'any'])
    .first()
  return row ? { channel: row.channel, purpose: row.purpose, reason: row.reason, since: Number(row.created_at) } : null
}

interface SuppressedContact {
  workspaceId: string
  contactId: string
  channel: ChannelName | 'any'
  purpose: Purpose | 'any'
}

export async function suppress(
  trx: Trx,
  { workspaceId, contactId, channel, purpose }: SuppressedContact,
  reason: SuppressionReason
): Promise<void> {
  await insertNew(trx, 'suppressions', [
    {
      id: newId('suppression'),
      workspace_id: workspaceId,
      contact_id: contactId,
      natural_key: naturalKey('contact', contactId, channel, purpose, reason),
      address_hash: null,
      channel,
      purpose,
      reason,
      created_at: clock.now(),
    },
  ])
}

export async function liftSuppression(
  trx: Trx,
  { contactId, channel, purpose }: Omit<SuppressedContact, 'workspaceId'>,
  reasons: SuppressionReason[]
): Promise<void> {
  await trx
    .from('suppressions')
    .where('contact_id', contactId)
    .whereIn('channel', [channel, 'any'])
    .where('purpose', purpose)
    .whereIn('reason', reasons)
    .delete()
}

/**
 * All that an erasure leaves behind, so that a later import does not bring the person back into marketing. The
 * workspace's id keeps one person's hashes from being compared across workspaces.
 */
export async function leaveHashes(trx: Trx, workspaceId: string, handles: Pick<Handle, 'key'>[]): Promise<void> {
  await insertNew(
    trx,
    'suppressions',
    handles.map((handle) => ({
      id: newId('suppression'),
      workspace_id: workspaceId,
      contact_id: null,
      natural_key: naturalKey('hash', hashOf(workspaceId, handle)),
      address_hash: hashOf(workspaceId, handle),
      channel: 'any',
      purpose: 'marketing',
      reason: 'erased',
      created_at: clock.now(),
    }))
  )
}

/** Whoever comes back after an erasure gets no marketing until they allow it anew. */
export async function honourErasures(
  trx: Trx,
  claims: { contact: { id: string; workspaceId: string }; handle: Handle }[]
): Promise<void> {
  if (claims.length === 0) return
  const hashes = new Map(claims.map(({ contact, handle }) => [hashOf(contact.workspaceId, handle), contact]))
  const rows = await trx
    .from('suppressions')
    .select('address_hash')
    .whereIn('workspace_id', [...new Set(claims.map(({ contact }) => contact.workspaceId))])
    .whereIn('address_hash', [...hashes.keys()])
  for (const { address_hash: hash } of rows) {
    const contact = hashes.get(hash)
    if (contact)
      await suppress(
        trx,
        { workspaceId: contact.workspaceId, contactId: contact.id, channel: 'any', purpose: 'marketing' },
        'erased'
      )
  }
}

const hashOf = (workspaceId: string, { key }: Pick<Handle, 'key'>): string =>
  createHash('sha256').update(`${workspaceId}|${key}`).digest('hex')
