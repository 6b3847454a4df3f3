/** The world outside, on loopback: a shop, Meta, and the installation under show as a process of its own. */
import { execFile, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clock } from '#app/clock'
import { FakeGraph } from '#tests/support/fake_world/graph'
import { FakeShopify } from '#tests/support/fake_world/shopify'
import type { FakeShop } from '#tests/support/fake_world/shopify_shop'
import { migrate, RUN, startServer, stop, told } from '../children.ts'
import { APP_SECRET, BUSINESS_ACCOUNT, DATASETS, NUMBER, TOKEN } from './accounts.ts'
import { Ledger } from './ledger.ts'

/** An hour of waiting passes in this many milliseconds. */
const HOUR_TAKES = 3_000
const COMPRESSION = 3_600_000 / HOUR_TAKES

interface Prepared {
  workspaceId: string
  whatsappEndpoint: string
}

export class World {
  readonly graph = new FakeGraph({ appSecret: APP_SECRET, now: () => clock.now() })
  readonly #shopify = new FakeShopify()
  readonly #dataDir = String(process.env.STAFFETTA_DATA_DIR)
  #server: ChildProcess | null = null
  shop!: FakeShop
  ledger!: Ledger
  workspaceId = ''

  /** Everything up to the first event: the fakes, an installation made by its own functions, its server. */
  async start(): Promise<void> {
    await Promise.all([this.graph.start(), this.#shopify.start()])
    this.graph.addToken(TOKEN).addNumber({
      id: NUMBER,
      businessAccount: BUSINESS_ACCOUNT,
      phone: '+390583555010',
      verifiedName: 'Bottega Lucente',
    })
    for (const dataset of Object.values(DATASETS)) this.graph.addDataset(dataset)
    this.graph.approvesTemplates = true
    this.shop = this.#shopify.addShop('bottega-lucente.myshopify.com', { now: () => clock.now() })

    const env = this.#environment()
    migrate(env)
    const { workspaceId, whatsappEndpoint } = await prepareIn(env)
    this.workspaceId = workspaceId
    this.graph.webhookUrl = whatsappEndpoint
    clock.compress(COMPRESSION, Number(readFileSync(join(this.#dataDir, 'clock_anchor'), 'utf8')))
    this.#server = await startServer(env)
    this.ledger = new Ledger(join(this.#dataDir, 'staffetta.sqlite3'), workspaceId)
  }

  /** Opens a link as a person's phone would. */
  async tap(url: string): Promise<string> {
    const { pathname } = new URL(url)
    const answer = await fetch(`${process.env.APP_URL}${pathname}`, {
      redirect: 'manual',
      headers: {
        'user-agent':
          'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
      },
    })
    return answer.headers.get('location') ?? ''
  }

  async stop(): Promise<void> {
    this.ledger?.close()
    if (this.#server) await stop(this.#server, 'SIGTERM')
    await Promise.all([this.graph.stop(), this.#shopify.stop()])
  }

  #environment(): NodeJS.ProcessEnv {
    const stands = {
      ...this.#shopify.origins,
      'https://graph.facebook.com': this.graph.origin,
      'https://lookaside.fbsbx.com': this.graph.origin,
    }
    return {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      STAFFETTA_ROLE: 'all',
      STAFFETTA_TIME_COMPRESSION: String(COMPRESSION),
      STAFFETTA_FAKE_WORLD: JSON.stringify(stands),
    }
  }
}

// Not with `must`: the fakes answer from this process, which therefore must not stand still.
async function prepareIn(env: NodeJS.ProcessEnv): Promise<Prepared> {
  const { stdout } = await promisify(execFile)(process.execPath, [...RUN, 'bin/demo/prepare.ts'], {
    env,
    cwd: join(import.meta.dirname, '../..'),
  })
  return told<Prepared>(stdout)
}
