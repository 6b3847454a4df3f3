import { asInteger, asText, jsonList, required, verifyFresh, verifyHmac } from '#sdk/index'
import type { Connector, InboundRequest, Json, ParsedItem, ParseResult, VerifyContext } from '#sdk/index'
import { contactItems, dealItems } from './changes.ts'
import type { About, ObjectKind } from './changes.ts'
import { associationItem, createdItem, erasureItem, foreignItem } from './happenings.ts'

/** How long HubSpot lets a signed request be good. */
export const STALE_AFTER = 5 * 60_000

/** HubSpot signs the address with these few written out, and all other escapes as they stand. */
const WRITTEN_OUT: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
}

export const signedAddress = (url: string): string =>
  url.replaceAll(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escape) => WRITTEN_OUT[escape.toUpperCase()] ?? escape)

/** Version 3 signs method, address, the exact bytes and the time. */
export const signedBytes = ({ method, url, rawBody }: InboundRequest, timestamp: string): Buffer =>
  Buffer.concat([Buffer.from(`${method}${signedAddress(url)}`), rawBody, Buffer.from(timestamp)])

function verify(request: InboundRequest, { credentials, machineNow }: VerifyContext): void {
  const timestamp = asText(request.headers['x-hubspot-request-timestamp']) ?? ''
  const received = request.headers['x-hubspot-signature-v3']
  const bytes = signedBytes(request, timestamp)
  verifyHmac({ secret: credentials.clientSecret, received, bytes, encoding: 'base64' })
  verifyFresh(asInteger(timestamp), machineNow(), STALE_AFTER)
}

/** The body is a list of up to a hundred changes of any of the app's portals. */
function parse(request: InboundRequest): ParseResult {
  const told = jsonList(request)
  const news = told.filter((each) => !isEcho(each))
  // A change may be subscribed to in the old way and in the new, and then comes twice with two event ids.
  const items = new Map(news.flatMap(read).map((item) => [`${item.account} ${item.type} ${item.key}`, item]))
  if (items.size > 0) return { kind: 'items', items: [...items.values()] }
  return { kind: 'ignored', reason: told.length > news.length ? 'own_change' : 'nothing_wanted' }
}

/** What our own token wrote comes back with our app as its source. */
function isEcho({ changeSource, sourceId, appId, subscriptionType }: Json): boolean {
  if (String(subscriptionType).endsWith('.privacyDeletion')) return false
  const app = asText(appId)
  return changeSource === 'INTEGRATION' && app !== null && asText(sourceId) === app
}

const OBJECTS: Record<string, ObjectKind> = { 'contact': 'contact', 'deal': 'deal', '0-1': 'contact', '0-3': 'deal' }

function read(event: Json): ParsedItem[] {
  const [noun = '', verb = ''] = required(asText(event.subscriptionType), 'subscriptionType').split('.')
  const account = required(asText(event.portalId), 'portalId')
  const at = required(asInteger(event.occurredAt), 'occurredAt')
  if (verb === 'associationChange') return associationItem(event, { account, at })

  const object = OBJECTS[noun === 'object' ? (asText(event.objectTypeId) ?? '') : noun]
  if (!object || !Object.hasOwn(VERBS, verb)) return []
  return VERBS[verb]?.(event, { account, object, objectId: required(asText(event.objectId), 'objectId'), at }) ?? []
}

const VERBS: Record<string, (event: Json, about: About) => ParsedItem[]> = {
  creation: (_event, about) => [createdItem(about)],
  propertyChange: (event, about) => {
    const property = required(asText(event.propertyName), 'propertyName')
    const change = { ...about, property, value: asText(event.propertyValue) ?? '' }
    return about.object === 'contact' ? contactItems(change) : dealItems(change)
  },
  privacyDeletion: (_event, about) => (about.object === 'contact' ? [erasureItem(about)] : []),
  deletion: (event, about) => [foreignItem(event, 'deleted', about)],
  restore: (event, about) => [foreignItem(event, 'restored', about)],
  merge: (event, about) => [foreignItem(event, 'merged', about)],
}

export const webhooks: NonNullable<Connector['webhooks']> = {
  verify,
  // A retry may be batched anew and event ids are not unique, so only the changes themselves have keys.
  dedupeKey: () => null,
  parse,
}
