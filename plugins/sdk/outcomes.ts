import { isConnectorError, OutcomeUnknown, Temporary } from './errors.ts'
import type { ConnectorError, ConnectorErrorCode, ConnectorErrorOptions } from './errors.ts'
import { asText } from './reading.ts'

/** Whether something failed with one of these codes. */
export const failedWith = (error: unknown, ...codes: ConnectorErrorCode[]): error is ConnectorError =>
  isConnectorError(error) && codes.includes(error.code)

/** What a call answers, or `otherwise` where it fails with one of these codes: `orElse(find(id), null, 'E_NOT_FOUND')`. */
export async function orElse<T, U>(call: Promise<T>, otherwise: U, ...codes: ConnectorErrorCode[]): Promise<T | U> {
  try {
    return await call
  } catch (error) {
    if (failedWith(error, ...codes)) return otherwise
    throw error
  }
}

/**
 * The vendor did not say, or not in its own format, what became of a call: unknown where the call changes something, and
 * no more than an outage where it only asks.
 */
export const noWord = (message: string, changes: boolean, options: ConnectorErrorOptions = {}): ConnectorError =>
  changes ? new OutcomeUnknown(message, options) : new Temporary(message, options)

/** The id of what a vendor has just made. Throws `OutcomeUnknown` where it has none: it was made, and cannot be named. */
export function idOfMade(id: unknown, what: string): string {
  const text = asText(id)
  if (text === null) throw new OutcomeUnknown(`${what} was made, and its id was not told`)
  return text
}
