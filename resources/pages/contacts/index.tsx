import { Link } from '@inertiajs/react'
import { Button, Group, Select } from '@mantine/core'
import { IconUserPlus, IconUsers, IconUserSearch } from '@tabler/icons-react'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { Avatar, Tag } from '~/ui/facts'
import { FilterTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'
import { SearchInput } from '~/ui/search_input'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

type Line = {
  id: string
  name: string | null
  phone: string | null
  email: string | null
  tags: string[]
  consents: Partial<Record<string, string>>
  source: string
  createdAt: number
}

type ContactsProps = { contacts: Line[]; older: string | null; tags: string[]; any: boolean }

const CONSENTS = ['any', 'allowed', 'asked', 'withdrawn', 'never']

function useColumns(): Array<Column<Line>> {
  const { t } = useT()
  return [
    {
      key: 'name',
      header: t('contacts.name'),
      share: 1.4,
      whole: true,
      cell: ({ name, phone, email, id }) => (
        <Group gap={8} wrap="nowrap">
          <Avatar name={name ?? ''} size={24} />
          <span className="st-cut">{name ?? phone ?? email ?? id}</span>
        </Group>
      ),
    },
    {
      key: 'address',
      header: t('contacts.address'),
      share: 1.3,
      cell: ({ phone, email }) => phone ?? email ?? '–',
      phone: 'second',
    },
    {
      key: 'tags',
      header: t('contacts.tags'),
      cell: ({ tags }) => (
        <Group gap={4} wrap="nowrap">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </Group>
      ),
      phone: 'hide',
    },
    {
      key: 'consent',
      header: t('contacts.marketing'),
      width: 170,
      whole: true,
      phone: 'first-end',
      cell: ({ consents }) => <StateMark thing="consent" state={consents.whatsapp ?? 'not_asked'} />,
    },
    {
      key: 'since',
      header: t('contacts.since'),
      width: 110,
      align: 'end',
      cell: ({ createdAt }) => <Time at={createdAt} />,
      phone: 'second-end',
    },
  ]
}

function Nobody({ any }: { any: boolean }) {
  const { t } = useT()
  const { path, may } = useShared()
  if (any)
    return (
      <EmptyState icon={IconUserSearch} title={t('contacts.filter_none')}>
        {t('contacts.filter_none_help')}
      </EmptyState>
    )
  const actions = may('contacts.edit') && (
    <Button component={Link} href={path('/contacts/new')}>
      {t('contacts.add')}
    </Button>
  )
  return (
    <EmptyState icon={IconUsers} title={t('contacts.empty')} actions={actions}>
      {t('contacts.empty_help')}
    </EmptyState>
  )
}

export default function Contacts({ contacts, older, tags, any }: ContactsProps) {
  const { t } = useT()
  const { path, may } = useShared()
  const query = useQuery()
  const columns = useColumns()
  return (
    <>
      <PageHeader
        title={t('contacts.title')}
        primary={
          may('contacts.edit') && (
            <Button component={Link} href={path('/contacts/new')} leftSection={<IconUserPlus size={16} />}>
              {t('contacts.add')}
            </Button>
          )
        }
      />
      <Group gap={8} mb={12}>
        <SearchInput placeholder={t('contacts.search')} width={260} />
        {tags.length > 0 && (
          <Select
            size="xs"
            w={160}
            aria-label={t('contacts.tags')}
            placeholder={t('contacts.any_tag')}
            data={tags}
            value={query.get('tag') || null}
            clearable
            searchable
            onChange={(tag) => query.set({ tag, before: null })}
          />
        )}
        <FilterTabs
          name="consent"
          label={t('contacts.filter')}
          choices={CONSENTS.map((value) => ({ value, label: t(`contacts.consent.${value}`) }))}
        />
      </Group>
      <Card flush>
        <DataTable
          label={t('contacts.title')}
          columns={columns}
          rows={contacts}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/contacts/${id}`)}
          pager={{ older: older && query.href({ before: older }) }}
          empty={<Nobody any={any} />}
        />
      </Card>
    </>
  )
}
