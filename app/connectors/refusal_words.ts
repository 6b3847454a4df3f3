import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@vinejs/vine'
import type { Connector } from '#sdk/connector'
import type { FieldError } from '#sdk/schema'
import { wordsOf } from '#sdk/words'
import type { Refusal } from './connect.ts'
import { worded } from './worded.ts'

type Viewer = Partial<Pick<HttpContext, 'i18n'>>

/** What `connect` refused, in the shape of every other form error: by field, with a code, in words. */
export function refuse(viewer: Viewer, refusal: Refusal, connector: Connector | null = null): never {
  throw new errors.E_VALIDATION_ERROR(refusalErrors(viewer, refusal, connector))
}

/** The same, for who is on the way back from elsewhere and must be led to the form first. */
export function refusalErrors({ i18n }: Viewer, refusal: Refusal, connector: Connector | null): FieldError[] {
  const words = (code: string, params: Record<string, unknown> = {}) => i18n?.t(`codes.${code}`, params) ?? code
  const titles = i18n && connector ? titlesOf(worded(connector, i18n.locale)) : {}
  return complaints(refusal, words).map((one) => ({ ...one, message: ruleInWords(one, titles[one.field], i18n) }))
}

/** A connector's schema complains in English; the rules everybody knows have words in the viewer's language. */
function ruleInWords(
  { rule, message, meta }: FieldError & { meta?: Record<string, unknown> },
  title: string | undefined,
  i18n?: HttpContext['i18n']
) {
  if (rule === 'required' && title && i18n) return i18n.t('connections.fill_in', { title })
  return i18n?.t(`validator.shared.messages.${rule}`, meta ?? {}, message) ?? message
}

/** What the form calls each of its fields, by the name that errors give them. */
function titlesOf(connector: Connector): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wordsOf(connector)).flatMap(([place, words]) => {
      const [, field] = /^((?:credentials|settings|app)\..+)\.title$/.exec(place) ?? []
      return field ? [[field, words]] : []
    })
  )
}

function complaints(refusal: Refusal, words: (code: string, params?: Record<string, unknown>) => string): FieldError[] {
  switch (refusal.reason) {
    case 'invalid':
      return refusal.errors
    case 'account_taken':
      return [{ field: 'form', rule: 'account_taken', message: words('account_taken', { account: refusal.account }) }]
    case 'sign_in_needed':
      return [{ field: 'form', rule: 'sign_in_needed', message: words('sign_in_needed') }]
    case 'check_failed': {
      const { code, params } = refusal.why
      const told = typeof params?.message === 'string' ? `: ${params.message}` : ''
      return [{ field: refusal.field ?? 'form', rule: code, message: `${words(code, params)}${told}` }]
    }
  }
}
