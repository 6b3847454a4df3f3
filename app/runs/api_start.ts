import type { Infer } from '@vinejs/vine/types'
import type { Workspace } from '#app/accounts/workspace'
import { namedContact } from '#app/contacts/named_contact'
import { transaction } from '#app/database'
import type { Row } from '#app/database'
import { startRun } from './starting.ts'
import type { startValidator } from './validators.ts'

type Asked = Infer<typeof startValidator> & { pipelineId: string; key: string }

export type ApiStart =
  | { ok: true; runId: string; isNew: boolean }
  /** `field` where the request was wrong, none where the run may not start now. */
  | { ok: false; reason: string; field?: string; params?: Row }

/** Starts a run for somebody who may be new to us. A refusal leaves nothing behind, not even the contact. */
export async function startByApi(workspace: Workspace, asked: Asked): Promise<ApiStart> {
  let refused: ApiStart | null = null
  try {
    return await transaction(async (trx) => {
      const named = asked.contact
        ? await namedContact(trx, workspace, asked.contact)
        : { ok: true as const, contactId: String(asked.contact_id) }
      if (!named.ok) {
        refused = { ok: false, reason: named.reason, field: `contact.${named.field}` }
        throw new Undone()
      }
      const { pipelineId, key, payload, variables } = asked
      const of = { pipelineId, contactId: named.contactId, key: `api|${key}`, variables: { ...payload, ...variables } }
      const started = await startRun(trx, of)
      if (started.ok) return started
      refused = started
      throw new Undone()
    })
  } catch (error) {
    if (error instanceof Undone && refused) return refused
    throw error
  }
}

/** Rolls back. */
class Undone extends Error {}
