import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'

/** Whether a call's request was written to a connection. Until then nothing can have happened at the other end. */
export interface Departure {
  left: boolean
}

const calls = new AsyncLocalStorage<Departure>()
const departures = new WeakMap<object, Departure>()

// An error alone does not tell a request that waited in vain for a connection from one that was sent and not answered.
subscribe('undici:request:create', (message) => {
  const departure = calls.getStore()
  if (departure) departures.set((message as { request: object }).request, departure)
})
subscribe('undici:client:sendHeaders', (message) => {
  const departure = departures.get((message as { request: object }).request)
  if (departure) departure.left = true
})

export const watched = <T>(departure: Departure, call: () => Promise<T>): Promise<T> => calls.run(departure, call)
