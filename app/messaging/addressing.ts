import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import { rememberedChannel, rememberedWorkspace } from './configuration.ts'
import type { MessageDraft } from './draft.ts'
import { factsFor } from './facts.ts'
import type { Asked, Known } from './facts.ts'
import type { Facts } from './guard/case.ts'

/** A draft that has its id, the connection it leaves by, and what is known of the two ends. */
export interface Addressed {
  draft: MessageDraft
  asked: Asked
  facts: Facts
}

export async function address(trx: Trx, drafts: MessageDraft[]): Promise<Addressed[]> {
  const known = new Map<string, Known>()
  const asked: Asked[] = []
  for (const draft of drafts) {
    const { workspaceId, contactId } = draft
    const channel = await rememberedChannel(trx, workspaceId, draft)
    const one = {
      id: newId('message'),
      workspaceId,
      contactId,
      connectionId: channel?.id ?? null,
      templateVersionId: null,
    }
    known.set(one.id, {
      workspace: await rememberedWorkspace(trx, workspaceId),
      connection: channel?.facts ?? null,
      approval: null,
    })
    asked.push(one)
  }
  const knownOf = ({ id }: Asked): Known => known.get(id) ?? { workspace: null, connection: null, approval: null }
  const facts = await factsFor(trx, asked, knownOf)
  return asked.map((one, index) => ({
    draft: drafts[index],
    asked: one,
    facts: facts.get(one.id) ?? { ...knownOf(one), contact: null, conversation: null },
  }))
}
