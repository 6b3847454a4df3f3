import assert from 'node:assert/strict'
import type { ConnectorErrorCode } from '../../errors.ts'
import type { Implementation } from '../../connector.ts'
import type { Context } from '../../context.ts'
import type { ParsedItem } from '../../webhooks.ts'
import { vendorErrorOf } from '../expectations.ts'
import type { ScriptedAnswer, VendorKit } from '../kit.ts'
import { inbound, RECEIVED_AT, webhooksOf } from '../requests.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { assertItem } from './events.ts'
import { failing } from './vendor.ts'

const MOST_PAGES = 20

/** What is learnt by asking the vendor: what changed, and what a webhook left out. A connector may do neither. */
export function askingCases(suite: Suite): ContractCase[] {
  const { vendor } = suite.kit
  if (!vendor || !suite.kit.connector.webhooks) return []
  return [...reconcileCases(suite, vendor), ...completeCases(suite, vendor)]
}

const identityOf = ({ account, type, key, revision }: ParsedItem): string =>
  [account, type, key, revision ?? ''].join(' ')

/** The items of a fixture, as `parse` finds them. */
function toldBy({ kit }: Suite, title: string): ParsedItem[] {
  const fixture = webhooksOf(kit).fixtures.find((each) => each.title === title)
  assert.ok(fixture, `there is no fixture called ${title}`)
  const result = kit.connector.webhooks!.parse(inbound(fixture, kit), {
    settings: kit.settings,
    receivedAt: RECEIVED_AT,
  })
  return result.kind === 'items' ? result.items : []
}

function reconcileCases(suite: Suite, vendor: VendorKit): ContractCase[] {
  const { kit, validateEvent } = suite
  const { reconcile: asked } = kit
  const ask: Asking = (context, { webhooks }) => webhooks?.reconcile?.(context, null)
  return [
    {
      title: 'asking what changed goes page by page and ends',
      async run() {
        const { context, implementation } = await scene(kit, asked?.vendor ?? vendor.healthy)
        const reconcile = implementation.webhooks?.reconcile
        if (!reconcile) return
        let cursor: string | null = null
        for (let page = 0; page < MOST_PAGES; page++) {
          const answer: { items: ParsedItem[]; cursor: string | null } = await reconcile(context, cursor)
          for (const item of answer.items) await assertItem(item, validateEvent)
          if (answer.items.length === 0 || answer.cursor === null || answer.cursor === cursor) return
          cursor = answer.cursor
        }
        assert.fail('the cursor moves and the same vendor still has news: the core would ask for ever')
      },
    },
    {
      title: 'what is found by asking is what the webhooks told',
      async run() {
        const { context, implementation } = await scene(kit, asked?.vendor ?? vendor.healthy)
        if (!implementation.webhooks?.reconcile || !asked) return
        const { items } = await implementation.webhooks.reconcile(context, asked.cursor ?? null)
        const found = new Set(items.map(identityOf))
        const missing = asked.finds
          .flatMap((title) => toldBy(suite, title))
          .filter((item) => !found.has(identityOf(item)))
        assert.deepEqual(
          missing.map(identityOf),
          [],
          `told by webhook and not found by asking; found were: ${[...found].join(' | ')}`
        )
      },
    },
    fails(suite, 'asking too fast waits', { ask, answer: () => vendor.rateLimited(), code: 'E_RATE_LIMITED' }),
    fails(suite, 'asking with a dead token asks for a new connection', {
      ask,
      answer: () => vendor.expiredToken(),
      code: 'E_AUTHENTICATION_EXPIRED',
    }),
  ]
}

function completeCases(suite: Suite, vendor: VendorKit): ContractCase[] {
  const { kit, validateEvent } = suite
  const told = () =>
    webhooksOf(kit)
      .fixtures.flatMap(({ title }) => toldBy(suite, title))
      .filter(({ account }) => account === null || account === kit.account)
  const ask = (context: Context, { webhooks }: Implementation) => webhooks?.complete?.(context, told())
  return [
    {
      title: 'items are completed under the keys they were told with',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const items = await ask(context, implementation)
        if (!items) return
        const known = new Set(told().map(identityOf))
        for (const item of items) {
          await assertItem(item, validateEvent)
          assert.ok(known.has(identityOf(item)), `${identityOf(item)} was told under another key`)
        }
        assertNoSecretTold(kit, context, null, 'complete()')
      },
    },
    fails(suite, 'items that cannot be completed yet wait', {
      ask,
      answer: () => 'silence',
      // It only reads, so silence is no reason to be careful: `reads: true` on a POST.
      code: 'E_TEMPORARY',
    }),
    fails(suite, 'completing too fast waits', { ask, answer: () => vendor.rateLimited(), code: 'E_RATE_LIMITED' }),
  ]
}

/** What a connector may be able to be asked; one that is not is not tried. */
type Asking = (context: Context, implementation: Implementation) => Promise<unknown> | undefined

interface Failing {
  ask: Asking
  answer(): ScriptedAnswer
  code: ConnectorErrorCode
}

function fails({ kit }: Suite, title: string, { ask, answer, code }: Failing): ContractCase {
  return {
    title,
    async run() {
      const { context, implementation } = await scene(kit, failing(kit.vendor!, answer))
      const call = ask(context, implementation)
      if (!call) return
      const error = await vendorErrorOf(call, title)
      assert.equal(error.code, code, `${title}: ${error.message}`)
      assertNoSecretTold(kit, context, error, title)
    },
  }
}
