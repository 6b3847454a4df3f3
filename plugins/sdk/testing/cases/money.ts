import assert from 'node:assert/strict'

export function assertMoney(value: unknown, what: string) {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown }
  assert.ok(Number.isSafeInteger(amount), `${what} should be a whole number of minor units, and is ${String(amount)}`)
  assert.match(String(currency), /^[A-Z]{3}$/, `${what} should name its currency`)
}
