import { Textarea, TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ButtonsEditor } from './buttons_editor.tsx'
import { FieldLabel, wideLabel } from './field_label.tsx'
import type { Limits, TemplateContent } from './types.ts'

type MessageCardProps = {
  content: TemplateContent
  limits: Limits
  fixed: boolean
  /** What is wrong with a field, in words. */
  wrong: (field: string) => string | undefined
  onChange: (change: Partial<TemplateContent>) => void
}

export function MessageCard({ content, limits, fixed, wrong, onChange }: MessageCardProps) {
  const { t } = useT()
  const { header, body, footer, buttons } = content
  return (
    <Card title={t('templates.message')} note={t('templates.values_note')}>
      <div className="st-stack">
        <TextInput
          styles={wideLabel}
          label={
            <FieldLabel length={header?.text.length ?? 0} max={limits.header}>
              {t('templates.header')}
            </FieldLabel>
          }
          value={header?.text ?? ''}
          error={wrong('header')}
          disabled={fixed}
          onChange={({ currentTarget: { value } }) =>
            onChange({ header: value === '' ? null : { kind: 'text', text: value } })
          }
        />
        <Textarea
          styles={wideLabel}
          label={
            <FieldLabel length={body.length} max={limits.body}>
              {t('templates.body')}
            </FieldLabel>
          }
          autosize
          minRows={5}
          maxRows={16}
          value={body}
          error={wrong('body')}
          disabled={fixed}
          onChange={(event) => onChange({ body: event.currentTarget.value })}
        />
        <TextInput
          styles={wideLabel}
          label={
            <FieldLabel length={footer?.length ?? 0} max={limits.footer}>
              {t('templates.footer')}
            </FieldLabel>
          }
          value={footer ?? ''}
          error={wrong('footer')}
          disabled={fixed}
          onChange={({ currentTarget: { value } }) => onChange({ footer: value === '' ? null : value })}
        />
        <ButtonsEditor
          buttons={buttons}
          limits={limits}
          fixed={fixed}
          wrong={wrong}
          onChange={(next) => onChange({ buttons: next })}
        />
      </div>
    </Card>
  )
}
