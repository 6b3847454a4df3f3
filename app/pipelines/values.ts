import { contactValues } from '#app/contacts/contact_values'
import type { Client } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import { rememberedWorkspace } from '#app/messaging/configuration'
import { render } from '#app/templates/rendering'
import type { Rendered } from '#app/templates/rendering'

type Values = Record<string, unknown>

/** What others filled in themselves: their names are kept as they wrote them. */
const FREE_FORM = new Set(['values', 'body', 'fields'])

/** Payloads in the words of templates and conditions: `recoveryUrl` is `recovery_url`. */
export function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [snake(name), FREE_FORM.has(name) ? each : inWords(each)])
  )
}

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** `order.paid` is about an order: its payload is also called `order`. */
export function eventValues(event: Pick<StoredEvent, 'id' | 'type' | 'occurredAt' | 'payload'> | null): Values {
  if (!event) return {}
  const payload = inWords(event.payload) as Values
  const items = Array.isArray(payload.items) ? (payload.items as Values[]) : null
  const extras = items ? { first_item: items[0]?.title ?? null, item_count: items.length } : {}
  const [noun] = event.type.split('.')
  const about = { ...payload, ...extras }
  return { [noun]: about, event: { id: event.id, type: event.type, occurred_at: event.occurredAt, ...about } }
}

/** A payment link asked for in a run that a payment began is still `payment`: what is newer stands over what is older. */
function withVariables(event: Values, variables: Values): Values {
  const both = Object.keys(event).filter((name) => isObject(event[name]) && isObject(variables[name]))
  return {
    ...event,
    ...Object.fromEntries(both.map((name) => [name, { ...(event[name] as Values), ...(variables[name] as Values) }])),
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything a run's texts and conditions may see, read when first asked for. */
export class RunValues {
  #contact: Values | null = null
  #client: Client
  readonly #of: { workspaceId: string; contactId: string; event: StoredEvent | null; variables: Values }
  readonly outputs: Values

  constructor(
    client: Client,
    of: { workspaceId: string; contactId: string; event: StoredEvent | null; variables: Values; outputs: Values }
  ) {
    this.#client = client
    this.#of = of
    this.outputs = of.outputs
  }

  async all(): Promise<Values> {
    const workspace = await rememberedWorkspace(this.#client, this.#of.workspaceId)
    return {
      ...this.#of.variables,
      ...withVariables(eventValues(this.#of.event), this.#of.variables),
      contact: await this.contact(),
      variables: this.#of.variables,
      steps: this.outputs,
      workspace: {
        name: workspace?.name ?? null,
        currency: workspace?.currency ?? null,
        timezone: workspace?.timezone ?? null,
      },
    }
  }

  async contact(): Promise<Values> {
    if (!this.#contact) {
      const { contact } = await contactValues(this.#client, this.#of.contactId)
      this.#contact = (contact as Values | undefined) ?? {}
    }
    return this.#contact
  }

  /** A step may have changed the contact. */
  forgetContact(): void {
    this.#contact = null
  }

  async zone(whose: 'contact' | 'workspace'): Promise<string> {
    const own = whose === 'contact' ? (await this.contact()).timezone : null
    return typeof own === 'string' && own !== ''
      ? own
      : ((await rememberedWorkspace(this.#client, this.#of.workspaceId))?.timezone ?? 'UTC')
  }

  async text(source: string, missing: 'refuse' | 'empty' = 'refuse'): Promise<Rendered> {
    if (!source.includes('{')) return { ok: true, text: source }
    const workspace = await rememberedWorkspace(this.#client, this.#of.workspaceId)
    const { language } = await this.contact()
    return render(source, await this.all(), {
      locale:
        typeof language === 'string' && language !== '' ? language.replace('_', '-') : (workspace?.locale ?? 'en'),
      timezone: await this.zone('contact'),
      currency: workspace?.currency ?? 'EUR',
      missing,
    })
  }
}
