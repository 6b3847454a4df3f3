import { appUrl } from '#config/app'
import type { Workspace } from '#app/accounts/workspace'
import { fakeWorld } from '#app/calls/fake_world'
import { exchangeWay } from '#sdk/auth'
import type { FieldError } from '#sdk/schema'
import { connect } from './connect.ts'
import type { Connected, Refusal } from './connect.ts'
import { Connection } from './connection.ts'
import type { By } from './connection_audit.ts'
import { checkSettings } from './form.ts'
import { askForKeys } from './key_exchange.ts'
import type { Collected } from './key_exchange.ts'
import { connectors } from './registry.ts'
import { changeConnection } from './repair.ts'

const APP_NAME = 'Staffetta'
const HERE = appUrl.replace(/\/$/, '')
const NO_PAGE: FieldError = { field: 'form', rule: 'key_exchange', message: 'The keys of this connector are pasted' }

interface StartRequest {
  connector: string
  name?: string | null
  settings?: Record<string, unknown>
  /** Gets new keys; its settings are those of the form, too. */
  connection: Connection | null
}

export type Started = { ok: true; url: string } | { ok: false; errors: FieldError[] }

/** Where to send the browser. Nothing of a connection is stored until the keys have come and are good. */
export async function startKeyExchange(
  workspace: Workspace,
  asked: StartRequest,
  by: { userId: string; browser: string }
): Promise<Started> {
  const connector = connectors.getOrFail(asked.connection?.connector ?? asked.connector)
  const way = exchangeWay(connector.auth)
  if (!way) return { ok: false, errors: [NO_PAGE] }
  const form = await checkSettings(connector, asked.settings ?? asked.connection?.settings ?? {})
  if (!form.ok) return form

  const about = { workspaceId: workspace.id, userId: by.userId, connector: connector.id, settings: form.settings }
  const { id, state } = await askForKeys({ ...about, ...namedAfter(asked, connector.name) }, by.browser)
  const request = {
    state,
    returnUrl: `${HERE}/keys/${id}`,
    callbackUrl: `${HERE}/keys/callback/${connector.id}`,
    appName: APP_NAME,
  }
  const page = new URL(way.authorizeUrl(form.settings, request))
  return { ok: true, url: (fakeWorld.standInFor(page)?.url ?? page).href }
}

function namedAfter({ connection, name }: StartRequest, otherwise: string) {
  return {
    connectionId: connection?.id ?? null,
    name: [name?.trim(), connection?.name].find(Boolean) ?? otherwise,
  }
}

/** The person is back, and so are the keys: they are tried like any that were pasted. */
export async function keysTaken(
  { asked, credentials }: Extract<Collected, { ok: true }>,
  by: By
): Promise<Connected | Refusal> {
  const { connector, connectionId, name, settings } = asked
  const connection = connectionId && (await Connection.in(by.workspace).where('id', connectionId).first())
  if (connection) return changeConnection(connection, by, { credentials, settings, name })
  return connect(by.workspace, connector, { credentials, settings, name, actor: by.actor, ip: by.ip })
}
