import { Link } from '@inertiajs/react'
import { VisuallyHidden } from '@mantine/core'
import { clock, duration, seconds } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { CopyId } from '~/ui/copy_id'
import { breakable } from '~/ui/cut'
import { Mark, toneColor, type Shape, type Tone } from '~/ui/mark'
import { hopIcons } from './icons.ts'
import { Sentence } from './sentence.tsx'
import { stateWord } from './words.ts'
import type { Hop, HopState } from './types.ts'
import classes from './chain.module.css'

type ChainHopProps = { hop: Hop; next?: Hop; line: string; told: boolean; brief?: boolean }

const marks: Partial<Record<HopState, readonly [Tone, Shape]>> = {
  passed: ['ok', 'tick'],
  waiting: ['wait', 'clock'],
  refused: ['bad', 'cross'],
  failed: ['bad', 'cross'],
}

function Square({ hop }: { hop: Hop }) {
  const Icon = hopIcons[hop.kind]
  const mark = marks[hop.state]
  return (
    <span className={classes.square} aria-hidden>
      <Icon size={17} stroke={1.6} />
      {mark && (
        <span className={classes.mark}>
          <Mark tone={mark[0]} shape={mark[1]} size={14} />
        </span>
      )}
    </span>
  )
}

function What({ hop }: { hop: Hop }) {
  const { t } = useT()
  const word = stateWord(hop)
  const said = hop.title ?? hop.detail
  return (
    <p className={classes.what}>
      {hop.title && breakable(hop.title)}
      {hop.detail && (
        <span className={hop.title ? classes.detail : undefined}>
          {hop.title && ', '}
          {hop.detail}
        </span>
      )}
      {word && said && <span className={classes.dot}> · </span>}
      {word && (
        <span
          className={hop.state === 'not_reached' ? undefined : classes.state}
          style={{ color: toneColor(word.tone) }}
        >
          {word.text}
        </span>
      )}
      {!word && <VisuallyHidden>, {t(`chain.state.${hop.state}`)}</VisuallyHidden>}
    </p>
  )
}

export function ChainHop({ hop, next, line, told, brief = false }: ChainHopProps) {
  const { t } = useT()
  const name = t(`chain.hop.${hop.kind}`)
  const took = next?.tookMs
  return (
    <li className={classes.hop} data-state={hop.state} aria-current={hop.state === 'working' ? 'step' : undefined}>
      <div className={classes.rail}>
        <Square hop={hop} />
        <span className={classes.line} data-line={line} aria-hidden>
          {took !== undefined && line === 'solid' && <span className={classes.tookOnLine}>{duration(took)}</span>}
        </span>
      </div>
      <div className={classes.words}>
        <p className={classes.name}>
          {hop.href ? <Link href={hop.href}>{name}</Link> : name}
          {hop.tookMs !== undefined && <span className={classes.tookInline}> +{duration(hop.tookMs)}</span>}
        </p>
        <What hop={hop} />
      </div>
      <div className={classes.meta}>
        {hop.at !== undefined && (
          <time dateTime={new Date(hop.at).toISOString()}>{brief ? clock(hop.at) : seconds(hop.at)}</time>
        )}
        {hop.id && (
          <div>
            <CopyId id={hop.id} />
          </div>
        )}
      </div>
      {told && (
        <div className={classes.inside}>
          <Sentence hop={hop} />
        </div>
      )}
    </li>
  )
}
