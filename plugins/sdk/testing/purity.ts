/** Runs a synchronous function in a world without clock, chance or network: touching one of them throws. */
export function withoutOutsideWorld<T>(run: () => T): T {
  const kept = { Date: globalThis.Date, fetch: globalThis.fetch, random: Math.random }
  globalThis.Date = timelessDate(kept.Date)
  globalThis.fetch = () => {
    throw new Error('parse should be pure, and called fetch')
  }
  Math.random = () => {
    throw new Error('parse should be pure, and threw dice')
  }
  try {
    return run()
  } finally {
    globalThis.Date = kept.Date
    globalThis.fetch = kept.fetch
    Math.random = kept.random
  }
}

// Parsing a date out of the payload stays allowed; asking what time it is does not.
function timelessDate(RealDate: DateConstructor): DateConstructor {
  const complain = (): never => {
    throw new Error('parse should be pure, and looked at the clock: use hints.receivedAt')
  }
  return new Proxy(RealDate, {
    construct: (target, args: unknown[]) => (args.length === 0 ? complain() : Reflect.construct(target, args)),
    get: (target, name) => (name === 'now' ? complain : Reflect.get(target, name)),
  })
}
