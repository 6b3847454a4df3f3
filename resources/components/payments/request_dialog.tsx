import { useForm } from '@inertiajs/react'
import { Group, Modal, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { SubmitButton } from '~/ui/submit_button'
import { newFormKey } from './form_key.ts'
import { PersonSelect } from './person_select.tsx'
import type { Somebody, Vendor } from './types.ts'

export type Asking = {
  vendors: Vendor[]
  people: Somebody[]
  currency: string
  currencies: string[]
}

type RequestDialogProps = Asking & { contact: string; onClose: () => void }

/** Asks for what a payment needs; everything is judged by the server, which names the field that is wrong. */
export function RequestDialog({ vendors, people, currency, currencies, contact, onClose }: RequestDialogProps) {
  const { t } = useT()
  const { path } = useShared()
  const [key] = useState(newFormKey)
  const form = useForm({ amount: '', currency, title: '', contact, connection: vendors[0]?.id ?? '', days: '7' })
  const { data, setData, errors, processing } = form
  const taken = vendors.find(({ id }) => id === data.connection)?.currencies ?? currencies

  form.transform(({ days, contact: who, connection, ...rest }) => ({
    ...rest,
    key,
    days: days === '' ? null : Number(days),
    ...(who ? { contact: who } : {}),
    ...(connection ? { connection } : {}),
  }))

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('payments.ask')}
      centered
      size={520}
      closeButtonProps={{ 'aria-label': t('console.close') }}
      styles={{ title: { fontSize: 16, fontWeight: 600 } }}
    >
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          form.post(path('/commerce/payments'))
        }}
      >
        <p style={{ margin: 0, fontSize: 13, color: 'var(--st-text-2)' }}>{t('payments.ask_help')}</p>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
          <TextInput
            label={t('payments.ask_amount')}
            placeholder="49.90"
            inputMode="decimal"
            value={data.amount}
            error={errors.amount}
            onChange={(event) => setData('amount', event.currentTarget.value)}
            required
            data-autofocus
          />
          <Select
            label={t('payments.ask_currency')}
            data={taken}
            value={data.currency}
            error={errors.currency}
            onChange={(value) => setData('currency', value ?? data.currency)}
            allowDeselect={false}
            searchable
          />
        </SimpleGrid>
        <TextInput
          label={t('payments.ask_title')}
          description={t('payments.ask_title_help')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={data.title}
          error={errors.title}
          maxLength={250}
          onChange={(event) => setData('title', event.currentTarget.value)}
          required
        />
        <PersonSelect
          people={people}
          value={data.contact}
          error={errors.contact}
          onChange={(id) => setData('contact', id)}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
          <Select
            label={t('payments.ask_vendor')}
            data={vendors.map(({ id, name }) => ({ value: id, label: name }))}
            value={data.connection || null}
            error={errors.connection}
            onChange={(value) => setData('connection', value ?? data.connection)}
            allowDeselect={false}
          />
          <NumberInput
            label={t('payments.ask_days')}
            description={t('payments.ask_days_help')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={data.days}
            error={errors.days}
            min={1}
            max={365}
            allowDecimal={false}
            onChange={(value) => setData('days', String(value))}
          />
        </SimpleGrid>
        <Group>
          <SubmitButton errors={errors} loading={processing}>
            {t('payments.ask_submit')}
          </SubmitButton>
        </Group>
      </form>
    </Modal>
  )
}
