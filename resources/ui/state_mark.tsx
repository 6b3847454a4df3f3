import type { ReactNode } from 'react'
import { useT } from '~/hooks/use_t'
import { Mark, toneColor, type Shape, type Tone } from './mark.tsx'
import { lookOf, type Thing } from './states.ts'
import classes from './state_mark.module.css'

type Words = { tone: Tone; shape: Shape; children: ReactNode }

/** Icon and word in the state's colour, no background: for rows, tables and lists. */
export function Word({ tone, shape, children }: Words) {
  return (
    <span className={classes.mark} style={{ color: toneColor(tone) }}>
      <Mark shape={shape} tone={tone} />
      <span className={classes.word}>{children}</span>
    </span>
  )
}

/** The tinted form, only beside a page title. */
export function Pill({ tone, shape, children }: Words) {
  const background = tone === 'accent' ? 'var(--st-selected)' : `var(--st-${tone}-bg)`
  return (
    <span className={classes.pill} style={{ color: toneColor(tone), background }}>
      <Mark shape={shape} tone={tone} />
      <span className={classes.word}>{children}</span>
    </span>
  )
}

type StateMarkProps = {
  thing: Thing
  state: string
  /** Said after the word: "Waiting until Fri 10:00", "Live · v7". */
  more?: ReactNode
  pill?: boolean
}

export function StateMark({ thing, state, more, pill = false }: StateMarkProps) {
  const { wordOf } = useT()
  const [tone, shape] = lookOf(thing, state)
  const Form = pill ? Pill : Word
  return (
    <Form tone={tone} shape={shape}>
      {wordOf(`states.${thing}.${state}`)}
      {more !== undefined && <> {more}</>}
    </Form>
  )
}

/** Says that what is shown here changes by itself. */
export function LiveMark({ on = true }: { on?: boolean }) {
  const { t } = useT()
  const tone: Tone = on ? 'accent' : 'idle'
  return (
    <span className={classes.mark} style={{ color: toneColor(tone) }}>
      <span className={on ? classes.live : undefined}>
        <Mark shape="ring" tone={tone} />
      </span>
      {t(on ? 'console.live.on' : 'console.live.off')}
    </span>
  )
}
