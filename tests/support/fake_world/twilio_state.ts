export interface FakeTwilioAccount {
  sid: string
  /** The primary token: it opens the API and signs every webhook. */
  token: string
  status: 'active' | 'suspended' | 'closed'
  type: 'Full' | 'Trial'
}

export interface FakeTwilioNumber {
  sid: string
  account: string
  number: string
  smsUrl: string
}

export interface FakeTwilioService {
  sid: string
  account: string
  numbers: string[]
  inboundUrl: string
  useNumberUrl: boolean
}

export interface FakeSms {
  sid: string
  account: string
  direction: 'inbound' | 'outbound-api' | 'outbound-reply'
  from: string
  to: string
  body: string
  service: string | null
  status: string
  errorCode: number | null
  /** As it was asked for; null for inbound messages. */
  statusCallback: string | null
  media: { sid: string; mimeType: string; bytes: Buffer }[]
  price: string | null
  at: number
}

/** One of Twilio's refusals, thrown inside the fake and sent in Twilio's own shape. */
export class TwilioRefusal extends Error {
  readonly code: number
  readonly status: number

  constructor(code: number, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** What Twilio keeps: accounts, senders, messages, and who wrote STOP to which sender. */
export class TwilioState {
  readonly accounts = new Map<string, FakeTwilioAccount>()
  readonly numbers = new Map<string, FakeTwilioNumber>()
  readonly services = new Map<string, FakeTwilioService>()
  readonly messages: FakeSms[] = []
  readonly #stopped = new Set<string>()
  #sequence = 0

  /** Ids of Twilio's size, the same in every run. */
  nextId(prefix: string): string {
    return prefix + (++this.#sequence).toString(16).padStart(32, '0')
  }

  serviceOf(number: string): FakeTwilioService | null {
    return [...this.services.values()].find(({ numbers }) => numbers.includes(number)) ?? null
  }

  /** A STOP holds for the service, where the number is in one. */
  stop(number: string, phone: string): void {
    this.#stopped.add(`${this.#scope(number)} ${phone}`)
  }

  start(number: string, phone: string): void {
    this.#stopped.delete(`${this.#scope(number)} ${phone}`)
  }

  hasStopped(sender: string, phone: string): boolean {
    return this.#stopped.has(`${this.#scope(sender)} ${phone}`)
  }

  #scope(sender: string): string {
    return this.serviceOf(sender)?.sid ?? sender
  }
}
