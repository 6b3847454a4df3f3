import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Facts } from '~/ui/facts'
import type { Json } from '~/hooks/json'

type Rule = { id: string; name?: string; events: string[]; scope: string }

export type Rules = {
  trigger: { events: string[]; fresh_for?: string }
  entry: { rule: string; days?: number; field?: string; who?: Json }
  exits: Rule[]
  goal: { events: string[]; scope: string } | null
  priority: number
}

export type Totals = {
  entered: number
  active: number
  completed: number
  failed: number
  goals: number
  refusals: Record<string, number>
}

/** Who comes in, how often, what makes them leave, and why some did not come in. */
export function RulesCards({ rules, figures }: { rules: Rules; figures: Totals }) {
  const { t, reason, wordOf } = useT()
  const { trigger, entry, exits, goal, priority } = rules
  const events = (types: string[]) => types.map((type) => wordOf(`events.${type}`)).join(', ')
  const scope = (of: string) => t(`pipelines.scope.${of}`)
  return (
    <div className="st-stack">
      <Card title={t('pipelines.entry')}>
        <Facts
          items={[
            { label: t('pipelines.trigger'), value: events(trigger.events) },
            { label: t('pipelines.fresh'), value: trigger.fresh_for ?? '24h' },
            { label: t('pipelines.how_often'), value: t(`pipelines.entry.${entry.rule}`, { days: entry.days ?? 1 }) },
            ...(entry.field
              ? [{ label: t('pipelines.counted_by'), value: <code className="st-mono">{entry.field}</code> }]
              : []),
            {
              label: t('pipelines.who'),
              value: entry.who ? (
                <code className="st-mono">{JSON.stringify(entry.who)}</code>
              ) : (
                t('pipelines.everybody')
              ),
            },
            { label: t('pipelines.priority'), value: priority },
          ]}
        />
      </Card>
      <Card title={t('pipelines.exits')}>
        {exits.length === 0 && !goal && <p style={{ margin: 0 }}>{t('pipelines.no_exits')}</p>}
        <Facts
          items={[
            ...exits.map((rule) => ({
              label: rule.name ?? rule.id,
              value: `${events(rule.events)} · ${scope(rule.scope)}`,
            })),
            ...(goal ? [{ label: t('pipelines.goal'), value: `${events(goal.events)} · ${scope(goal.scope)}` }] : []),
          ]}
        />
      </Card>
      {Object.keys(figures.refusals).length > 0 && (
        <Card title={t('pipelines.not_started')} note={t('pipelines.last_30')}>
          <Facts
            items={Object.entries(figures.refusals).map(([code, count]) => ({ label: reason(code), value: count }))}
          />
        </Card>
      )}
    </div>
  )
}
