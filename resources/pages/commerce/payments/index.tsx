import { Link } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconCreditCard, IconPlus } from '@tabler/icons-react'
import { CommerceHead } from '~/components/commerce/commerce_head'
import { RequestDialog, type Asking } from '~/components/payments/request_dialog'
import type { PaymentLine } from '~/components/payments/types'
import { useLive } from '~/hooks/use_live'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { Money } from '~/ui/money'
import { SearchInput } from '~/ui/search_input'
import { StateMark, Word } from '~/ui/state_mark'
import { Time } from '~/ui/time'

const GROUPS = ['all', 'waiting', 'paid', 'refunded', 'over', 'look']

type PaymentsProps = Asking & {
  payments: PaymentLine[]
  older: string | null
  filter: { state?: string; q?: string; contact?: string }
}

function useColumns(): Array<Column<PaymentLine>> {
  const { t, reason } = useT()
  return [
    {
      key: 'title',
      header: t('payments.title_column'),
      share: 1.4,
      cell: ({ title, code }) => title || code,
      phone: 'first-rest',
    },
    {
      key: 'contact',
      header: t('payments.contact'),
      cell: ({ contact }) => contact?.name ?? t('payments.nobody'),
      phone: 'second-rest',
    },
    {
      key: 'state',
      header: t('payments.state'),
      width: 150,
      whole: true,
      cell: ({ state, problem }) =>
        problem ? (
          <span title={reason(problem.code, problem.params ?? {})}>
            <Word tone="wait" shape="triangle">
              {t('payments.problem')}
            </Word>
          </span>
        ) : (
          <StateMark thing="payment" state={state} />
        ),
      phone: 'second-end',
    },
    {
      key: 'asked',
      header: t('payments.asked'),
      width: 120,
      cell: ({ createdAt }) => <Time at={createdAt} />,
      phone: 'hide',
    },
    {
      key: 'amount',
      header: t('payments.amount'),
      width: 120,
      align: 'end',
      cell: ({ amount }) => <Money minor={amount.amount} currency={amount.currency} strong />,
      phone: 'first-end',
    },
  ]
}

function Nothing({ filtered, able, ask }: { filtered: boolean; able: boolean; ask: React.ReactNode }) {
  const { t } = useT()
  const { path } = useShared()
  if (filtered)
    return (
      <EmptyState icon={IconCreditCard} title={t('payments.filter_none')}>
        {t('payments.filter_none_help')}
      </EmptyState>
    )
  if (able)
    return (
      <EmptyState icon={IconCreditCard} title={t('payments.empty')} actions={ask}>
        {t('payments.empty_help')}
      </EmptyState>
    )
  const connect = (
    <Button component={Link} href={path('/connections/new')}>
      {t('payments.connect_vendor')}
    </Button>
  )
  return (
    <EmptyState icon={IconCreditCard} title={t('payments.no_vendor')} actions={connect}>
      {t('payments.no_vendor_help')}
    </EmptyState>
  )
}

export default function Payments({ payments, older, filter, ...asking }: PaymentsProps) {
  const { t } = useT()
  const { path, may, workspace } = useShared()
  const query = useQuery()
  const columns = useColumns()
  const wanted = query.get('ask')
  const able = asking.vendors.length > 0
  useLive(workspace && `workspaces/${workspace.id}/activity`, { only: ['payments', 'older'], every: 2000 })
  const ask = able && may('payments.request') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => query.set({ ask: 'new' })}>
      {t('payments.ask')}
    </Button>
  )
  return (
    <>
      <CommerceHead primary={ask} />
      <Group gap={8} mb={12}>
        <SearchInput placeholder={t('payments.search')} />
        <FilterTabs
          name="state"
          label={t('payments.filter')}
          choices={GROUPS.map((value) => ({ value, label: t(`payments.group.${value}`) }))}
        />
      </Group>
      <Card flush>
        <DataTable
          label={t('payments.title')}
          columns={columns}
          rows={payments}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/commerce/payments/${id}`)}
          pager={{ older: older && query.href({ before: older }) }}
          empty={<Nothing filtered={Boolean(filter.state || filter.q || filter.contact)} able={able} ask={ask} />}
        />
      </Card>
      {wanted && able && may('payments.request') && (
        <RequestDialog
          {...asking}
          contact={wanted.startsWith('ctc_') ? wanted : ''}
          onClose={() => query.set({ ask: null })}
        />
      )}
    </>
  )
}
