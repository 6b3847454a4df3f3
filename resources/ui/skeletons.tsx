import { Skeleton } from '@mantine/core'
import { useT } from '~/hooks/use_t'

const widths = ['68%', '82%', '56%', '74%', '62%', '88%']
const widthOf = (i: number) => widths[i % widths.length]

/** Wraps skeletons so that a screen reader hears one word instead of a dozen grey bars. */
function Loading({ children }: { children: React.ReactNode }) {
  const { t } = useT()
  return (
    <div role="status" aria-label={t('console.loading')}>
      <div aria-hidden>{children}</div>
    </div>
  )
}

export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Loading>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={8} width={widthOf(i)} radius="sm" mb={12} />
      ))}
    </Loading>
  )
}

export function RowsSkeleton({ rows = 6, avatar = false }: { rows?: number; avatar?: boolean }) {
  return (
    <Loading>
      {Array.from({ length: rows }, (_, i) => (
        <div
          key={i}
          style={{ display: 'flex', gap: 12, padding: '12px 16px', borderTop: '1px solid var(--st-border)' }}
        >
          {avatar && <Skeleton height={32} width={32} circle style={{ flex: 'none' }} />}
          <div style={{ flex: 1 }}>
            <Skeleton height={8} width={widthOf(i + 2)} radius="sm" mb={10} />
            <Skeleton height={8} width={widthOf(i)} radius="sm" />
          </div>
        </div>
      ))}
    </Loading>
  )
}

export function FiguresSkeleton({ figures = 4 }: { figures?: number }) {
  return (
    <Loading>
      <div className="st-figures">
        {Array.from({ length: figures }, (_, i) => (
          <Skeleton key={i} height={108} radius="md" />
        ))}
      </div>
    </Loading>
  )
}
