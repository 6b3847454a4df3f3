import { errors as vineErrors } from '@vinejs/vine'

export type Problem = {
  type: 'about:blank'
  title: string
  /** What is wrong with which field, in one sentence: no-code tools show it to people. */
  detail?: string
  status: number
  code: string
  request_id?: string
  errors?: unknown
}

/** RFC 9457 problem details. Only a declared exception shows its message; anything else may hold a secret. */
export function problemOf(error: unknown, requestId?: string): Problem {
  const status = statusOf(error)
  const problem: Problem = {
    type: 'about:blank',
    title: titleOf(error, status),
    status,
    code: codeOf(error, status),
    request_id: requestId,
  }
  if (error instanceof vineErrors.E_VALIDATION_ERROR) {
    problem.errors = error.messages
    problem.detail = detailOf(error.messages)
  }
  return problem
}

function detailOf(messages: unknown): string | undefined {
  const complaints = Array.isArray(messages) ? (messages as { field?: string; message?: string }[]) : []
  return complaints.map(({ field, message }) => `${field}: ${message}`).join('; ') || undefined
}

function statusOf(error: unknown) {
  const status = fieldOf(error, 'status')
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}

function codeOf(error: unknown, status: number) {
  const code = fieldOf(error, 'code')
  if (status >= 500 || typeof code !== 'string') return status >= 500 ? 'internal_error' : 'bad_request'
  return code.replace(/^E_/, '').toLowerCase()
}

function titleOf(error: unknown, status: number) {
  if (status >= 500) return 'The server could not finish this request.'
  return error instanceof Error ? error.message : 'The request was refused.'
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && field in value
    ? (value as Record<string, unknown>)[field]
    : undefined
}
