import type { Action } from '#sdk/actions'
import { isConnectorError } from '#sdk/errors'

/** Hears of every call of a connector that ended because the token or key is dead. */
export type OnExpired = (connectionId: string, error: Error) => void

/**
 * The same implementation, listened to: whoever calls it, a dead token is noticed in one place. Every function of the
 * contract that reaches the vendor takes the context first.
 */
export function watched<T extends object>(implementation: T, onExpired: OnExpired): T {
  return new Proxy({} as T, {
    get(_target, name) {
      const value: unknown = Reflect.get(implementation, name)
      if (typeof value === 'function') return listened(value.bind(implementation), onExpired)
      if (name === 'actions' && value) return watchedActions(value as Record<string, Action>, onExpired)
      return isRole(value) ? watched(value, onExpired) : value
    },
    has: (_target, name) => Reflect.has(implementation, name),
    ownKeys: () => Reflect.ownKeys(implementation),
    getOwnPropertyDescriptor: (_target, name) =>
      Reflect.has(implementation, name)
        ? { enumerable: true, configurable: true, value: Reflect.get(implementation, name) }
        : undefined,
  })
}

/** What an action says of itself stays as it is: schemas do not take to being wrapped. */
function watchedActions(actions: Record<string, Action>, onExpired: OnExpired): Record<string, Action> {
  const listening = (action: Action): Action => {
    const { run, lookup } = watched({ run: action.run.bind(action), lookup: action.lookup?.bind(action) }, onExpired)
    return { ...action, run, ...(lookup ? { lookup } : {}) }
  }
  return Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, listening(action)]))
}

/** Lists and tables of a role are handed out as they are. */
function isRole(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.values(value).some((member) => typeof member === 'function')
  )
}

function listened(call: (...args: unknown[]) => unknown, onExpired: OnExpired) {
  return (...args: unknown[]): unknown => {
    const answer = call(...args)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error: unknown) => {
      const connectionId = connectionIn(args[0])
      if (connectionId && isConnectorError(error) && error.code === 'E_AUTHENTICATION_EXPIRED')
        onExpired(connectionId, error)
      throw error
    })
  }
}

const connectionIn = (context: unknown): string | null =>
  typeof context === 'object' && context !== null && 'connectionId' in context ? String(context.connectionId) : null
