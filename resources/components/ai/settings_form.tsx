import { useForm } from '@inertiajs/react'
import { Autocomplete, Group, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { SubmitButton } from '~/ui/submit_button'
import { amountOf, unitsOf } from './micros.ts'
import type { AiSettings, Offer } from './types.ts'

type PartProps = {
  data: AiSettings
  errors: Partial<Record<keyof AiSettings, string>>
  set: (change: Partial<AiSettings>) => void
}

function Model({ data, errors, set, offers }: PartProps & { offers: Offer[] }) {
  const { t } = useT()
  const chosen = offers.find(({ id }) => id === data.connectionId) ?? offers[0]
  return (
    <Card title={t('ai.default_model')}>
      <div className="st-stack">
        <Select
          label={t('ai.connection')}
          description={t('ai.connection_help')}
          data={[
            { value: '', label: t('ai.first_connected', { name: offers[0]?.name ?? '–' }) },
            ...offers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={data.connectionId ?? ''}
          error={errors.connectionId}
          allowDeselect={false}
          onChange={(id) => set({ connectionId: id || null, model: null })}
        />
        <Autocomplete
          label={t('ai.model')}
          description={t('ai.model_help')}
          placeholder={chosen?.defaultModel ?? ''}
          data={chosen?.models ?? []}
          value={data.model ?? ''}
          error={errors.model}
          onChange={(model) => set({ model: model.trim() || null })}
        />
        <Switch
          label={t('ai.redact')}
          description={t('ai.redact_help')}
          checked={data.redact}
          onChange={(event) => set({ redact: event.currentTarget.checked })}
        />
      </div>
    </Card>
  )
}

function Budget({ data, errors, set }: PartProps) {
  const { t } = useT()
  return (
    <Card title={t('ai.budget')}>
      <div className="st-stack">
        <Group grow align="flex-start">
          <NumberInput
            label={t('ai.budget_money')}
            description={t('ai.budget_money_help')}
            placeholder={t('ai.no_limit')}
            min={0}
            decimalScale={2}
            suffix={` ${data.currency}`}
            value={unitsOf(data.budgetMicros)}
            error={errors.budgetMicros}
            onChange={(units) => set({ budgetMicros: amountOf(units) })}
          />
          <NumberInput
            label={t('ai.budget_tokens')}
            description={t('ai.budget_tokens_help')}
            placeholder={t('ai.no_limit')}
            min={0}
            allowDecimal={false}
            thousandSeparator=" "
            value={data.budgetTokens ?? ''}
            error={errors.budgetTokens}
            onChange={(tokens) => set({ budgetTokens: tokens === '' ? null : Number(tokens) })}
          />
        </Group>
        <TextInput
          label={t('ai.currency')}
          description={t('ai.currency_help')}
          maw={220}
          maxLength={3}
          value={data.currency}
          error={errors.currency}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
      </div>
    </Card>
  )
}

export function SettingsForm({ settings, offers }: { settings: AiSettings; offers: Offer[] }) {
  const { t } = useT()
  const { path } = useShared()
  const { data, setData, put, processing, errors } = useForm(settings)
  const part = { data, errors, set: (change: Partial<AiSettings>) => setData({ ...data, ...change }) }
  return (
    <form
      className="st-stack"
      style={{ gap: 16 }}
      onSubmit={(event) => {
        event.preventDefault()
        put(path('/ai/settings'), { preserveScroll: true })
      }}
    >
      <Model {...part} offers={offers} />
      <Budget {...part} />
      <div>
        <SubmitButton errors={errors} loading={processing}>
          {t('console.save')}
        </SubmitButton>
      </div>
    </form>
  )
}
