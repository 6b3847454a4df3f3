import type { Actor } from '#app/accounts/access'
import { audit } from '#app/accounts/audit'
import type { Workspace } from '#app/accounts/workspace'
import type { Trx } from '#app/database'
import type { Connection } from './connection.ts'

/** Who changes a connection, and from where. */
export interface By {
  workspace: Workspace
  actor: Actor
  ip?: string | null
}

interface Change {
  action: string
  after?: Record<string, unknown>
}

/** One line of the audit log about this connection; secrets never go in. */
export function note(
  trx: Trx,
  connection: Pick<Connection, 'id'>,
  { workspace, actor, ip }: By,
  change: Change
): Promise<void> {
  const subject = { kind: 'connection', id: connection.id }
  return audit(
    { organizationId: workspace.organizationId, workspaceId: workspace.id, actor, ip, subject, ...change },
    trx
  )
}
