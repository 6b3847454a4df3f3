import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconPlus, IconTemplate } from '@tabler/icons-react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { Tag } from '~/ui/facts'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

type Line = {
  id: string
  name: string
  purpose: string
  languages: string[]
  preview: string
  version: number
  draft: boolean
  state: string
  sent: number
  updatedAt: number
}

function State({ state, draft, version }: Line) {
  const { t } = useT()
  const more = draft && state !== 'draft' ? t('templates.draft_of', { version }) : undefined
  return <StateMark thing="template" state={state} more={more} />
}

function useColumns(): Array<Column<Line>> {
  const { t } = useT()
  return [
    { key: 'name', header: t('templates.name'), share: 1.2, cell: ({ name }) => name },
    { key: 'preview', header: t('templates.body'), share: 2, cell: ({ preview }) => preview, phone: 'second-rest' },
    {
      key: 'purpose',
      header: t('templates.purpose'),
      width: 130,
      cell: ({ purpose }) => t(`consents.purpose.${purpose}`),
      phone: 'hide',
    },
    {
      key: 'languages',
      header: t('templates.languages'),
      width: 110,
      whole: true,
      cell: ({ languages }) => (
        <span style={{ display: 'flex', gap: 4 }}>
          {languages.map((language) => (
            <Tag key={language}>{language}</Tag>
          ))}
        </span>
      ),
      phone: 'hide',
    },
    {
      key: 'state',
      header: t('templates.state'),
      width: 170,
      whole: true,
      cell: (line) => <State {...line} />,
      phone: 'first-end',
    },
    {
      key: 'sent',
      header: t('templates.sent'),
      width: 80,
      align: 'end',
      cell: ({ sent }) => <span className="st-num">{sent}</span>,
      phone: 'hide',
    },
    {
      key: 'changed',
      header: t('templates.changed'),
      width: 100,
      align: 'end',
      cell: ({ updatedAt }) => <Time at={updatedAt} />,
      phone: 'second-end',
    },
  ]
}

export default function Templates({ templates }: { templates: Line[] }) {
  const { t } = useT()
  const { path, may } = useShared()
  const columns = useColumns()
  const add = may('templates.edit') && (
    <Button component={Link} href={path('/templates/new')} leftSection={<IconPlus size={16} />}>
      {t('templates.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('templates.title')} primary={add || undefined} />
      <Card flush>
        <DataTable
          label={t('templates.title')}
          columns={columns}
          rows={templates}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/templates/${id}`)}
          empty={
            <EmptyState icon={IconTemplate} title={t('templates.empty')} actions={add || undefined}>
              {t('templates.empty_help')}
            </EmptyState>
          }
        />
      </Card>
    </>
  )
}
