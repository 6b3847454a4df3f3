import { Group, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Phone } from '~/components/phone/phone'
import { Thread } from '~/components/phone/thread'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Notice } from '~/ui/error_box'
import { SmsLine } from './sms_line.tsx'
import type { Variant } from './types.ts'
import { usePreview } from './use_preview.ts'

/** The message on the customer's phone, with the samples or with nothing to fill it in. */
export function PreviewPhone({ variant }: { variant: Variant }) {
  const { t, reason } = useT()
  const { path, workspace } = useShared()
  const [missing, setMissing] = useState(false)
  const preview = usePreview(path('/templates/previews'), variant, missing)
  return (
    <div className="st-stack" style={{ gap: 12 }}>
      <Group justify="space-between" wrap="nowrap">
        <h2 style={{ margin: 0, fontSize: 14, fontWeight: 600 }}>{t('templates.preview')}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t('templates.preview')}
          value={missing ? 'missing' : 'sample'}
          onChange={(value) => setMissing(value === 'missing')}
          data={[
            { value: 'sample', label: t('templates.with_samples') },
            { value: 'missing', label: t('templates.values_missing') },
          ]}
        />
      </Group>
      <Phone name={workspace?.name ?? ''} height={560}>
        <Thread items={preview?.ok ? [preview.bubble] : []}>
          {preview && !preview.ok && (
            <Notice kind="refusal" title={t('templates.not_sent')}>
              {reason(preview.code, preview.params)}
            </Notice>
          )}
        </Thread>
      </Phone>
      {preview?.ok && <SmsLine sms={preview.sms} />}
      <p style={{ margin: 0, textAlign: 'center', fontSize: 12, color: 'var(--st-text-3)' }}>
        {t('templates.preview_note')}
      </p>
    </div>
  )
}
