import { router, useForm } from '@inertiajs/react'
import { Group, Select, Textarea, TextInput } from '@mantine/core'
import { IconForms } from '@tabler/icons-react'
import { useState } from 'react'
import type { FieldType } from '~/components/contacts/types'
import { SettingsHead } from '~/components/settings/settings_tabs'
import { number } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { DataTable } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { ValueChip } from '~/ui/facts'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'

type Field = {
  id: string
  name: string
  title: string
  type: FieldType
  options: string[] | null
  currency: string | null
  used: number
}

const TYPES: FieldType[] = ['text', 'number', 'date', 'boolean', 'list', 'currency']

function NewField() {
  const { t } = useT()
  const { path, workspace } = useShared()
  const { data, setData, post, transform, processing, errors, reset } = useForm({
    title: '',
    type: 'text' as FieldType,
    options: '',
    currency: workspace?.currency ?? 'EUR',
  })
  transform(
    ({ options, ...rest }) =>
      ({
        ...rest,
        options:
          rest.type === 'list'
            ? options
                .split('\n')
                .map((line) => line.trim())
                .filter(Boolean)
            : undefined,
      }) as never
  )
  return (
    <Card title={t('contacts.field_new')}>
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          post(path('/settings/fields'), { preserveScroll: true, onSuccess: () => reset() })
        }}
      >
        <Group align="flex-start" gap={8}>
          <TextInput
            style={{ flex: '1 1 220px' }}
            label={t('contacts.field_title')}
            value={data.title}
            error={errors.title}
            onChange={(event) => setData('title', event.currentTarget.value)}
          />
          <Select
            w={160}
            label={t('contacts.field_type')}
            data={TYPES.map((value) => ({ value, label: t(`contacts.type.${value}`) }))}
            value={data.type}
            error={errors.type}
            allowDeselect={false}
            onChange={(type) => setData('type', (type ?? 'text') as FieldType)}
          />
          {data.type === 'currency' && (
            <TextInput
              w={90}
              label={t('contacts.field_currency')}
              value={data.currency}
              error={errors.currency}
              maxLength={3}
              onChange={(event) => setData('currency', event.currentTarget.value.toUpperCase())}
            />
          )}
        </Group>
        {data.type === 'list' && (
          <Textarea
            label={t('contacts.field_options')}
            description={t('contacts.field_options_help')}
            autosize
            minRows={3}
            value={data.options}
            error={errors.options}
            onChange={(event) => setData('options', event.currentTarget.value)}
          />
        )}
        <div>
          <SubmitButton errors={errors} loading={processing}>
            {t('console.add')}
          </SubmitButton>
        </div>
      </form>
    </Card>
  )
}

export default function Fields({ fields }: { fields: Field[] }) {
  const { t } = useT()
  const { path, may } = useShared()
  const [leaving, setLeaving] = useState<Field | null>(null)
  const fixed = !may('settings.manage')
  return (
    <>
      <SettingsHead />
      <div className="st-stack">
        {!fixed && <NewField />}
        <Card flush>
          <DataTable
            label={t('contacts.fields')}
            rows={fields}
            rowKey={({ id }) => id}
            columns={[
              { key: 'title', header: t('contacts.field_title'), cell: ({ title }) => title },
              {
                key: 'type',
                header: t('contacts.field_type'),
                width: 130,
                cell: ({ type, currency }) => `${t(`contacts.type.${type}`)}${currency ? ` (${currency})` : ''}`,
                phone: 'first-end',
              },
              {
                key: 'name',
                header: t('contacts.field_name'),
                whole: true,
                cell: ({ name }) => <ValueChip name={`contact.fields.${name}`} />,
                phone: 'second',
              },
              {
                key: 'used',
                header: t('contacts.field_used'),
                width: 90,
                align: 'end',
                cell: ({ used }) => number(used),
                phone: 'hide',
              },
              {
                key: t('contacts.field_archive'),
                header: '',
                width: 100,
                whole: true,
                align: 'end',
                phone: 'second-end',
                cell: (field) =>
                  !fixed && <TextLink onClick={() => setLeaving(field)}>{t('contacts.field_archive')}</TextLink>,
              },
            ]}
            empty={
              <EmptyState icon={IconForms} title={t('contacts.field_none')}>
                {t('contacts.field_none_help')}
              </EmptyState>
            }
          />
        </Card>
      </div>
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() =>
          leaving &&
          router.delete(path(`/settings/fields/${leaving.id}`), {
            preserveScroll: true,
            onFinish: () => setLeaving(null),
          })
        }
        title={t('contacts.field_archive_title', { title: leaving?.title ?? '' })}
        confirm={t('contacts.field_archive')}
      >
        {t('contacts.field_archive_help')}
      </ConfirmDialog>
    </>
  )
}
