import assert from 'node:assert/strict'
import type { InboundRequest, ParseHints, ParseResult, Webhooks } from '../../webhooks.ts'
import { codeOf, messageOf, nameOf, thrownBy } from '../expectations.ts'
import type { KitFixture } from '../kit.ts'
import { withoutOutsideWorld } from '../purity.ts'
import { inbound, RECEIVED_AT, webhooksOf, withBody } from '../requests.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { assertItem } from './events.ts'

const MARK = 'quoted-body-canary'
const HOSTILE = [
  '',
  ' ',
  '{',
  'null',
  'true',
  '42',
  '"text"',
  '[]',
  '[null]',
  '[[]]',
  '{}',
  '{"id":null}',
  `<html>${MARK}</html>`,
  `{"${MARK}":`,
  '{"__proto__":{"polluted":true}}',
  `{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`,
  '\u0000\ufffd',
]

export function parsingCases({ kit, validateEvent }: Suite): ContractCase[] {
  const hooks = kit.connector.webhooks
  if (!hooks) return []
  const fixtures = () => webhooksOf(kit).fixtures
  const hints: ParseHints = { settings: kit.settings, receivedAt: RECEIVED_AT }
  const parse = (request: InboundRequest) => hooks.parse(request, hints)

  return [
    ...(kit.webhooks?.fixtures ?? []).map((fixture) => ({
      title: `${fixture.title} is understood`,
      async run() {
        await assertUnderstood(fixture, parse(inbound(fixture, kit)), validateEvent)
      },
    })),
    {
      title: 'every declared event comes out of some fixture or poll',
      async run() {
        if (hooks.unsigned) return
        const seen = new Set(fixtures().flatMap((fixture) => fixture.expects))
        const declared = new Set(kit.connector.events.map(({ type }) => type))
        const undeclared = [...seen].filter((type) => !declared.has(type))
        assert.deepEqual(undeclared, [], `these come out of fixtures and are not in events: ${undeclared.join(', ')}`)
      },
    },
    {
      title: 'parse is pure: the same delivery gives the same items',
      async run() {
        for (const fixture of fixtures()) {
          const first = withoutOutsideWorld(() => parse(inbound(fixture, kit)))
          const second = withoutOutsideWorld(() => parse(inbound(fixture, kit)))
          assert.deepEqual(second, first, `${fixture.title} was parsed in two ways`)
        }
      },
    },
    {
      title: 'what is kept of a delivery says as much as all of it',
      async run() {
        const kept = (request: InboundRequest) => ({
          ...request,
          rawBody: hooks.withhold?.(request) ?? request.rawBody,
        })
        for (const fixture of fixtures()) {
          const whole = inbound(fixture, kit)
          assert.deepEqual(parse(kept(whole)), parse(whole), `${fixture.title} lost something that parse needs`)
          for (const body of HOSTILE) kept(withBody(whole, body))
        }
      },
    },
    {
      title: 'the order of deliveries changes nothing in any of them',
      async run() {
        const forward = fixtures().map((fixture) => parse(inbound(fixture, kit)))
        const backward = fixtures()
          .toReversed()
          .map((fixture) => parse(inbound(fixture, kit)))
          .toReversed()
        assert.deepEqual(backward, forward)
      },
    },
    {
      title: 'a replayed delivery has the same key as the first',
      async run() {
        for (const fixture of fixtures()) replayed(hooks, fixture.title, inbound(fixture, kit), inbound(fixture, kit))
      },
    },
    {
      title: 'a body that cannot be read never crashes, and is never quoted',
      async run() {
        for (const fixture of fixtures()) {
          for (const body of HOSTILE)
            cleanly(parse, withBody(inbound(fixture, kit), body), `${fixture.title} with the body ${body.slice(0, 20)}`)
        }
      },
    },
    {
      title: 'a delivery with a field missing is read or refused, never a crash',
      async run() {
        for (const fixture of fixtures()) {
          for (const [label, body] of impaired(fixture))
            cleanly(parse, withBody(inbound(fixture, kit), body), `${fixture.title} ${label}`)
        }
      },
    },
    {
      title: 'a word that every object knows is a word like any other',
      async run() {
        for (const fixture of fixtures()) {
          for (const [label, body] of worded(fixture)) {
            const request = withBody(inbound(fixture, kit), body)
            cleanly(parse, request, `${fixture.title} ${label}`)
            assertPlain(parsedOrNull(parse, request), `${fixture.title} ${label}`)
          }
        }
      },
    },
    {
      title: 'a request without its headers is read or refused, never a crash',
      async run() {
        for (const fixture of fixtures()) {
          const bare: InboundRequest = { ...inbound(fixture, kit), headers: {}, query: {} }
          cleanly(parse, bare, `${fixture.title} without headers`)
          const asks: (() => unknown)[] = [() => hooks.dedupeKey(bare), () => hooks.topic?.(bare)]
          for (const ask of asks) {
            assert.equal(
              thrownBy(ask),
              null,
              `${fixture.title} without headers: dedupeKey and topic should answer null`
            )
          }
        }
      },
    },
  ]
}

async function assertUnderstood(fixture: KitFixture, result: ParseResult, validateEvent: Suite['validateEvent']) {
  if (result.kind === 'ignored') {
    assert.match(result.reason, /^[a-z][a-z0-9_]*$/, 'the reason should be a snake_case code')
    assert.equal(result.reason, fixture.ignored, `${fixture.title} was ignored as ${result.reason}`)
    return
  }
  assert.equal(fixture.ignored, undefined, `${fixture.title} should be ignored as ${fixture.ignored}`)
  const found = result.items.map((item) => item.type).toSorted()
  assert.deepEqual(found, fixture.expects.toSorted(), `${fixture.title} should give ${fixture.expects.join(', ')}`)
  for (const item of result.items) await assertItem(item, validateEvent)
  const keys = result.items.map((item) => `${item.account} ${item.type} ${item.key}`)
  assert.equal(new Set(keys).size, keys.length, `${fixture.title} holds the same item twice`)
}

function replayed(hooks: Pick<Webhooks, 'dedupeKey'>, title: string, first: InboundRequest, again: InboundRequest) {
  const key = hooks.dedupeKey(first)
  assert.equal(hooks.dedupeKey(again), key, `${title}: the retry has another key`)
  if (key === null) return
  assert.ok(key.length > 0 && key.length <= 190, `${title}: the key should have 1 to 190 characters`)
}

function cleanly(parse: (request: InboundRequest) => ParseResult, request: InboundRequest, what: string) {
  const error = thrownBy(() => parse(request))
  if (error === null) return
  assert.equal(
    codeOf(error),
    'E_UNPARSEABLE',
    `${what}: should throw Unparseable, and threw ${nameOf(error)}: ${messageOf(error)}`
  )
  assert.ok(!messageOf(error).includes(MARK), `${what}: the error quotes the body`)
}

/** Found in every table that is asked without `entryOf`: a function, and an object. */
const INHERITED = ['constructor', '__proto__']

/** The fixture with each text of its first four levels in turn made such a word. */
function* worded({ body }: KitFixture): Generator<[string, string]> {
  for (const word of INHERITED) {
    if (typeof body === 'string') {
      for (const name of new Set(new URLSearchParams(body).keys())) {
        const form = new URLSearchParams(body)
        form.set(name, word)
        yield [`with ${name} ${word}`, String(form)]
      }
      continue
    }
    for (const path of paths(body, 4)) {
      if (typeof valueAt(body, path) !== 'string') continue
      yield [`with ${path.join('.')} ${word}`, JSON.stringify(changed(body, path, word))]
    }
  }
}

const valueAt = (value: unknown, path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], value)

function parsedOrNull(parse: (request: InboundRequest) => ParseResult, request: InboundRequest): ParseResult | null {
  try {
    return parse(request)
  } catch {
    // `cleanly` has looked at it.
    return null
  }
}

function assertPlain(result: ParseResult | null, what: string) {
  for (const { type, payload } of result?.kind === 'items' ? result.items : []) {
    assert.match(type, /^[a-z_]+\.[a-z_]+$/, `${what}: the type is made of something that no table holds`)
    assert.doesNotThrow(() => structuredClone(payload), `${what}: the payload holds something that no table holds`)
  }
}

/** The fixture with each field of its first three levels taken away or made null, one at a time. */
function* impaired(fixture: KitFixture): Generator<[string, string]> {
  if (typeof fixture.body === 'string') return yield* impairedForm(fixture.body)
  for (const path of paths(fixture.body, 3)) {
    const name = path.join('.')
    yield [`without ${name}`, JSON.stringify(changed(fixture.body, path, undefined))]
    yield [`with ${name} null`, JSON.stringify(changed(fixture.body, path, null))]
    yield [`with ${name} of another type`, JSON.stringify(changed(fixture.body, path, { odd: [] }))]
  }
}

/** Of a form every field is at the first level. A body that is no form is one field, and comes out empty. */
function* impairedForm(body: string): Generator<[string, string]> {
  for (const name of new Set(new URLSearchParams(body).keys())) {
    const without = new URLSearchParams(body)
    without.delete(name)
    yield [`without ${name}`, String(without)]
    const emptied = new URLSearchParams(body)
    emptied.set(name, '')
    yield [`with ${name} empty`, String(emptied)]
  }
}

function paths(value: unknown, depth: number): string[][] {
  if (depth === 0 || typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    [name],
    ...paths(inner, depth - 1).map((rest) => [name, ...rest]),
  ])
}

function changed(value: unknown, [head, ...rest]: string[], to: unknown): unknown {
  if (head === undefined || typeof value !== 'object' || value === null) return to
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>
  copy[head] = rest.length > 0 ? changed(copy[head], rest, to) : to
  return copy
}
