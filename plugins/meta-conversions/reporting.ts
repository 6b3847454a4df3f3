import { isConnectorError, RateLimited } from '#sdk/index'
import type { ConversionReport, ConversionResult } from '#sdk/index'
import { graph } from './client.ts'
import type { ConversionsContext, GraphError } from './client.ts'
import { complaint, envelope } from './envelope.ts'
import type { MetaEvent } from './envelope.ts'

interface Taken {
  messages?: unknown[]
  fbtrace_id?: string
}

interface Options {
  testCode?: string
}

export async function report(
  context: ConversionsContext,
  batch: ConversionReport[],
  options: Options = {}
): Promise<ConversionResult[]> {
  const refused: ConversionResult[] = []
  const fit: MetaEvent[] = []
  for (const each of batch) {
    const event = envelope(each, context.settings)
    const code = complaint(each, event, context.now())
    if (code)
      refused.push({
        eventId: each.eventId,
        outcome: 'refused',
        code,
        message: 'Found wrong before it was sent',
        traceId: null,
      })
    else fit.push(event)
  }

  // Messaging events apart: Meta checks them by other rules, and one refused name must not trouble the shop's.
  const messaging = fit.filter((event) => event.action_source === 'business_messaging')
  const others = fit.filter((event) => event.action_source !== 'business_messaging')
  return [...refused, ...(await sendAll(context, [others, messaging], options))]
}

/** A failure that concerns everybody is thrown while nothing was taken yet, and afterwards said event by event. */
async function sendAll(
  context: ConversionsContext,
  groups: MetaEvent[][],
  options: Options
): Promise<ConversionResult[]> {
  const results: ConversionResult[] = []
  const waiting = groups.filter((group) => group.length > 0)
  while (waiting.length > 0) {
    const group = waiting.shift() ?? []
    try {
      const answer = await send(context, group, options)
      if (answer.results) results.push(...answer.results)
      else waiting.unshift(...halves(group))
    } catch (error) {
      if (results.length === 0 || !isConnectorError(error)) throw error
      const retryAfter = error instanceof RateLimited ? error.retryAfter : null
      const left = [group, ...waiting.splice(0)].flat()
      results.push(
        ...left.map(({ event_id: eventId }) => ({
          eventId,
          outcome: 'deferred' as const,
          code: error.code,
          retryAfter,
        }))
      )
    }
  }
  return results
}

/** One bad event refuses the whole call without saying which: halving finds it. `results: null` asks for that. */
async function send(
  context: ConversionsContext,
  events: MetaEvent[],
  { testCode }: Options
): Promise<{ results: ConversionResult[] | null }> {
  const body = {
    data: events,
    partner_agent: 'staffetta',
    ...(testCode ? { test_event_code: testCode } : {}),
  }
  const answer = await graph<Taken>(context, `${context.settings.datasetId}/events`, body)
  if (answer.ok) return { results: events.map((event) => accepted(event, answer.body)) }
  return { results: events.length === 1 ? [refusal(events[0], answer.error)] : null }
}

const halves = (events: MetaEvent[]): MetaEvent[][] => {
  const middle = Math.ceil(events.length / 2)
  return [events.slice(0, middle), events.slice(middle)]
}

const accepted = (
  { event_id: eventId, user_data: user }: MetaEvent,
  { messages = [], fbtrace_id: traceId = '' }: Taken
): ConversionResult => ({
  eventId,
  outcome: 'accepted',
  traceId: traceId || null,
  warnings: messages.map((message) => (typeof message === 'string' ? message : JSON.stringify(message))),
  matchKeys: Object.keys(user),
})

/** Subcodes as they were seen; Meta publishes no list. */
const REASONS: Record<number, string> = {
  2804003: 'too_old',
  2804066: 'event_name_not_supported',
  2804050: 'no_match_keys',
  2804019: 'parameter_missing',
}

function refusal({ event_id: eventId }: MetaEvent, error: GraphError): ConversionResult {
  const code = REASONS[error.error_subcode ?? 0] ?? 'provider_refused'
  const words = error.error_user_title ?? error.message ?? ''
  const message = `${words.slice(0, 190)} (${error.code ?? '?'}${error.error_subcode ? `/${error.error_subcode}` : ''})`
  return { eventId, outcome: 'refused', code, message, traceId: error.fbtrace_id ?? null }
}
