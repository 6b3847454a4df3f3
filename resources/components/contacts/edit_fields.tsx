import { useForm } from '@inertiajs/react'
import { Modal, SimpleGrid, TextInput } from '@mantine/core'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { SubmitButton } from '~/ui/submit_button'
import { FieldInput } from './field_input.tsx'
import type { ContactDetails, CustomField, FieldValue, Standard } from './types.ts'

export const STANDARD: Array<keyof Standard> = [
  'first_name',
  'last_name',
  'company',
  'language',
  'country',
  'timezone',
  'city',
  'postal_code',
]

type EditFieldsProps = { contact: ContactDetails; fields: CustomField[]; opened: boolean; onClose: () => void }

export function EditFields({ contact, fields, opened, onClose }: EditFieldsProps) {
  const { t } = useT()
  const { path } = useShared()
  const custom = Object.fromEntries(fields.map(({ name, value }) => [name, value])) as Record<string, FieldValue>
  const { data, setData, put, processing, errors } = useForm<Standard & { fields: Record<string, FieldValue> }>({
    ...contact.standard,
    fields: custom,
  })
  const wrong = errors as Partial<Record<string, string>>

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('contacts.edit_fields')}
      centered
      size={560}
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          put(path(`/contacts/${contact.id}`), { preserveScroll: true, onSuccess: onClose })
        }}
      >
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
          {STANDARD.map((name) => (
            <TextInput
              key={name}
              label={t(`contacts.${name}`)}
              value={data[name] ?? ''}
              error={wrong[name]}
              onChange={(event) => setData(name, event.currentTarget.value)}
            />
          ))}
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={data.fields[field.name] ?? null}
              error={wrong[`fields.${field.name}`]}
              onChange={(value) => setData('fields', { ...data.fields, [field.name]: value })}
            />
          ))}
        </SimpleGrid>
        <div>
          <SubmitButton errors={wrong} loading={processing}>
            {t('console.save')}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  )
}
