import { useForm } from '@inertiajs/react'
import { Select, Switch, TextInput } from '@mantine/core'
import { DurationInput } from '~/components/settings/duration_input'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { SubmitButton } from '~/ui/submit_button'
import type { ReportingSettings } from './types.ts'

type PartProps = {
  data: ReportingSettings
  errors: Partial<Record<keyof ReportingSettings, string>>
  set: (change: Partial<ReportingSettings>) => void
}

function Shop({ data, errors, set }: PartProps) {
  const { t } = useT()
  const answers = (['unknown', 'yes', 'no'] as const).map((value) => ({ value, label: t(`conversions.shop.${value}`) }))
  return (
    <>
      <Select
        label={t('conversions.shop_reports')}
        description={t('conversions.shop_reports_help')}
        data={answers}
        value={data.shop_reports_purchases}
        allowDeselect={false}
        onChange={(value) =>
          set({ shop_reports_purchases: (value ?? 'unknown') as ReportingSettings['shop_reports_purchases'] })
        }
      />
      {data.shop_reports_purchases === 'yes' && (
        <TextInput
          label={t('conversions.pixel_id')}
          description={t('conversions.pixel_id_help')}
          placeholder="order-{order_id}"
          value={data.pixel_event_id ?? ''}
          error={errors.pixel_event_id}
          onChange={(event) => set({ pixel_event_id: event.currentTarget.value || null })}
        />
      )}
      <Switch
        label={t('conversions.needs_consent')}
        description={t('conversions.needs_consent_help')}
        checked={data.report_needs_consent}
        onChange={(event) => set({ report_needs_consent: event.currentTarget.checked })}
      />
    </>
  )
}

function Attribution({ data, errors, set }: PartProps) {
  const { t } = useT()
  const models = (['last_click', 'last_message'] as const).map((value) => ({
    value,
    label: t(`conversions.model.${value}`),
  }))
  return (
    <>
      <Select
        label={t('conversions.model')}
        description={t('conversions.model_help')}
        data={models}
        value={data.attribution_model}
        allowDeselect={false}
        onChange={(value) =>
          set({ attribution_model: (value ?? 'last_click') as ReportingSettings['attribution_model'] })
        }
      />
      <DurationInput
        label={t('conversions.click_window')}
        value={data.attribution_click_window}
        error={errors.attribution_click_window}
        onChange={(attribution_click_window) => set({ attribution_click_window })}
      />
      <DurationInput
        label={t('conversions.delivery_window')}
        value={data.attribution_delivery_window}
        error={errors.attribution_delivery_window}
        onChange={(attribution_delivery_window) => set({ attribution_delivery_window })}
      />
    </>
  )
}

export function ReportingForm({ settings }: { settings: ReportingSettings }) {
  const { t } = useT()
  const { path } = useShared()
  const { data, setData, put, processing, errors } = useForm(settings)
  const part = { data, errors, set: (change: Partial<ReportingSettings>) => setData({ ...data, ...change }) }
  return (
    <form
      className="st-stack"
      style={{ gap: 16 }}
      onSubmit={(event) => {
        event.preventDefault()
        put(path('/conversions/setup'), { preserveScroll: true })
      }}
    >
      <Card title={t('conversions.what_to_report')}>
        <div className="st-stack">
          <Shop {...part} />
        </div>
      </Card>
      <Card title={t('conversions.crediting')}>
        <div className="st-stack">
          <Attribution {...part} />
        </div>
      </Card>
      <div>
        <SubmitButton errors={errors} loading={processing}>
          {t('console.save')}
        </SubmitButton>
      </div>
    </form>
  )
}
