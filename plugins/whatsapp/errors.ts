import { failureOfMeaning, meaning, NotFound, Temporary } from '#sdk/index'
import type { ConnectorError, Meaning } from '#sdk/index'

const SECOND = 1000
const MINUTE = 60 * SECOND

const { auth, policy, temporary, permission, unreachable, permanent, missing, input, rate } = meaning

/** Cloud API error reference: "branch on code and details, never on title, subcode or HTTP status". */
const MEANINGS: Record<number, Meaning> = {
  0: auth(),
  190: auth(),
  3: permission(),
  10: permission(),
  131005: permission(),
  1: temporary(),
  2: temporary(),
  131000: temporary('provider_error'),
  131016: temporary(),
  131057: temporary('maintenance'),
  133004: temporary(),
  4: rate('call_quota', 5 * MINUTE),
  80007: rate('call_quota', 5 * MINUTE),
  130429: rate('throughput', 2 * SECOND),
  131056: rate('pair_rate_limit', 4 * SECOND, 'recipient'),
  33: missing('number_deleted'),
  133010: missing('number_not_registered'),
  100: input('request'),
  131008: input('request', 'parameter_missing'),
  131009: input('request'),
  131021: input('to', 'recipient_is_sender'),
  131051: input('content', 'unsupported_type'),
  131053: input('attachment', 'media_refused'),
  131052: input('attachment', 'media_refused'),
  131059: input('cursor', 'stale_cursor'),
  131030: unreachable('recipient_not_on_test_list'),
  131026: unreachable(),
  131062: unreachable('phone_required'),
  137000: unreachable('identity_changed'),
  131047: policy('window_closed'),
  131049: policy('per_user_marketing_limit'),
  131050: policy('marketing_stopped_by_recipient'),
  130472: policy('marketing_experiment'),
  130497: policy('country_not_allowed'),
  131048: policy('spam_rate_limit'),
  131064: policy('template_category_violations'),
  131031: policy('account_locked'),
  368: policy('account_blocked'),
  131037: policy('display_name_not_approved'),
  131042: policy('payment_problem'),
  131045: policy('registration_needed'),
  131063: policy('marketing_disabled'),
  132000: input('template_parameters', 'template_parameter_count'),
  132005: input('template_parameters', 'template_text_too_long'),
  132008: input('template_parameters', 'template_parameter_invalid'),
  132012: input('template_parameters', 'template_parameter_invalid'),
  132018: input('template_parameters', 'template_parameter_invalid'),
  132001: policy('template_not_found'),
  132007: policy('template_content_policy'),
  132015: policy('template_paused'),
  132016: policy('template_disabled'),
  132068: policy('flow_blocked'),
  132069: policy('flow_throttled'),
}

/** Faults an author made in a template, of which Meta has one code each. */
const TEMPLATE_AUTHORING = new Set([2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299])

function meaningOf(code: number): Meaning {
  if (TEMPLATE_AUTHORING.has(code)) return input('template', 'template_malformed')
  if (code >= 200 && code <= 299) return permission()
  return MEANINGS[code] ?? permanent('provider_refused')
}

export const reasonOf = (code: number): string => meaningOf(code).reason

export interface GraphError {
  code?: number
  error_subcode?: number
  is_transient?: boolean
}

/** Milliseconds the answer's own headers or our attempt number ask for, where they say more than the code does. */
export interface Patience {
  wait?: number | null
  attempt?: number
}

/** Turns one of Meta's error answers into the closed set. The message holds codes only: Meta's words may quote a phone. */
export function failureOf(error: GraphError, status: number, patience: Patience = {}): ConnectorError {
  const code = error.code ?? -1
  const means = meaningOf(code)
  const message = `WhatsApp refused: ${means.reason} (${code}${error.error_subcode ? `/${error.error_subcode}` : ''})`
  const options = { vendorCode: String(code), status }
  // "Object does not exist or cannot be seen" hides under the code for any bad parameter.
  if (code === 100 && error.error_subcode === 33) return new NotFound(message, options)
  if (means.kind === 'permanent' && error.is_transient) return new Temporary(message, options)
  return failureOfMeaning(means, message, { ...options, wait: waitFor(means, patience) })
}

/** Meta's rule for one pair of numbers: wait 4^n seconds. */
function waitFor(means: Meaning, { wait, attempt = 1 }: Patience): number | null {
  if (wait) return wait
  return means.kind === 'rate' && means.scope === 'recipient' ? means.wait * 4 ** Math.min(attempt - 1, 4) : null
}
