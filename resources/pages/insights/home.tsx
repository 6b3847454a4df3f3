import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { HomeFigures, type MessageFigures, type Revenue } from '~/components/insights/home_figures'
import { Moves, NothingYet, ToLookAt, type Moved, type Trouble } from '~/components/insights/home_lists'
import { day, money, moment } from '~/hooks/format'
import { useLive } from '~/hooks/use_live'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { BarChart } from '~/ui/bar_chart'
import { Card } from '~/ui/card'
import { Checklist } from '~/ui/checklist'
import { FilterTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'
import { LiveMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'

type HomeProps = {
  now: number
  period: 'today' | '7' | '30'
  revenue: Revenue
  bars: { day: number; amount: number }[]
  messages: MessageFigures
  troubles: Trouble[]
  connections: { total: number; healthy: number }
  activity: Moved[]
  tasks: { key: string; done: boolean; href: string }[]
}

function RevenueChart({ bars, currency, model }: { bars: HomeProps['bars']; currency: string; model: string }) {
  const { t } = useT()
  const total = bars.reduce((sum, { amount }) => sum + amount, 0)
  if (total === 0) return null
  const shown = bars.map(({ day: at, amount }, i) => ({
    label: i === bars.length - 1 ? t('home.today') : day(at),
    value: amount / 100,
    full: money(amount, currency),
    current: i === bars.length - 1,
  }))
  return (
    <Card title={t('home.chart')} note={`${money(total, currency)} · ${t(`home.model.${model}`)}`}>
      <BarChart bars={shown} title={t('home.chart')} />
    </Card>
  )
}

function SetUp({ tasks }: Pick<HomeProps, 'tasks'>) {
  const { t } = useT()
  const { path, may } = useShared()
  const done = tasks.filter((task) => task.done).length
  if (done === tasks.length) return null
  return (
    <Card title={t('home.set_up')} note={t('home.set_up_of', { done, of: tasks.length })}>
      <Checklist
        tasks={tasks.map(({ key, done: isDone, href }) => ({
          key,
          label: t(`home.task.${key}`),
          done: isDone,
          href: path(href),
        }))}
      />
      {may('connections.manage') && (
        <p style={{ margin: '16px 0 0' }}>
          <TextLink href={path('/start')}>{t('home.guide')}</TextLink>
        </p>
      )}
    </Card>
  )
}

export default function Home({
  now,
  period,
  revenue,
  bars,
  messages,
  troubles,
  connections,
  activity,
  tasks,
}: HomeProps) {
  const { t } = useT()
  const { path, may, workspace } = useShared()
  const live = useLive(workspace && `workspaces/${workspace.id}/activity`, { every: 2000 })
  const add = may('pipelines.edit') && (
    <Button component={Link} href={path('/pipelines/new')} leftSection={<IconPlus size={16} />}>
      {t('home.new_pipeline')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('home.title')}
        note={moment(now)}
        primary={add}
        secondary={
          <FilterTabs
            name="period"
            label={t('home.period')}
            choices={['today', '7', '30'].map((value) => ({ value, label: t(`home.period.${value}`) }))}
          />
        }
      />
      <div className="st-stack">
        <HomeFigures
          revenue={revenue}
          messages={messages}
          troubles={troubles.reduce((sum, { count }) => sum + count, 0)}
          connections={connections}
        />
        <div className="st-split">
          <div className="st-stack">
            <RevenueChart bars={bars} currency={revenue.currency} model={revenue.model} />
            <Card
              title={t(`home.moves.${period}`)}
              aside={
                <>
                  <LiveMark on={live} />
                  <TextLink href={path('/runs')}>{t('home.all')}</TextLink>
                </>
              }
              flush
            >
              {activity.length > 0 ? <Moves activity={activity} /> : <NothingYet />}
            </Card>
          </div>
          <div className="st-stack">
            {troubles.length > 0 && (
              <Card title={t('home.look_at')} note={String(troubles.length)} lined flush>
                <ToLookAt troubles={troubles} />
              </Card>
            )}
            <SetUp tasks={tasks} />
          </div>
        </div>
      </div>
    </>
  )
}
