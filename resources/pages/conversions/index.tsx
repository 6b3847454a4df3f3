import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconReportMoney } from '@tabler/icons-react'
import { ReportingFigures, ReportingHealth } from '~/components/conversions/health_cards'
import { ReportMark } from '~/components/conversions/report_mark'
import type { ConversionLine, Health, Revenue } from '~/components/conversions/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { Money } from '~/ui/money'
import { PageHeader } from '~/ui/page_header'
import { Time } from '~/ui/time'

type Props = {
  conversions: ConversionLine[]
  older: string | null
  filter: { kind: string | null; state: string | null; days: number }
  kinds: string[]
  reporting: Health
  revenue: Revenue[]
  model: string
}

function useColumns(): Array<Column<ConversionLine>> {
  const { t } = useT()
  return [
    { key: 'kind', header: t('conversions.what'), main: true, cell: ({ kind }) => t(`conversions.kind.${kind}`) },
    {
      key: 'who',
      header: t('conversions.who'),
      cell: ({ contact }) => contact?.name ?? (contact ? t('conversions.unnamed') : t('conversions.nobody')),
      phone: 'second',
    },
    {
      key: 'value',
      header: t('conversions.value'),
      width: 110,
      align: 'end',
      cell: ({ amount, refunded, currency }) => (
        <Money minor={amount === null ? null : amount - refunded} currency={currency ?? ''} />
      ),
      phone: 'first-end',
    },
    {
      key: 'credit',
      header: t('conversions.credit'),
      cell: ({ creditedBy }) => t(`conversions.credit.${creditedBy ?? 'none'}`),
      phone: 'hide',
    },
    {
      key: 'report',
      header: t('conversions.report'),
      share: 2,
      cell: (conversion) => <ReportMark conversion={conversion} />,
      phone: 'second-rest',
    },
    {
      key: 'at',
      header: t('conversions.when'),
      width: 165,
      cell: ({ occurredAt }) => <Time at={occurredAt} form="moment" />,
      phone: 'second-end',
    },
  ]
}

function SetUp({ primary = false }: { primary?: boolean }) {
  const { t } = useT()
  const { path, may } = useShared()
  if (!may('conversions.manage')) return null
  return (
    <Button component={Link} href={path('/conversions/setup')} variant={primary ? 'filled' : 'default'}>
      {t('conversions.set_up')}
    </Button>
  )
}

export default function Conversions({ conversions, older, filter, reporting, revenue, model }: Props) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const columns = useColumns()
  const states = ['all', 'accepted', 'held', 'rejected', 'not_reported'].map((value) => ({
    value,
    label: value === 'all' ? t('conversions.filter.all') : t(`states.report.${value}`),
  }))
  const empty =
    filter.state || filter.kind ? (
      <EmptyState icon={IconReportMoney} title={t('conversions.none_such')} />
    ) : (
      <EmptyState icon={IconReportMoney} title={t('conversions.none')} actions={<SetUp primary />}>
        {t('conversions.none_help')}
      </EmptyState>
    )
  return (
    <>
      <PageHeader
        title={t('conversions.title')}
        note={t('conversions.last_days', { days: filter.days })}
        primary={<SetUp />}
      />
      <div className="st-stack" style={{ gap: 16 }}>
        <ReportingFigures health={reporting} revenue={revenue} model={model} days={filter.days} />
        {reporting.conversions > 0 && <ReportingHealth health={reporting} />}
        <div>
          <FilterTabs name="state" label={t('conversions.report')} choices={states} />
        </div>
        <Card flush>
          <DataTable
            label={t('conversions.title')}
            columns={columns}
            rows={conversions}
            rowKey={({ id }) => id}
            rowHref={({ id }) => path(`/conversions/${id}`)}
            pager={{ older: older && query.href({ before: older }) }}
            empty={empty}
          />
        </Card>
      </div>
    </>
  )
}
