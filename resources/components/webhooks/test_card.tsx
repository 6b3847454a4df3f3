import { useForm } from '@inertiajs/react'
import { Select } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { SubmitButton } from '~/ui/submit_button'
import { Attempts } from './attempts.tsx'
import type { AttemptLine } from './types.ts'

/** A sample, sent now, and what the latest ones came to. */
export function TestCard({ at, types, trials }: { at: string; types: string[]; trials: AttemptLine[] }) {
  const { t } = useT()
  const { data, setData, post, processing, errors } = useForm({ type: types[0] ?? '' })
  return (
    <Card title={t('webhooks.test')} flush>
      <form
        className="st-stack"
        style={{ gap: 10, padding: '4px 16px 14px' }}
        onSubmit={(event) => {
          event.preventDefault()
          post(`${at}/tests`, { preserveScroll: true })
        }}
      >
        <p style={{ margin: 0, fontSize: 13, color: 'var(--st-text-2)' }}>{t('webhooks.test_help')}</p>
        <Select
          aria-label={t('webhooks.test_type')}
          data={types}
          value={data.type}
          error={errors.type}
          searchable
          allowDeselect={false}
          onChange={(type) => setData('type', type ?? data.type)}
        />
        <div>
          <SubmitButton variant="default" errors={errors} loading={processing}>
            {t('webhooks.test')}
          </SubmitButton>
        </div>
      </form>
      {trials.length > 0 && <Attempts attempts={trials} named />}
    </Card>
  )
}
