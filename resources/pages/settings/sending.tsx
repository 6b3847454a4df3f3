import { useForm } from '@inertiajs/react'
import { Group, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core'
import { DurationInput } from '~/components/settings/duration_input'
import { SettingsHead } from '~/components/settings/settings_tabs'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { SubmitButton } from '~/ui/submit_button'

type Sending = {
  quiet_hours: boolean
  quiet_from: string
  quiet_until: string
  frequency_cap: number
  frequency_window: number
  cart_idle_after: number
  cart_abandoned_every: number
  stop_words: string[]
  start_words: string[]
}

type PartProps = {
  data: Sending
  errors: Partial<Record<keyof Sending, string>>
  set: (change: Partial<Sending>) => void
  fixed: boolean
}

function Hours({ data, errors, set, fixed }: PartProps) {
  const { t } = useT()
  return (
    <Card title={t('settings.hours')}>
      <div className="st-stack">
        <Switch
          label={t('settings.quiet_hours')}
          description={t('settings.quiet_hours_help')}
          checked={data.quiet_hours}
          disabled={fixed}
          onChange={(event) => set({ quiet_hours: event.currentTarget.checked })}
        />
        <Group grow>
          <TextInput
            type="time"
            label={t('settings.quiet_from')}
            value={data.quiet_from}
            error={errors.quiet_from}
            disabled={fixed || !data.quiet_hours}
            onChange={(event) => set({ quiet_from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t('settings.quiet_until')}
            value={data.quiet_until}
            error={errors.quiet_until}
            disabled={fixed || !data.quiet_hours}
            onChange={(event) => set({ quiet_until: event.currentTarget.value })}
          />
        </Group>
      </div>
    </Card>
  )
}

function Frequency({ data, errors, set, fixed }: PartProps) {
  const { t } = useT()
  return (
    <Card title={t('settings.frequency')}>
      <div className="st-stack">
        <NumberInput
          label={t('settings.frequency_cap')}
          description={t('settings.frequency_cap_help')}
          min={0}
          max={100}
          value={data.frequency_cap}
          error={errors.frequency_cap}
          disabled={fixed}
          onChange={(cap) => set({ frequency_cap: Number(cap) })}
        />
        <DurationInput
          label={t('settings.frequency_window')}
          value={data.frequency_window}
          error={errors.frequency_window}
          disabled={fixed}
          onChange={(frequency_window) => set({ frequency_window })}
        />
      </div>
    </Card>
  )
}

function Carts({ data, errors, set, fixed }: PartProps) {
  const { t } = useT()
  return (
    <Card title={t('settings.carts')}>
      <div className="st-stack">
        <DurationInput
          label={t('settings.cart_idle_after')}
          description={t('settings.cart_idle_after_help')}
          value={data.cart_idle_after}
          error={errors.cart_idle_after}
          disabled={fixed}
          onChange={(cart_idle_after) => set({ cart_idle_after })}
        />
        <DurationInput
          label={t('settings.cart_abandoned_every')}
          description={t('settings.cart_abandoned_every_help')}
          value={data.cart_abandoned_every}
          error={errors.cart_abandoned_every}
          disabled={fixed}
          onChange={(cart_abandoned_every) => set({ cart_abandoned_every })}
        />
      </div>
    </Card>
  )
}

function Words({ data, errors, set, fixed }: PartProps) {
  const { t } = useT()
  return (
    <Card title={t('settings.words')}>
      <div className="st-stack">
        <TagsInput
          label={t('settings.stop_words')}
          description={t('settings.stop_words_help')}
          value={data.stop_words}
          error={errors.stop_words}
          disabled={fixed}
          maxTags={20}
          onChange={(stop_words) => set({ stop_words })}
        />
        <TagsInput
          label={t('settings.start_words')}
          description={t('settings.start_words_help')}
          value={data.start_words}
          error={errors.start_words}
          disabled={fixed}
          maxTags={20}
          onChange={(start_words) => set({ start_words })}
        />
      </div>
    </Card>
  )
}

export default function SendingSettings({ settings }: { settings: Sending }) {
  const { t } = useT()
  const { path, may } = useShared()
  const { data, setData, put, processing, errors } = useForm(settings)
  const part = {
    data,
    errors,
    fixed: !may('settings.manage'),
    set: (change: Partial<Sending>) => setData({ ...data, ...change }),
  }
  return (
    <>
      <SettingsHead />
      <form
        className="st-stack"
        style={{ maxWidth: 720, gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault()
          put(path('/settings/sending'), { preserveScroll: true })
        }}
      >
        <Hours {...part} />
        <Frequency {...part} />
        <Carts {...part} />
        <Words {...part} />
        {!part.fixed && (
          <div>
            <SubmitButton errors={errors} loading={processing}>
              {t('console.save')}
            </SubmitButton>
          </div>
        )}
      </form>
    </>
  )
}
