import { Tooltip } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { clock, day, dayOfYear, exact, moment, relative, seconds, shortly, weekday } from '~/hooks/format'
import { useT } from '~/hooks/use_t'

const forms = { clock, day, moment, seconds, shortly, weekday, year: dayOfYear }

type TimeProps = {
  at: number | null | undefined
  form?: keyof typeof forms | 'relative'
  mono?: boolean
}

function Relative({ at }: { at: number }) {
  const [now, setNow] = useState(() => Date.now())
  useInterval(() => setNow(Date.now()), 15_000, { autoInvoke: true })
  return <>{relative(at, now)}</>
}

/** A moment in the viewer's language and zone; the tooltip says it in full. */
export function Time({ at, form = 'shortly', mono = false }: TimeProps) {
  useT()
  if (at === null || at === undefined) return <span aria-hidden>–</span>
  return (
    <Tooltip label={exact(at)}>
      <time dateTime={new Date(at).toISOString()} className={mono ? 'st-mono' : 'st-num'}>
        {form === 'relative' ? <Relative at={at} /> : forms[form](at)}
      </time>
    </Tooltip>
  )
}
