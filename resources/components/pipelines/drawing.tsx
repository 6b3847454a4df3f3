import { useMediaQuery } from '@mantine/hooks'
import { Canvas } from './canvas.tsx'
import { Outline } from './outline.tsx'
import type { DrawingProps } from './types.ts'

/** The canvas where there is room for it, else the outline; both say the same. */
export function Drawing({ as, ...drawing }: DrawingProps & { as: 'canvas' | 'outline' }) {
  const wide = useMediaQuery('(min-width: 62em)', true)
  return as === 'canvas' && wide ? (
    <Canvas {...drawing} height="max(560px, calc(100vh - 230px))" />
  ) : (
    <Outline {...drawing} />
  )
}
