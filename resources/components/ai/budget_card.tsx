import { Progress } from '@mantine/core'
import { number, percent } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import { micros } from './micros.ts'
import type { Usage } from './types.ts'

type Limit = { name: string; spent: number; reserved: number; budget: number | null; words: (n: number) => string }

function Bar({ name, spent, reserved, budget, words }: Limit) {
  const { t } = useT()
  const share = budget ? spent / budget : 0
  const tone = share >= 1 ? 'var(--st-bad)' : share >= 0.8 ? 'var(--st-wait)' : 'var(--st-accent)'
  return (
    <div>
      <p style={{ margin: '0 0 6px', display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'baseline' }}>
        <strong className="st-num" style={{ fontSize: 20 }}>
          {words(spent)}
        </strong>
        <span style={{ color: 'var(--st-text-2)' }}>
          {budget === null ? t('ai.no_limit') : t('ai.of_budget', { budget: words(budget), share: percent(share) })}
          {reserved > 0 && ` · ${t('ai.under_way', { amount: words(reserved) })}`}
        </span>
      </p>
      {budget !== null && (
        <Progress.Root size={10} aria-label={name}>
          <Progress.Section value={Math.min(100, share * 100)} color={tone} aria-label={name} />
          <Progress.Section
            value={Math.min(100, (reserved / budget) * 100)}
            color="var(--st-border-strong)"
            withAria={false}
          />
        </Progress.Root>
      )}
    </div>
  )
}

/** What the month has taken of what it may. */
export function BudgetCard({ usage }: { usage: Usage }) {
  const { t } = useT()
  const { path, may } = useShared()
  const note = (
    <>
      {t('ai.until')} <Time at={usage.until} form="day" />
    </>
  )
  const change = may('ai.manage') && <TextLink href={path('/ai/settings')}>{t('ai.change_budget')}</TextLink>
  return (
    <Card title={t('ai.this_month')} note={note} aside={change}>
      <div className="st-stack" style={{ gap: 18 }}>
        <Bar
          name={t('ai.money')}
          spent={usage.spentMicros}
          reserved={usage.reservedMicros}
          budget={usage.budgetMicros}
          words={(amount) => micros(amount, usage.currency)}
        />
        <Bar
          name={t('ai.tokens')}
          spent={usage.spentTokens}
          reserved={usage.reservedTokens}
          budget={usage.budgetTokens}
          words={(n) => t('ai.n_tokens', { n, words: number(n) })}
        />
      </div>
    </Card>
  )
}
