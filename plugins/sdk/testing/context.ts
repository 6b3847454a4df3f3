import type { ConnectionState, Context, HttpClient, Logger } from '../context.ts'
import { Temporary } from '../errors.ts'
import type { VerifyContext } from '../webhooks.ts'
import { ScriptedHttp } from './http.ts'

/** One log line as the connector wrote it. */
export interface CapturedLine {
  level: 'debug' | 'info' | 'warn' | 'error'
  fields: Record<string, unknown>
  message: string | null
}

/** A context for tests, with its memory laid open. */
export interface TestContext<C = Record<string, unknown>, S = Record<string, unknown>> extends Context<C, S> {
  readonly lines: CapturedLine[]
  readonly stored: Map<string, unknown>
  /** Credentials as last saved, or as first given. */
  saved(): C
}

/** What may be set; all of it has a sensible default. `http` defaults to a vendor that never answers. */
export interface TestContextOptions<C, S> {
  credentials?: C
  settings?: S
  app?: Record<string, unknown> | null
  account?: string | null
  endpointUrl?: string | null
  idempotencyKey?: string | null
  http?: HttpClient
  /** Leads a vendor's origin to a stand-in, for SDKs with a transport of their own. */
  baseUrl?(origin: string): string
  signal?: AbortSignal
  /** What stands in for the core's renewal; absent: only a person can get a new token. */
  renewToken?(refused: string): Promise<string | null>
  /** Both clocks, epoch milliseconds. Frozen at 2026-11-20T10:00:00Z unless given. */
  now?: () => number
}

const FROZEN = Date.UTC(2026, 10, 20, 10)

/** A `Context` with state in memory, a captured log, a frozen clock and the HTTP client you give it. */
export function testContext<C = Record<string, unknown>, S = Record<string, unknown>>(
  options: TestContextOptions<C, S> = {}
): TestContext<C, S> {
  const lines: CapturedLine[] = []
  const stored = new Map<string, unknown>()
  const now = options.now ?? (() => FROZEN)
  let credentials = options.credentials ?? ({} as C)
  return {
    workspaceId: 'wsp_test',
    connectionId: 'con_test',
    account: options.account ?? null,
    get credentials() {
      return credentials
    },
    settings: options.settings ?? ({} as S),
    app: options.app ?? null,
    endpointUrl: options.endpointUrl === undefined ? 'https://staffetta.example/in/end_test' : options.endpointUrl,
    http: options.http ?? new ScriptedHttp(() => 'no_connection'),
    baseUrl: options.baseUrl ?? ((origin) => origin),
    logger: capturingLogger(lines),
    state: memoryState(stored),
    idempotencyKey: options.idempotencyKey ?? null,
    signal: options.signal ?? new AbortController().signal,
    now,
    machineNow: now,
    async saveCredentials(next) {
      credentials = next
    },
    async renewToken(refused) {
      const renewed = (await options.renewToken?.(refused)) ?? null
      if (renewed !== null) credentials = { ...credentials, accessToken: renewed }
      return renewed
    },
    lines,
    stored,
    saved: () => credentials,
  }
}

/** What `verify` is handed, for tests: no secret, no time, and nothing to fetch unless `certificates` has it. */
export function testVerifyContext({
  certificates = {},
  ...given
}: Partial<VerifyContext> & { certificates?: Record<string, string> } = {}): VerifyContext {
  return {
    secret: null,
    credentials: {},
    settings: {},
    machineNow: () => FROZEN,
    async fetchOnce(url) {
      const found = certificates[url]
      if (found === undefined) throw new Temporary('There is nothing at this address')
      return found
    },
    ...given,
  }
}

function capturingLogger(lines: CapturedLine[]): Logger {
  const at = (level: CapturedLine['level']) => (fields: Record<string, unknown>, message?: string) => {
    lines.push({ level, fields, message: message ?? null })
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

// Values go through JSON as they do in the core, so that a Date or a Map kept in state is found out here.
function memoryState(stored: Map<string, unknown>): ConnectionState {
  return {
    async get<T>(key: string) {
      return (stored.get(key) ?? null) as T | null
    },
    async set(key, value) {
      stored.set(key, JSON.parse(JSON.stringify(value)))
    },
    async delete(key) {
      stored.delete(key)
    },
  }
}
