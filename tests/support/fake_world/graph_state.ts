/** One of Meta's refusals, thrown inside the fake and sent in Meta's own shape. */
export class GraphRefusal extends Error {
  readonly vendorCode: number
  readonly details: string | null
  readonly status: number
  readonly subcode: number | null

  constructor(
    vendorCode: number,
    title: string,
    details: string | null = null,
    options: { status?: number; subcode?: number } = {}
  ) {
    super(title)
    this.vendorCode = vendorCode
    this.details = details
    this.status = options.status ?? 400
    this.subcode = options.subcode ?? null
  }
}

export interface FakeNumber {
  id: string
  businessAccount: string
  /** Digits only. */
  phone: string
  verifiedName: string
  quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'
  limit: string
}

export interface FakeBusinessAccount {
  id: string
  subscribed: boolean
  callback: string | null
  dataset: string | null
}

export interface FakeTemplateComponent {
  type: string
  format?: string
  text?: string
  buttons?: { type: string; text: string; url?: string; phone_number?: string }[]
}

export interface FakeTemplate {
  id: string
  businessAccount: string
  name: string
  language: string
  category: string
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED'
  components: FakeTemplateComponent[]
  rejected_reason: string
}

export interface FakeMedia {
  id: string
  mimeType: string
  bytes: Buffer
}

/** A WhatsApp user who may be written to or write; known by phone, by user id, or by both. */
export interface FakeUser {
  phone: string | null
  userId: string | null
  name: string
}

/** What Meta keeps: accounts, numbers, tokens, templates, media, datasets, and when each user last wrote. */
export class GraphState {
  readonly accounts = new Map<string, FakeBusinessAccount>()
  readonly numbers = new Map<string, FakeNumber>()
  readonly templates = new Map<string, FakeTemplate>()
  readonly media = new Map<string, FakeMedia>()
  readonly datasets = new Set<string>()
  /** Token → scopes. A token that is not here is dead. */
  readonly tokens = new Map<string, { scopes: string[]; expiresAt: number }>()
  readonly users: FakeUser[] = []
  readonly #lastInbound = new Map<string, number>()
  #sequence = 1000

  /** Ids of Meta's size, the same in every run. */
  nextId(prefix = '78'): string {
    return `${prefix}${String(++this.#sequence).padStart(13, '0')}`
  }

  wrote(number: string, user: FakeUser, at: number): void {
    for (const handle of handlesOf(user)) this.#lastInbound.set(`${number}|${handle}`, at)
  }

  lastInbound(number: string, user: FakeUser): number | null {
    const times = handlesOf(user).map((handle) => this.#lastInbound.get(`${number}|${handle}`) ?? 0)
    return Math.max(0, ...times) || null
  }

  /** Everybody is on WhatsApp: who is not known yet is made up. */
  user(address: { to?: string; recipient?: string }): FakeUser {
    const phone = address.to ? digitsOf(address.to) : null
    const known = this.users.find((each) => (phone ? each.phone === phone : each.userId === address.recipient))
    if (known) return known
    const made: FakeUser = { phone, userId: address.recipient ?? `XX.${phone}0`, name: 'Guest' }
    this.users.push(made)
    return made
  }
}

const handlesOf = ({ phone, userId }: FakeUser): string[] =>
  [phone, userId].filter((handle): handle is string => handle !== null)

export const digitsOf = (phone: string): string => phone.replace(/\D/g, '')
