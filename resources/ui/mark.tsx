import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconClockFilled,
  IconPlayerPauseFilled,
  IconSparkles,
  type TablerIcon,
} from '@tabler/icons-react'

export type Tone = 'ok' | 'wait' | 'bad' | 'idle' | 'accent' | 'ai'
export type Shape = 'tick' | 'clock' | 'cross' | 'ring' | 'triangle' | 'bars' | 'sparkle'

const icons: Record<Shape, TablerIcon> = {
  tick: IconCircleCheckFilled,
  clock: IconClockFilled,
  cross: IconCircleXFilled,
  ring: IconCircleDashed,
  triangle: IconAlertTriangleFilled,
  bars: IconPlayerPauseFilled,
  sparkle: IconSparkles,
}

export const toneColor = (tone: Tone) => (tone === 'accent' ? 'var(--st-accent-text)' : `var(--st-${tone})`)

/** A state's shape in its colour. The word beside it carries the meaning, so it is hidden from screen readers. */
export function Mark({ shape, tone, size = 14 }: { shape: Shape; tone: Tone; size?: number }) {
  const Icon = icons[shape]
  return <Icon size={size} color={toneColor(tone)} aria-hidden style={{ flex: 'none' }} />
}
