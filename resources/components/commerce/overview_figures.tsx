import { money } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { FigureCard } from '~/ui/figure_card'
import { toneColor } from '~/ui/mark'
import type { Overview, Sum } from './types.ts'

/** Sums of different currencies cannot be added: they stand side by side. */
const worth = ({ sums }: Sum) => sums.map(({ amount, currency }) => money(amount, currency)).join(' · ')

export function OverviewFigures({ overview }: { overview: Overview }) {
  const { t } = useT()
  const { path } = useShared()
  const { orders, abandoned, recovered, parcels } = overview
  const carts = (sum: Sum) => (sum.count > 0 ? t('commerce.overview_worth', { amount: worth(sum) }) : undefined)
  return (
    <div className="st-figures">
      <FigureCard
        label={t('commerce.overview_orders')}
        value={orders.count}
        note={orders.sums.length > 0 ? t('commerce.overview_revenue', { amount: worth(orders) }) : undefined}
        href={path('/commerce/orders')}
      />
      <FigureCard
        label={t('commerce.overview_abandoned')}
        value={abandoned.count}
        note={carts(abandoned)}
        href={path('/commerce/carts?state=abandoned')}
      />
      <FigureCard
        label={t('commerce.overview_recovered')}
        value={recovered.count}
        note={carts(recovered)}
        href={path('/commerce/carts?state=recovered')}
      />
      <FigureCard
        label={t('commerce.overview_parcels')}
        value={parcels.underway}
        note={
          <span style={{ color: parcels.trouble > 0 ? toneColor('wait') : undefined }}>
            {t('commerce.overview_trouble', { n: parcels.trouble })}
          </span>
        }
        href={path('/commerce/shipments')}
      />
    </div>
  )
}
