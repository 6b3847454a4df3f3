import { connectors } from '#app/connectors/registry'
import { clock, MINUTE } from '#app/clock'
import { transaction } from '#app/database'
import { record } from '#app/events/record'
import { defineConnector, none } from '#sdk/index'
import type { ChannelTraits, MessageStatusPayload, OutgoingMessage, SendAttempt, SendReceipt } from '#sdk/index'
import { givenConnection } from '#tests/support/connections'
import { givenWorkspace } from '#tests/support/workspace'

type Script = (message: OutgoingMessage, attempt: SendAttempt) => Promise<SendReceipt> | SendReceipt

/** A channel whose provider does what the test says. */
export class ScriptedChannel {
  readonly id = `scripted-${Math.random().toString(36).slice(2)}`
  readonly sent: { message: OutgoingMessage; attempt: SendAttempt }[] = []
  script: Script = (_message, attempt) => ({ providerId: `p-${attempt.key}` })
  lookup: ((attempt: SendAttempt) => SendReceipt | null) | null = null

  constructor(traits: Partial<ChannelTraits> = {}) {
    const channel: ChannelTraits = {
      medium: 'whatsapp',
      conversationWindow: false,
      templateApproval: false,
      echoesCorrelation: true,
      reconcileAfter: 10 * MINUTE,
      addresses: ['phone', 'sandbox_user'],
      perSecond: 1000,
      ...traits,
    }
    connectors.add(
      defineConnector({
        id: this.id,
        name: 'Scripted',
        summary: 'A channel for tests',
        categories: ['messaging'],
        hosts: [],
        icon: '',
        docsUrl: null,
        auth: none(),
        events: [],
        channel,
        roles: ['channel'],
        load: async () => ({
          check: async () => ({ account: this.id, label: '', missingScopes: [], warnings: [] }),
          channel: this.#role(),
        }),
      })
    )
  }

  async connected(settings: Record<string, unknown> = {}, change: Parameters<typeof givenWorkspace>[0] = {}) {
    const workspace = await givenWorkspace(change)
    const { connection } = await givenConnection(workspace, this.id, { settings })
    return { workspace, connection, endpoint: null }
  }

  #role() {
    return {
      send: async (_context: unknown, message: OutgoingMessage, attempt: SendAttempt) => {
        this.sent.push({ message, attempt })
        return this.script(message, attempt)
      },
      ...(this.lookup
        ? { lookup: async (_context: unknown, attempt: SendAttempt) => this.lookup?.(attempt) ?? null }
        : {}),
    }
  }
}

/** A status as the provider's webhook would bring it. */
export async function reported(
  connection: { id: string; workspaceId: string; connector: string; account: string | null },
  word: 'sent' | 'delivered' | 'read' | 'failed',
  payload: Partial<MessageStatusPayload> & { providerId: string }
): Promise<void> {
  await transaction((trx) =>
    record(trx, [
      {
        workspaceId: connection.workspaceId,
        connector: connection.connector,
        connectionId: connection.id,
        account: connection.account,
        type: `message.${word}`,
        key: `${payload.providerId}:${word}`,
        occurredAt: clock.now(),
        payload: { correlation: null, ...payload },
      },
    ])
  )
}
