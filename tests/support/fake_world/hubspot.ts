import { FakePortal, OUR_APP, valueOf } from './hubspot_portal.ts'
import type { FakeRecord, ObjectType, Refused } from './hubspot_portal.ts'
import { FakeServer, type FakeAnswer, type FakeRequest } from './server.ts'

type Body = Record<string, unknown>

export const SCOPES = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.contacts.write',
  'crm.schemas.deals.write',
  'crm.lists.read',
  'crm.lists.write',
]

/** HubSpot's API for any number of portals, told apart by their tokens. */
export class FakeHubSpot extends FakeServer {
  readonly tokens = new Map<string, { portal: FakePortal; scopes: string[] }>()
  /** What a caller over its limit is told it has used up. */
  policy: 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY' = 'TEN_SECONDLY_ROLLING'

  constructor() {
    super()
    const on = (method: string, path: string, answer: (portal: FakePortal, request: FakeRequest) => FakeAnswer) =>
      this.route(method, path, (request) => this.#authorized(request, answer))
    on('GET', '/account-info/:date/details', (portal) => ({
      body: {
        portalId: portal.id,
        accountType: 'STANDARD',
        timeZone: 'Europe/Rome',
        companyCurrency: 'EUR',
        uiDomain: 'app-eu1.hubspot.com',
      },
    }))
    on('POST', '/oauth/v2/private-apps/get/access-token-info', (portal, { json }) =>
      this.#tokenInfo(portal, json as Body)
    )
    on('GET', '/crm/properties/:date/:type', listProperties)
    on('GET', '/crm/properties/:date/:type/:name', getProperty)
    on('POST', '/crm/properties/:date/:type', makeProperty)
    on('GET', '/crm/pipelines/:date/deals', () => ({ body: { results: [PIPELINE] } }))
    on('POST', '/crm/objects/:date/:type/search', search)
    on('POST', '/crm/objects/:date/:type/batch/upsert', upsert)
    on('POST', '/crm/objects/:date/:type/batch/read', batchRead)
    on('POST', '/crm/objects/:date/:type', create)
    on('GET', '/crm/objects/:date/:type', list)
    on('GET', '/crm/objects/:date/:type/:id', read)
    on('PATCH', '/crm/objects/:date/:type/:id', update)
    on('PUT', '/crm/objects/:date/:from/:id/associations/default/:to/:toId', associate)
    on('POST', '/crm/associations/:date/:from/:to/batch/read', associationsOf)
    on('PUT', '/crm/lists/:date/:list/memberships/add', addToList)
  }

  get origins(): Record<string, string> {
    return { 'https://api.hubapi.com': this.origin }
  }

  addPortal(
    id: number,
    token: string,
    { scopes = SCOPES, now }: { scopes?: string[]; now?: () => number } = {}
  ): FakePortal {
    const portal = new FakePortal(id, this.faults, now)
    this.tokens.set(token, { portal, scopes })
    return portal
  }

  protected override rateLimited(): FakeAnswer {
    return refused(
      { status: 429, category: 'RATE_LIMITS', message: 'You have reached your limit.' },
      { policyName: this.policy }
    )
  }

  protected override failure(status: number, body: unknown): FakeAnswer {
    return { status, body: body ?? '<html><body>Bad gateway</body></html>' }
  }

  #authorized(request: FakeRequest, answer: (portal: FakePortal, request: FakeRequest) => FakeAnswer): FakeAnswer {
    const token = this.tokens.get(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
    if (!token)
      return refused({
        status: 401,
        category: 'INVALID_AUTHENTICATION',
        message: 'Authentication credentials not found.',
      })
    if (request.params.date && !/^20\d\d-(03|09)$/.test(request.params.date)) return notFound()
    if (request.rawBody.length > 0 && request.json === undefined) return invalid('The body is not JSON')
    const scope = scopeOf(request)
    if (scope && !token.scopes.includes(scope))
      return refused({
        status: 403,
        category: 'MISSING_SCOPES',
        message: 'This app hasn’t been granted all required scopes.',
      })
    return answer(token.portal, request)
  }

  #tokenInfo(portal: FakePortal, { tokenKey }: Body): FakeAnswer {
    const token = this.tokens.get(String(tokenKey))
    if (token?.portal !== portal || portal.silentAboutApp) return notFound()
    return { body: { userId: 61122334, hubId: portal.id, appId: Number(OUR_APP.sourceId), scopes: token.scopes } }
  }
}

const PIPELINE = {
  id: 'default',
  label: 'Sales pipeline',
  stages: [
    { id: 'appointmentscheduled', label: 'Offer', metadata: { isClosed: 'false', probability: '0.2' } },
    { id: 'contractsent', label: 'Contract sent', metadata: { isClosed: 'false', probability: '0.9' } },
    { id: 'closedwon', label: 'Closed won', metadata: { isClosed: 'true', probability: '1.0' } },
    { id: 'closedlost', label: 'Closed lost', metadata: { isClosed: 'true', probability: '0.0' } },
  ],
}

function scopeOf({ method, path, params }: FakeRequest): string | null {
  const reads = method === 'GET' || path.endsWith('/search') || path.endsWith('/batch/read')
  if (path.startsWith('/crm/properties') && !reads) return `crm.schemas.${params.type}.write`
  if (!path.startsWith('/crm/objects')) return null
  const type = params.type ?? params.from
  return `crm.objects.${type === 'deals' ? 'deals' : 'contacts'}.${reads ? 'read' : 'write'}`
}

const refused = ({ status, ...error }: Refused, more: Body = {}): FakeAnswer => ({
  status,
  body: { status: 'error', correlationId: '0f7b3a52-0000-4000-8000-1d9c65a1b2c3', ...error, ...more },
})
const notFound = () => refused({ status: 404, category: 'OBJECT_NOT_FOUND', message: 'Object not found.' })
const invalid = (message: string) => refused({ status: 400, category: 'VALIDATION_ERROR', message })

const typeOf = ({ params }: FakeRequest) => params.type as ObjectType

const listProperties = (portal: FakePortal, request: FakeRequest): FakeAnswer => ({
  body: { results: portal.definitions(typeOf(request)) },
})

function getProperty(portal: FakePortal, { params }: FakeRequest): FakeAnswer {
  const { type = '', name = '' } = params
  return portal.custom[type]?.includes(name)
    ? { body: { name, hasUniqueValue: portal.unique[type]?.includes(name) } }
    : notFound()
}

function makeProperty(portal: FakePortal, { params, json }: FakeRequest): FakeAnswer {
  const { name, groupName, type, fieldType, hasUniqueValue } = json as Body
  const of = params.type ?? ''
  if (!name || !groupName || type !== 'string' || fieldType !== 'text')
    return invalid('A property needs a name, a group and a type')
  if (portal.custom[of]?.includes(String(name)))
    return refused({ status: 409, category: 'CONFLICT', message: 'A property of that name exists.' })
  portal.custom[of]?.push(String(name))
  if (hasUniqueValue) portal.unique[of]?.push(String(name))
  return { status: 201, body: json }
}

interface Filter {
  propertyName: string
  operator: string
  value: string
}

function search(portal: FakePortal, request: FakeRequest): FakeAnswer {
  const {
    filterGroups = [],
    sorts,
    properties = [],
    limit = 10,
    after = '0',
  } = request.json as {
    filterGroups?: { filters: Filter[] }[]
    sorts?: { propertyName: string }[]
    properties?: string[]
    limit?: number
    after?: string
  }
  if (filterGroups.length > 5 || filterGroups.some(({ filters }) => filters.length > 6) || limit > 200)
    return invalid('Too many filters')
  if (Number(after) + limit > 10_000) return invalid('Paging ends at 10,000')
  const unknown = filterGroups
    .flatMap(({ filters }) => filters)
    .find(
      ({ propertyName }) =>
        portal.complaint(typeOf(request), { [propertyName]: '' })?.category === 'VALIDATION_ERROR' &&
        propertyName !== 'dealstage'
    )
  if (unknown) return invalid(`There was a problem with the request. Property ${unknown.propertyName} does not exist`)
  const found = portal
    .of(typeOf(request))
    .filter((record) => filterGroups.some(({ filters }) => filters.every((filter) => matches(record, filter))))
  const by = sorts?.[0]?.propertyName
  if (by) found.sort((a, b) => String(valueOf(a, by)).localeCompare(String(valueOf(b, by))))
  const from = Number(after)
  const page = found.slice(from, from + limit)
  const paging = from + limit < found.length ? { paging: { next: { after: String(from + limit) } } } : {}
  return { body: { total: found.length, results: page.map((record) => recordBody(record, properties)), ...paging } }
}

function matches(record: FakeRecord, { propertyName, operator, value }: Filter): boolean {
  const present = valueOf(record, propertyName) ?? ''
  if (operator === 'EQ') return present.toLowerCase() === value.toLowerCase()
  if (operator === 'GTE') return Date.parse(present) >= Number(value)
  if (operator !== 'CONTAINS_TOKEN') throw new Error(`fake HubSpot does not know ${operator}`)
  const ends = value.replace(/^\*/, '').toLowerCase()
  return present
    .toLowerCase()
    .split(/[\s+().-]+/)
    .some((token) => (value.startsWith('*') ? token.endsWith(ends) : token === ends))
}

const recordBody = (record: FakeRecord, properties: string[]) => ({
  id: record.id,
  properties: Object.fromEntries(properties.map((name) => [name, valueOf(record, name) ?? null])),
  createdAt: new Date(record.createdAt).toISOString(),
  updatedAt: new Date(record.updatedAt).toISOString(),
  archived: false,
})

function upsert(portal: FakePortal, request: FakeRequest): FakeAnswer {
  const { inputs = [] } = request.json as {
    inputs?: { idProperty?: string; id: string; properties: Record<string, string> }[]
  }
  if (inputs.length === 0 || inputs.length > 100) return invalid('1 to 100 inputs')
  const type = typeOf(request)
  const results = []
  for (const { idProperty = '', id, properties } of inputs) {
    if (!portal.unique[type]?.includes(idProperty)) return invalid(`${idProperty} is not a unique property`)
    const known = portal.by(type, idProperty, id)
    const complaint = portal.complaint(type, properties, known)
    if (complaint) {
      const { status: _status, ...error } = complaint
      return {
        status: 207,
        body: { status: 'COMPLETE', results: [], numErrors: 1, errors: [{ status: 'error', ...error }] },
      }
    }
    const record = known ?? portal.create(type, { ...properties, [idProperty]: id }, OUR_APP)
    if (known) portal.write(known, properties, OUR_APP)
    results.push({ ...recordBody(record, Object.keys(properties)), new: !known })
  }
  return { body: { status: 'COMPLETE', results } }
}

function batchRead(portal: FakePortal, request: FakeRequest): FakeAnswer {
  const {
    inputs,
    properties = [],
    propertiesWithHistory = [],
  } = request.json as { inputs: { id: string }[]; properties?: string[]; propertiesWithHistory?: string[] }
  if (inputs.length > (propertiesWithHistory.length > 0 ? 50 : 100)) return invalid('Too many inputs')
  const results = inputs
    // A batch leaves out the ids of merged records; one by one they are still answered.
    .flatMap(({ id }) => portal.find(typeOf(request), id) ?? [])
    .map((record) => ({
      ...recordBody(record, properties),
      propertiesWithHistory: Object.fromEntries(
        propertiesWithHistory.flatMap((name) => {
          const versions = record.versions
            .get(name)
            ?.map((version) => ({ ...version, timestamp: new Date(version.timestamp).toISOString() }))
            .toReversed()
          return versions ? [[name, versions]] : []
        })
      ),
    }))
  return { body: { status: 'COMPLETE', results } }
}

function create(portal: FakePortal, request: FakeRequest): FakeAnswer {
  const { properties, associations = [] } = request.json as {
    properties: Record<string, string>
    associations?: { to: { id: string } }[]
  }
  const complaint = portal.complaint(typeOf(request), properties)
  if (complaint) return refused(complaint)
  if (request.params.type === 'communications' && properties.hs_communication_logged_from !== 'CRM')
    return invalid('logged_from must be CRM')
  const others = associations.map(({ to }) => portal.records.get(to.id))
  if (others.includes(undefined)) return notFound()
  const record = portal.create(typeOf(request), properties, OUR_APP)
  for (const other of others) if (other) portal.associate(record, other)
  return { status: 201, body: recordBody(record, Object.keys(properties)) }
}

/** In the order of ids, at most a hundred to a page, the next one beginning after the last id. */
function list(portal: FakePortal, request: FakeRequest): FakeAnswer {
  const limit = Number(request.query.get('limit') ?? 10)
  if (limit > 100) return invalid('At most 100 to a page')
  const properties = request.query.get('properties')?.split(',') ?? []
  const after = Number(request.query.get('after') ?? 0)
  const rest = portal
    .of(typeOf(request))
    .filter(({ id }) => Number(id) > after)
    .sort((a, b) => Number(a.id) - Number(b.id))
  const page = rest.slice(0, limit)
  const paging = rest.length > limit ? { paging: { next: { after: page.at(-1)!.id } } } : {}
  return { body: { results: page.map((record) => recordBody(record, properties)), ...paging } }
}

function read(portal: FakePortal, request: FakeRequest): FakeAnswer {
  const record = portal.resolve(typeOf(request), request.params.id ?? '')
  return record ? { body: recordBody(record, request.query.get('properties')?.split(',') ?? []) } : notFound()
}

function update(portal: FakePortal, request: FakeRequest): FakeAnswer {
  const record = portal.find(typeOf(request), request.params.id ?? '')
  if (!record) return notFound()
  const { properties } = request.json as { properties: Record<string, string> }
  const complaint = portal.complaint(record.type, properties, record)
  if (complaint) return refused(complaint)
  portal.write(record, properties, OUR_APP)
  return { body: recordBody(record, Object.keys(properties)) }
}

function associate(portal: FakePortal, { params }: FakeRequest): FakeAnswer {
  const from = portal.find(params.from as ObjectType, params.id ?? '')
  const to = portal.find(params.to as ObjectType, params.toId ?? '')
  if (!from || !to) return notFound()
  portal.associate(from, to)
  return { body: { status: 'COMPLETE', results: [{ from: { id: from.id }, to: { id: to.id } }] } }
}

function associationsOf(portal: FakePortal, { params, json }: FakeRequest): FakeAnswer {
  const { inputs } = json as { inputs: { id: string }[] }
  const found = inputs.map(({ id }) => ({
    id,
    to: [...(portal.find(params.from as ObjectType, id)?.associated.get(params.to ?? '') ?? [])],
  }))
  const results = found
    .filter(({ to }) => to.length > 0)
    .map(({ id, to }) => ({
      from: { id },
      to: to.map((other) => ({ toObjectId: Number(other), associationTypes: [] })),
    }))
  // A record without associations counts as an error of the batch.
  const errors = found
    .filter(({ to }) => to.length === 0)
    .map(({ id }) => ({
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
      message: `No ${params.to} is associated with ${id}.`,
    }))
  return errors.length > 0
    ? { status: 207, body: { status: 'COMPLETE', results, numErrors: errors.length, errors } }
    : { body: { status: 'COMPLETE', results } }
}

function addToList(portal: FakePortal, { params, json }: FakeRequest): FakeAnswer {
  const list = portal.lists.get(params.list ?? '')
  if (!list) return notFound()
  if (!Array.isArray(json)) return invalid('A list of record ids is needed')
  const ids = json.map(String)
  const known = ids.filter((id) => portal.find('contacts', id))
  for (const id of known) list.add(id)
  return { body: { recordsIdsAdded: known, recordIdsMissing: ids.filter((id) => !known.includes(id)) } }
}
