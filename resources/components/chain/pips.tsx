import { Tooltip } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { allNine, isCut, passedCount } from './order.ts'
import { HOP_KINDS, type Hop, type HopState } from './types.ts'
import classes from './pips.module.css'

/** The chain at rest in a row. Give the nine states, or the hops themselves. */
type PipsProps = { states: HopState[] } | { hops: Hop[] }

function lookOf(state: HopState, last: boolean, all: boolean) {
  if (isCut(state)) return 'stopped'
  if (state === 'not_reached') return 'empty'
  if (state === 'passed') return last && all ? 'done' : 'passed'
  return state
}

export function Pips(props: PipsProps) {
  const { t } = useT()
  const states = 'hops' in props ? allNine(props.hops).map((hop) => hop.state) : props.states
  const passed = passedCount(states)
  const stopped = states.find((state) => state !== 'passed' && state !== 'not_reached')
  const all = passed === HOP_KINDS.length
  const text = t('chain.pips', { passed, of: HOP_KINDS.length, stopped: stopped ?? (all ? 'done' : 'none') })

  return (
    <Tooltip label={text}>
      <span className={classes.pips} role="img" aria-label={text}>
        {HOP_KINDS.map((kind, i) => (
          <span key={kind} className={classes.pip} data-look={lookOf(states[i] ?? 'not_reached', i === 8, all)} />
        ))}
      </span>
    </Tooltip>
  )
}
