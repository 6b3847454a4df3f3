import { clock, moment, sameDay, weekdayClock } from '~/hooks/format'
import { translate } from '~/hooks/catalogue'
import { wordOf } from '~/hooks/use_t'
import type { Tone } from '~/ui/mark'
import type { Hop } from './types.ts'

const tones: Record<Hop['state'], Tone> = {
  passed: 'ok',
  working: 'accent',
  waiting: 'wait',
  refused: 'bad',
  failed: 'bad',
  not_reached: 'idle',
}

const statesOf: Partial<Record<Hop['kind'], string>> = {
  delivery: 'delivery',
  run: 'run',
  step: 'step',
  message: 'message',
  order: 'order',
  report: 'report',
}

/** Shortest wording of a coming moment: the hour today, else weekday and hour. */
export function untilWords(until: string) {
  const ms = /^\d+$/.test(until) ? Number(until) : Date.parse(until)
  if (Number.isNaN(ms)) return until
  if (sameDay(ms, Date.now())) return clock(ms)
  return Math.abs(ms - Date.now()) < 6 * 86_400_000 ? weekdayClock(ms) : moment(ms)
}

/** The state in words, unless it is plain success. */
export function stateWord({ kind, state, status, until }: Hop): { text: string; tone: Tone } | null {
  const tone = tones[state]
  if (status === '') return null
  if (until && state === 'waiting') return { text: translate('chain.until', { until: untilWords(until) }), tone }
  if (status) return { text: wordOf(`states.${statesOf[kind] ?? kind}.${status}`), tone }
  return state === 'passed' ? null : { text: translate(`chain.state.${state}`), tone }
}
