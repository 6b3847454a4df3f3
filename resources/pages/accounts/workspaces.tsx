import { useForm } from '@inertiajs/react'
import { Button, Modal, SegmentedControl, Text } from '@mantine/core'
import { IconBuildingStore, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { guessedDetails, WorkspaceFields } from '~/components/accounts/workspace_fields'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { PageHeader } from '~/ui/page_header'
import { SubmitButton } from '~/ui/submit_button'

function NewWorkspace({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t, locale } = useT()
  const { data, setData, post, processing, errors } = useForm({ ...guessedDetails(locale), kind: 'production' })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('accounts.new_workspace')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          post('/workspaces')
        }}
      >
        <WorkspaceFields
          value={data}
          errors={errors}
          nameLabel={t('accounts.shop_name')}
          onChange={(value) => setData({ ...data, ...value })}
        />
        <SegmentedControl
          aria-label={t('accounts.workspace_kind')}
          data={[
            { value: 'production', label: t('accounts.production') },
            { value: 'test', label: t('accounts.test') },
          ]}
          value={data.kind}
          onChange={(kind) => setData('kind', kind)}
        />
        <Text fz="xs" c="var(--st-text-3)">
          {t(`accounts.${data.kind}_help`)}
        </Text>
        <SubmitButton errors={errors} loading={processing}>
          {t('accounts.create')}
        </SubmitButton>
      </form>
    </Modal>
  )
}

export default function Workspaces({ mayCreate }: { mayCreate: boolean }) {
  const { workspaces } = useShared()
  const { t } = useT()
  const [creating, setCreating] = useState(false)
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('accounts.new_workspace')}
    </Button>
  )
  return (
    <main style={{ maxWidth: 860, margin: '0 auto', padding: '24px 16px' }}>
      <PageHeader title={t('nav.workspaces')} primary={create || undefined} />
      <Card flush>
        <DataTable
          label={t('nav.workspaces')}
          rows={workspaces}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/w/${id}`}
          columns={[
            { key: 'name', header: t('settings.name'), cell: ({ name }) => name },
            {
              key: 'organization',
              header: t('accounts.organization'),
              cell: ({ organization }) => organization,
              phone: 'second',
            },
            {
              key: 'kind',
              header: t('accounts.workspace_kind'),
              width: 140,
              cell: ({ kind }) => t(`accounts.${kind ?? 'production'}`),
              phone: 'second-end',
            },
          ]}
          empty={
            <EmptyState icon={IconBuildingStore} title={t('accounts.no_workspaces')}>
              {t('accounts.no_workspaces_help')}
            </EmptyState>
          }
        />
      </Card>
      <NewWorkspace opened={creating} onClose={() => setCreating(false)} />
    </main>
  )
}
