import { isConnectorError, OutcomeUnknown, Permanent, Temporary } from '#sdk/errors'
import type { ConnectorError } from '#sdk/errors'

export class AnswerTooLarge extends Permanent {
  constructor() {
    super('The answer is larger than is read here', { vendorCode: 'answer_too_large' })
  }
}

/**
 * What a failed call means. A request that never left, or that only reads, cannot have done anything: `Temporary`. Of
 * any other nobody knows.
 */
export function failureOf(
  error: unknown,
  host: string,
  { left, reads }: { left: boolean; reads: boolean }
): ConnectorError {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    if (isConnectorError(cause)) return cause
  }
  const code = codeOf(error)
  if (!left) return new Temporary(`No connection to ${host} could be made (${code})`, { vendorCode: code })
  if (reads) return new Temporary(`${host} did not answer (${code})`, { vendorCode: code })
  return new OutcomeUnknown(`The request to ${host} left, but no answer came (${code})`, { vendorCode: code })
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code
  return cause instanceof Error ? cause.name : 'unknown'
}
