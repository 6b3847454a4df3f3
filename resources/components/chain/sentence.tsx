import { hasMessage } from '~/hooks/catalogue'
import { useT } from '~/hooks/use_t'
import { Notice } from '~/ui/error_box'
import { TextLink } from '~/ui/text_link'
import { isCut } from './order.ts'
import type { Hop } from './types.ts'

/** "Not sent", "Not accepted" … what did not happen at this hop; said before why. */
function lead({ kind, state }: Hop) {
  if (!isCut(state)) return 'chain.lead.waiting'
  const own = `chain.lead.${kind}.${state}`
  return hasMessage(own) ? own : `chain.lead.${state}`
}

const lower = (words: string) => (/^\p{Lu}\p{Ll}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words)

/** What was not done, why, since when, and what can be done about it. */
export function Sentence({ hop }: { hop: Hop }) {
  const { t, reason, hint } = useT()
  if (!hop.reason) return null
  const { code, params } = hop.reason
  const links = hop.links ?? []
  return (
    <Notice
      kind={isCut(hop.state) ? 'refusal' : 'wait'}
      title={`${t(lead(hop), { why: lower(reason(code, params)).replace(/\.$/, '') })}.`}
      actions={
        links.length > 0 &&
        links.map(({ label, href }) => (
          <TextLink key={href + label} href={href}>
            {label}
          </TextLink>
        ))
      }
    >
      {hint(code, params)}
    </Notice>
  )
}
