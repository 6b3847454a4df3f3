import { money } from '~/hooks/format'
import { useT } from '~/hooks/use_t'

type MoneyProps = { minor: number | null | undefined; currency: string; whole?: boolean; strong?: boolean }

export function Money({ minor, currency, whole = false, strong = false }: MoneyProps) {
  useT()
  const words = minor === null || minor === undefined ? '–' : money(minor, currency, { whole })
  return (
    <span className="st-num" style={{ fontWeight: strong ? 600 : undefined, whiteSpace: 'nowrap' }}>
      {words}
    </span>
  )
}
