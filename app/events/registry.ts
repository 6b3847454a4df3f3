import type { Trx } from '#app/database'
import type { NewEvent, StoredEvent } from './event.ts'

/** Finds out whose event it is, before it is stored, and sets `contactId`. Answers what follows from having found out. */
export interface Identifier {
  name: string
  identify(trx: Trx, events: StoredEvent[]): Promise<NewEvent[]>
}

/** Keeps a room's state in step with events, in the transaction that stores them. */
export interface Projector {
  name: string
  types: readonly string[] | '*'
  project(trx: Trx, events: StoredEvent[]): Promise<void>
}

/** Names those of the events that tell nothing new: they repeat what is told beside them, or what is known already. */
export interface Echoes {
  name: string
  types: readonly string[]
  among(trx: Trx, events: StoredEvent[]): Promise<StoredEvent[]>
}

/** Reacts to a stored event, later, under its contact's lock and in one transaction with "routed". */
export interface Consumer {
  name: string
  /** Cheap. A transient event is stored only if somebody listens. */
  listens(trx: Trx, event: StoredEvent): boolean | Promise<boolean>
  consume(trx: Trx, event: StoredEvent): Promise<void>
}

/** Locks contacts in one order and answers where merged ones have gone: `given id → id in force`. */
export type ContactLock = (trx: Trx, contactIds: string[]) => Promise<Map<string, string>>

const identifiers: Identifier[] = []
const projectors: Projector[] = []
const echoes: Echoes[] = []
const consumers: Consumer[] = []
let contactLock: ContactLock = async () => new Map()

/** `first`: a later room knows better whose an event is than the people named in it: a payment is its asker's. */
export const registerIdentifier = (identifier: Identifier, { first = false } = {}): void =>
  void (first ? identifiers.unshift(identifier) : identifiers.push(identifier))

/** Rooms register from their providers, in the order of the rooms, which is the order they are called in. */
export const registerProjector = (projector: Projector): void => void projectors.push(projector)
export const registerEchoes = (finder: Echoes): void => void echoes.push(finder)
export const registerConsumer = (consumer: Consumer): void => void consumers.push(consumer)
export const registerContactLock = (lock: ContactLock): void => void (contactLock = lock)

export const registeredConsumers = (): readonly Consumer[] => consumers

export const lockContactsOf: ContactLock = (trx, contactIds) => contactLock(trx, contactIds)

export async function identify(trx: Trx, events: StoredEvent[]): Promise<NewEvent[]> {
  const consequences: NewEvent[] = []
  for (const identifier of identifiers) consequences.push(...(await identifier.identify(trx, events)))
  return consequences
}

/** The events without those that would only repeat something. */
export async function withoutEchoes(trx: Trx, events: StoredEvent[]): Promise<StoredEvent[]> {
  const repeated: StoredEvent[] = []
  for (const { types, among } of echoes)
    if (events.some(({ type }) => types.includes(type))) repeated.push(...(await among(trx, events)))
  return repeated.length > 0 ? events.filter((event) => !repeated.includes(event)) : events
}

export async function project(trx: Trx, events: StoredEvent[]): Promise<void> {
  for (const { types, project: keep } of projectors) {
    const wanted = types === '*' ? events : events.filter((event) => types.includes(event.type))
    if (wanted.length > 0) await keep(trx, wanted)
  }
}

export async function anybodyListens(trx: Trx, event: StoredEvent): Promise<boolean> {
  for (const consumer of consumers) if (await consumer.listens(trx, event)) return true
  return false
}
