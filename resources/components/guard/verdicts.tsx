import type { JsonParams } from '~/hooks/json'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Mark, toneColor, type Shape, type Tone } from '~/ui/mark'
import { untilWords } from '~/components/chain/words'
import classes from './verdicts.module.css'

export type Verdict = {
  /** The rule's name, worded by `guard.rule.<rule>`. */
  rule: string
  verdict: 'allow' | 'delay' | 'refuse' | 'skip'
  /** Why it delays or refuses; also given for an allow where there is something to say. */
  code?: string | null
  params?: JsonParams
  /** Words instead of a code: "WhatsApp +39 0583 555 010". */
  detail?: string
  /** Epoch ms, for a delay. */
  until?: number | null
}

const looks: Record<Verdict['verdict'], readonly [Tone, Shape]> = {
  allow: ['ok', 'tick'],
  delay: ['wait', 'clock'],
  refuse: ['bad', 'cross'],
  skip: ['idle', 'ring'],
}

function Row({ rule, verdict, code, params, detail, until }: Verdict) {
  const { t, reason, wordOf } = useT()
  const [tone, shape] = looks[verdict]
  const why = [
    detail ?? (code ? reason(code, params) : ''),
    until ? t('chain.until', { until: untilWords(String(until)) }) : '',
  ]
  const strong = verdict === 'refuse' || verdict === 'delay'
  return (
    <li className={classes.verdict} data-verdict={verdict}>
      <Mark tone={tone} shape={shape} />
      <span className={classes.rule}>{wordOf(`guard.rule.${rule}`)}</span>
      <span
        className={classes.answer}
        data-strong={strong || undefined}
        style={strong ? { color: toneColor(tone) } : undefined}
      >
        {t(`guard.${verdict}`)}
      </span>
      {why.some(Boolean) && <span className={classes.why}>{why.filter(Boolean).join(' · ')}</span>}
    </li>
  )
}

/** Every rule's answer to one message, in the order they were asked. */
export function Verdicts({ verdicts }: { verdicts: Verdict[] }) {
  return (
    <ul className={classes.list}>
      {verdicts.map((verdict) => (
        <Row key={verdict.rule} {...verdict} />
      ))}
    </ul>
  )
}

export function VerdictsCard({ verdicts }: { verdicts: Verdict[] }) {
  const { t } = useT()
  const count = (kind: Verdict['verdict']) => verdicts.filter(({ verdict }) => verdict === kind).length
  const note = t('guard.count', { allow: count('allow'), delay: count('delay'), refuse: count('refuse') })
  return (
    <Card title={t('guard.title')} note={note} lined flush>
      <Verdicts verdicts={verdicts} />
    </Card>
  )
}
