import assert from 'node:assert/strict'
import { CONNECTOR_ERROR_CODES, isConnectorError, type ConnectorError } from '../errors.ts'
import type { Schema } from '../schema.ts'

/** The error a call ends in. Fails when it does not fail, or fails outside the closed set. */
export async function vendorErrorOf(call: Promise<unknown>, during: string): Promise<ConnectorError> {
  const error = await failureOf(call)
  assert.ok(error !== null, `${during}: the call should fail, and it succeeded`)
  assert.ok(
    isConnectorError(error),
    `${during}: the error should be one of ${CONNECTOR_ERROR_CODES.join(', ')}, and is ${nameOf(error)}: ${messageOf(error)}`
  )
  return error
}

/** What a promise rejects with, or null when it does not. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call
    return null
  } catch (error) {
    return error ?? new Error('rejected with nothing')
  }
}

/** What a function throws, or null. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run()
    return null
  } catch (error) {
    return error ?? new Error('threw nothing')
  }
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

/** A schema's complaints about a value, as `field: message`; null when it takes the value. */
export async function complaints(schema: Schema<unknown>, value: unknown): Promise<string[] | null> {
  const error = await failureOf(schema.validate(value))
  if (error === null) return null
  const messages = typeof error === 'object' && 'messages' in error ? error.messages : null
  assert.ok(
    Array.isArray(messages),
    `the schema should reject with \`messages\`, and threw ${nameOf(error)}: ${messageOf(error)}`
  )
  return messages.map((each: { field?: string; message?: string }) => `${each.field}: ${each.message}`)
}

/** Everything readable in an error: message, stack, own fields, and the same of its causes. */
export function textOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 5) return String(error)
  const own = Object.getOwnPropertyNames(error).map((name) => {
    const value = (error as Record<string, unknown>)[name]
    return name === 'cause'
      ? textOf(value, depth + 1)
      : `${name}=${typeof value === 'string' ? value : safeJson(value)}`
  })
  return own.join('\n')
}

function safeJson(value: unknown): string {
  const seen = new WeakSet<object>()
  const text = JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return String(each)
    if (typeof each !== 'object' || each === null) return each
    if (seen.has(each)) return '[seen]'
    seen.add(each)
    return each
  })
  return text ?? ''
}
