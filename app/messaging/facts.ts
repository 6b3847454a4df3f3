import type { Client, Row } from '#app/database'
import { approvalFacts } from '#app/templates/approval'
import { connectionFacts, workspaceFacts } from './configuration.ts'
import { contactFacts, contactsById } from './contact_facts.ts'
import type { Facts } from './guard/case.ts'

/** What facts are wanted about. */
export interface Asked {
  id: string
  workspaceId: string
  contactId: string
  connectionId: string | null
  templateVersionId: string | null
}

/** Set-up that the caller has already. */
export type Known = Pick<Facts, 'workspace' | 'connection' | 'approval'>

/** Reads what all rules share, for many messages with a handful of queries. */
export async function factsFor(
  client: Client,
  asked: Asked[],
  knownOf?: (each: Asked) => Known
): Promise<Map<string, Facts>> {
  const setUp = knownOf ?? (await readSetUp(client, asked))
  const contacts = await contactsById(client, present(asked.map((each) => each.contactId)))
  const conversations = await pairs(
    client,
    'conversations',
    ['connection_id', 'contact_id'],
    [present(asked.map((each) => each.connectionId)), present([...contacts.values()].map((contact) => contact.id))]
  )

  return new Map(
    asked.map((each) => {
      const contact = contacts.get(each.contactId)
      const { workspace, connection, approval } = setUp(each)
      const row = conversations.get(`${each.connectionId} ${contact?.id}`)
      return [
        each.id,
        {
          workspace,
          connection,
          approval,
          contact: contact ? contactFacts(contact, connection?.channel?.medium ?? null) : null,
          conversation: row
            ? { id: String(row.id), lastInboundAt: number(row.last_inbound_at), windowUntil: number(row.window_until) }
            : null,
        },
      ]
    })
  )
}

async function readSetUp(client: Client, asked: Asked[]): Promise<(each: Asked) => Known> {
  const connectionIds = present(asked.map((each) => each.connectionId))
  const workspaces = await rowsById(client, 'workspaces', present(asked.map((each) => each.workspaceId)))
  const connections = await rowsById(client, 'connections', connectionIds)
  const versionIds = present(asked.map((each) => each.templateVersionId))
  const approvals = await pairs(
    client,
    'template_approvals',
    ['template_version_id', 'connection_id'],
    [versionIds, connectionIds]
  )
  return ({ workspaceId, connectionId, templateVersionId }) => ({
    workspace: workspaceFacts(workspaces.get(workspaceId)),
    connection: connectionFacts(connections.get(connectionId ?? '')),
    approval: approvalFacts(approvals.get(`${templateVersionId} ${connectionId}`)),
  })
}

const present = (ids: (string | null | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => Boolean(id))),
]
const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

async function rowsById(client: Client, table: string, ids: string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map()
  const rows: Row[] = await client.from(table).whereIn('id', ids)
  return new Map(rows.map((row) => [String(row.id), row]))
}

async function pairs(
  client: Client,
  table: string,
  columns: [string, string],
  [first, second]: [string[], string[]]
): Promise<Map<string, Row>> {
  if (first.length === 0 || second.length === 0) return new Map()
  const rows: Row[] = await client.from(table).whereIn(columns[0], first).whereIn(columns[1], second)
  return new Map(rows.map((row) => [`${row[columns[0]]} ${row[columns[1]]}`, row]))
}
