import { useForm } from '@inertiajs/react'
import { Group, Select, TextInput } from '@mantine/core'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Notice } from '~/ui/error_box'
import { SubmitButton } from '~/ui/submit_button'
import type { DatasetChoice, TestAnswer } from './types.ts'

function Answer({ tested }: { tested: TestAnswer }) {
  const { t, reason, hint } = useT()
  if (!tested.ok)
    return (
      <Notice kind="error" alert title={t('conversions.test_failed')}>
        {reason(tested.code)} {tested.vendorCode && `(${tested.vendorCode})`} {hint(tested.code)}
      </Notice>
    )
  const { result } = tested
  if (result.outcome === 'refused')
    return (
      <Notice kind="refusal" alert title={reason(result.code)}>
        {result.message}
      </Notice>
    )
  if (result.outcome === 'deferred')
    return (
      <Notice kind="wait" alert title={t('conversions.test_failed')}>
        {reason(result.code)}
      </Notice>
    )
  const keys = result.matchKeys.map((key) => t(`conversions.key.${key}`)).join(', ')
  return (
    <Notice alert title={t('conversions.test_accepted')}>
      {t('conversions.test_keys', { keys })} {result.warnings.join(' · ')}{' '}
      {result.traceId && <span className="st-mono">{result.traceId}</span>}
    </Notice>
  )
}

/** One made-up purchase, and what the vendor says to it. */
export function TestEventCard({ datasets, tested }: { datasets: DatasetChoice[]; tested: TestAnswer | null }) {
  const { t } = useT()
  const { path } = useShared()
  const { data, setData, post, processing, errors } = useForm({
    connectionId: datasets[0]?.id ?? '',
    testCode: '',
    eventName: 'Purchase',
    path: 'website' as 'website' | 'business_messaging',
  })
  return (
    <Card title={t('conversions.test')} note={t('conversions.test_help')}>
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          post(path('/conversions/test_events'), { preserveScroll: true })
        }}
      >
        {tested && <Answer tested={tested} />}
        <Group grow align="flex-start">
          <Select
            label={t('conversions.dataset')}
            data={datasets.map(({ id, name, label }) => ({
              value: id,
              label: [name, label].filter(Boolean).join(' · '),
            }))}
            value={data.connectionId}
            error={errors.connectionId}
            allowDeselect={false}
            onChange={(value) => setData('connectionId', value ?? '')}
          />
          <Select
            label={t('conversions.way')}
            data={(['website', 'business_messaging'] as const).map((value) => ({
              value,
              label: t(`conversions.path.${value}`),
            }))}
            value={data.path}
            allowDeselect={false}
            onChange={(value) => setData('path', (value ?? 'website') as typeof data.path)}
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput
            label={t('conversions.test_code')}
            description={t('conversions.test_code_help')}
            placeholder="TEST12345"
            value={data.testCode}
            error={errors.testCode}
            onChange={(event) => setData('testCode', event.currentTarget.value)}
          />
          <TextInput
            label={t('conversions.event_name')}
            description={t('conversions.event_name_help')}
            value={data.eventName}
            error={errors.eventName}
            onChange={(event) => setData('eventName', event.currentTarget.value)}
          />
        </Group>
        <div>
          <SubmitButton errors={errors} loading={processing}>
            {t('conversions.send_test')}
          </SubmitButton>
        </div>
      </form>
    </Card>
  )
}
