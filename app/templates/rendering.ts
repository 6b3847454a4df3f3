import { Liquid, LiquidError } from 'liquidjs'
import { registerArithmetic } from './arithmetic_filters.ts'
import { registerFormats } from './format_filters.ts'

/** How values become words for one person. */
export interface Locale {
  /** BCP 47. */
  locale: string
  /** IANA name. */
  timezone: string
  /** ISO 4217, for amounts that do not name theirs. */
  currency: string
}

export interface RenderOptions extends Locale {
  /** Whether an output without a value refuses the whole text (default) or becomes nothing. */
  missing?: 'refuse' | 'empty'
  /** Makes a tracked address of a URL; without it the URL stays as it is. */
  track?: (url: string) => string
}

/** What filters find in the render's globals. */
export interface RenderScope {
  $locale: Locale
  $track: ((url: string) => string) | null
  $missing: 'refuse' | 'empty'
}

export type Rendered =
  | { ok: true; text: string }
  | { ok: false; code: 'missing_variable'; params: { name: string } }
  | { ok: false; code: 'invalid_template'; params: { problem: string; line: number } }

const PARSE_LIMIT = 20_000
const RENDER_LIMIT = 200
const MEMORY_LIMIT = 1e5
const CACHED_TEXTS = 500
const FILE_TAGS = ['include', 'render', 'layout', 'block']

/** An output came out empty and the text may not have gaps. */
class MissingValue extends Error {}

/** The result of `default`, which may be empty on purpose. */
class Chosen {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString() {
    return this.text
  }
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '' || value === false

const liquid = makeEngine()

function makeEngine(): Liquid {
  const engine = new Liquid({
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT,
    memoryLimit: MEMORY_LIMIT,
    ownPropertyOnly: true,
    strictFilters: true,
    dynamicPartials: false,
    // No text may reach another one, least of all a file.
    templates: {},
    cache: CACHED_TEXTS,
    outputEscape: refuseGaps as unknown as (value: unknown) => string,
  })
  for (const tag of FILE_TAGS) delete engine.tags[tag]
  registerArithmetic(engine)
  registerFormats(engine)
  engine.registerFilter('default', (value: unknown, fallback: unknown) =>
    isEmpty(value) ? new Chosen(String(fallback ?? '')) : value
  )
  engine.registerFilter('track', function (this: { context: { globals: object } }, url: unknown) {
    const { $track } = this.context.globals as RenderScope
    return $track && typeof url === 'string' && url !== '' ? $track(url) : url
  })
  return engine
}

function refuseGaps(this: { context: { globals: object } }, value: unknown): unknown {
  const { $missing } = this.context.globals as RenderScope
  if ($missing === 'refuse' && (value === undefined || value === null || value === '')) throw new MissingValue()
  return value
}

const parsed = new Map<string, ReturnType<Liquid['parse']>>()

/** Texts repeat by the thousand, and parsing costs more than rendering. */
function parse(text: string) {
  const known = parsed.get(text)
  if (known) return known
  if (parsed.size >= CACHED_TEXTS) parsed.clear()
  const template = liquid.parse(text)
  parsed.set(text, template)
  return template
}

/**
 * The one engine: templates, computed texts and bodies of HTTP steps. Values are data and never parsed again, there
 * is no way to files, and a text that is too long, too slow or too greedy is refused.
 */
export function render(text: string, values: Record<string, unknown>, options: RenderOptions): Rendered {
  const { locale, timezone, currency, missing = 'refuse', track = null } = options
  const globals: RenderScope = { $locale: { locale, timezone, currency }, $track: track, $missing: missing }
  try {
    return { ok: true, text: String(liquid.renderSync(parse(text), values, { globals })) }
  } catch (error) {
    return refusal(error)
  }
}

/** What is wrong with a text before anything is filled in; null when nothing is. */
export function syntaxProblem(text: string): Extract<Rendered, { code: 'invalid_template' }> | null {
  try {
    parse(text)
    return null
  } catch (error) {
    return invalid(error)
  }
}

function refusal(error: unknown): Exclude<Rendered, { ok: true }> {
  if (LiquidError.is(error) && originOf(error) instanceof MissingValue) {
    return { ok: false, code: 'missing_variable', params: { name: nameIn(error.token.getText()) } }
  }
  return invalid(error)
}

// The engine's own limits are told by plain assertions; anything else is not about the text.
function invalid(error: unknown): Extract<Rendered, { code: 'invalid_template' }> {
  const known = LiquidError.is(error) || (error instanceof Error && error.name === 'AssertionError')
  if (!known) throw error
  const [line] = (LiquidError.is(error) && error.token?.getPosition?.()) || [1]
  return { ok: false, code: 'invalid_template', params: { problem: error.message.replace(/, line:.*$/s, ''), line } }
}

const originOf = (error: LiquidError): unknown => ('originalError' in error ? error.originalError : error)

/** `{{ filled["order.number"] | upcase }}` and `{{ order.number }}` are both about `order.number`. */
function nameIn(output: string): string {
  const quoted = /\[\s*["']([^"']+)["']\s*\]/.exec(output)
  return quoted?.[1] ?? /[\w$.[\]-]+/.exec(output.replace(/^\{\{-?/, ''))?.[0] ?? output
}
