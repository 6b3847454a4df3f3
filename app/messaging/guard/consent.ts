import { DAY } from '#app/clock'
import type { Case } from './case.ts'
import { allow, refuse } from './rule.ts'
import type { Answer, Rule } from './rule.ts'

const BASIS_LASTS = 365 * DAY
const GIVEN = ['granted', 'confirmed']

/**
 * Marketing needs an explicit yes for this channel. A transactional message rests on an order, a ticket or a message
 * of theirs in the last twelve months, or on a yes. Nobody asks consent for an answer or a code they asked for.
 */
export const consent: Rule = {
  name: 'consent',
  binds: ['transactional', 'marketing'],
  judge: (kase) => (kase.purpose === 'marketing' ? marketing(kase) : transactional(kase)),
}

function marketing({ facts }: Case): Answer {
  const medium = facts.connection?.channel?.medium ?? ''
  const state = facts.contact?.consents.marketing
  if (state && GIVEN.includes(state.state)) return allow(`consent_${state.state}`, { since: state.at })
  if (state?.state === 'withdrawn') return refuse('consent_withdrawn', { medium, since: state.at })
  return state?.state === 'asked'
    ? refuse('consent_not_answered', { medium, since: state.at })
    : refuse('no_consent', { medium })
}

function transactional({ facts, now }: Case): Answer {
  const { contact, conversation } = facts
  const state = contact?.consents.transactional
  if (state?.state === 'withdrawn')
    return refuse('consent_withdrawn', { medium: facts.connection?.channel?.medium ?? '', since: state.at })
  if (state && GIVEN.includes(state.state)) return allow(`consent_${state.state}`, { since: state.at })
  const latest = Math.max(contact?.basisAt ?? 0, conversation?.lastInboundAt ?? 0)
  return latest > now - BASIS_LASTS ? allow('recent_basis', { since: latest }) : refuse('no_basis')
}
