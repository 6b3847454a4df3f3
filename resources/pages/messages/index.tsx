import { Link } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconArrowDownLeft, IconClick, IconFilterOff, IconSend } from '@tabler/icons-react'
import type { MessageLine } from '~/components/messages/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

type MessagesProps = { messages: MessageLine[]; older: string | null; groups: string[]; any: boolean }

function Preview({ line }: { line: MessageLine }) {
  const { t } = useT()
  return (
    <Group gap={6} wrap="nowrap">
      {line.direction === 'in' && (
        <IconArrowDownLeft size={14} aria-label={t('messages.received')} style={{ flex: 'none' }} />
      )}
      <span className="st-cut">{line.preview || '–'}</span>
      {line.clicked && (
        <IconClick size={14} aria-label={t('messages.clicked')} style={{ flex: 'none', color: 'var(--st-ok)' }} />
      )}
    </Group>
  )
}

function useColumns(): Array<Column<MessageLine>> {
  const { t, reason, wordOf } = useT()
  const why = ({ code, params }: MessageLine) => (code ? reason(code, params ?? {}) : '')
  return [
    {
      key: 'contact',
      header: t('messages.contact'),
      width: 190,
      cell: ({ contact }) => contact?.name ?? contact?.id ?? '–',
    },
    {
      key: 'preview',
      header: t('messages.message'),
      share: 2,
      cell: (line) => <Preview line={line} />,
      phone: 'second-rest',
    },
    {
      key: 'state',
      header: t('messages.state'),
      width: 130,
      whole: true,
      cell: ({ state }) => <StateMark thing="message" state={state} />,
      phone: 'first-end',
    },
    { key: 'why', header: t('messages.why'), share: 1.2, cell: why, phone: 'hide' },
    {
      key: 'purpose',
      header: t('messages.purpose'),
      width: 120,
      cell: ({ purpose }) => (purpose ? wordOf(`consents.purpose.${purpose}`) : '–'),
      phone: 'hide',
    },
    {
      key: 'at',
      header: t('messages.at'),
      width: 100,
      align: 'end',
      cell: ({ at }) => <Time at={at} />,
      phone: 'second-end',
    },
  ]
}

function Nothing({ any }: { any: boolean }) {
  const { t } = useT()
  const { path, may } = useShared()
  if (any)
    return (
      <EmptyState icon={IconFilterOff} title={t('messages.filter_none')}>
        {t('messages.filter_none_help')}
      </EmptyState>
    )
  const actions = may('sandbox.use') && (
    <Button component={Link} href={path('/developers/sandbox')}>
      {t('messages.try_sandbox')}
    </Button>
  )
  return (
    <EmptyState icon={IconSend} title={t('messages.empty')} actions={actions}>
      {t('messages.empty_help')}
    </EmptyState>
  )
}

export default function Messages({ messages, older, groups, any }: MessagesProps) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('messages.title')} />
      <Group gap={8} mb={12}>
        <FilterTabs
          name="group"
          label={t('messages.filter')}
          choices={['all', ...groups].map((value) => ({ value, label: t(`messages.group.${value}`) }))}
        />
      </Group>
      <Card flush>
        <DataTable
          label={t('messages.title')}
          columns={columns}
          rows={messages}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/messages/${id}`)}
          pager={{ older: older && query.href({ before: older }) }}
          empty={<Nothing any={any} />}
        />
      </Card>
    </>
  )
}
