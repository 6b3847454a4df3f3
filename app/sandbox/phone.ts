import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import type { MessageContent, ReceivedMessagePayload } from '#sdk/index'

/** A pretend phone that one sandbox connection can reach. */
export class SandboxPhone extends WorkspaceModel {
  static table = 'sandbox_phones'

  @column()
  declare connectionId: string

  /** The contact's `sandbox_user` identity. */
  @column()
  declare address: string

  @column()
  declare name: string | null

  @column({ consume: Boolean })
  declare offline: boolean

  @column({ consume: Boolean })
  declare blocks: boolean

  @column({ consume: Boolean })
  declare readsAtOnce: boolean
}

/** One message in a phone's chat. `out` came from us, `in` was written on the phone. */
export class SandboxMessage extends WorkspaceModel {
  static table = 'sandbox_messages'

  @column()
  declare connectionId: string

  @column()
  declare phoneId: string

  @column()
  declare providerId: string

  @column()
  declare direction: 'in' | 'out'

  @jsonColumn()
  declare content: MessageContent | ReceivedMessagePayload

  @column()
  declare correlation: string | null

  /** The last status the pretend provider has told. */
  @column()
  declare told: Told

  @column()
  declare state: string
}

export type Told = 'nothing' | 'sent' | 'delivered' | 'read'

/** Whoever is written to has a phone. */
export async function phoneAt(
  trx: Trx,
  of: { workspaceId: string; connectionId: string; address: string; name?: string | null }
): Promise<SandboxPhone> {
  const now = clock.now()
  await insertNew(trx, 'sandbox_phones', [
    {
      id: newId('sandbox'),
      workspace_id: of.workspaceId,
      connection_id: of.connectionId,
      address: of.address,
      name: of.name ?? null,
      offline: false,
      blocks: false,
      reads_at_once: true,
      created_at: now,
      updated_at: now,
    },
  ])
  return SandboxPhone.query({ client: trx }).where({ connectionId: of.connectionId, address: of.address }).firstOrFail()
}
