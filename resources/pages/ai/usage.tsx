import { AiHead } from '~/components/ai/ai_head'
import { BudgetCard } from '~/components/ai/budget_card'
import { micros } from '~/components/ai/micros'
import type { CallLine, Usage } from '~/components/ai/types'
import { CallTable, PurposeTable } from '~/components/ai/usage_tables'
import { compact, number } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { BarChart } from '~/ui/bar_chart'
import { Card } from '~/ui/card'
import { Notice } from '~/ui/error_box'

type Props = { usage: Usage; calls: CallLine[]; older: string | null }

const isSpent = ({ spentMicros, budgetMicros, spentTokens, budgetTokens }: Usage) =>
  (budgetMicros !== null && spentMicros >= budgetMicros) || (budgetTokens !== null && spentTokens >= budgetTokens)

function Notices({ usage }: { usage: Usage }) {
  const { t, reason } = useT()
  return (
    <>
      {isSpent(usage) && (
        <Notice kind="refusal" title={reason('ai_budget_spent', {})}>
          {t('ai.spent_help')}
        </Notice>
      )}
      {usage.unpriced.calls > 0 && (
        <Notice kind="wait" title={t('ai.price_unknown')}>
          {t('ai.unpriced', { n: usage.unpriced.calls, models: usage.unpriced.models.join(', ') })}
        </Notice>
      )}
    </>
  )
}

/** Bars are tokens where nothing has a price: free calls are work, too. */
function Days({ usage }: { usage: Usage }) {
  const { t } = useT()
  const costs = usage.days.some((day) => day.micros > 0)
  const bars = usage.days.map((day, index) => ({
    label: String(Number(day.day.slice(-2))),
    value: costs ? day.micros : day.tokens,
    number: day.calls === 0 ? '' : costs ? micros(day.micros, usage.currency) : compact(day.tokens),
    full: t('ai.day_full', {
      calls: number(day.calls),
      tokens: number(day.tokens),
      cost: micros(day.micros, usage.currency),
    }),
    current: index === usage.days.length - 1,
  }))
  if (usage.days.every(({ calls }) => calls === 0)) return null
  return (
    <Card title={t('ai.by_day', { n: bars.length })} note={t(costs ? 'ai.money' : 'ai.tokens')}>
      <BarChart title={t('ai.by_day', { n: bars.length })} bars={bars} />
    </Card>
  )
}

export default function AiUsage({ usage, calls, older }: Props) {
  return (
    <>
      <AiHead />
      <div className="st-stack" style={{ gap: 16 }}>
        <Notices usage={usage} />
        <BudgetCard usage={usage} />
        <Days usage={usage} />
        {usage.purposes.length > 0 && <PurposeTable usage={usage} />}
        <CallTable calls={calls} older={older} />
      </div>
    </>
  )
}
