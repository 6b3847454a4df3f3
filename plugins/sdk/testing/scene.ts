import type { Implementation } from '../connector.ts'
import { testContext, type TestContext } from './context.ts'
import { ScriptedHttp } from './http.ts'
import type { ConnectorKit, Script } from './kit.ts'

export interface Scene {
  context: TestContext
  http: ScriptedHttp
  implementation: Implementation
}

/** The connector, its context and a scripted vendor, all fresh: a token cached in one case is not in the next. */
export async function scene(kit: ConnectorKit, script: Script, idempotencyKey: string | null = null): Promise<Scene> {
  const { connector } = kit
  const derived = connector.hostsFrom?.(kit.settings).map((origin) => hostOf(origin)) ?? []
  const http = new ScriptedHttp(script, [...connector.hosts, ...derived])
  const context = testContext({
    credentials: structuredClone(kit.credentials),
    settings: structuredClone(kit.settings),
    app: kit.app ?? null,
    account: kit.account,
    http,
    idempotencyKey,
  })
  return { context, http, implementation: await connector.load() }
}

function hostOf(origin: string) {
  return origin.includes('://') ? new URL(origin).hostname : origin
}
