import { ActionIcon, Button, Group, Select, Switch, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import { FieldLabel, wideLabel } from './field_label.tsx'
import type { Limits, TemplateButton } from './types.ts'

type RowProps = {
  button: TemplateButton
  at: string
  limits: Limits
  fixed: boolean
  wrong: (field: string) => string | undefined
  onChange: (button: TemplateButton) => void
  onRemove: () => void
}

const blank: Record<TemplateButton['kind'], (title: string) => TemplateButton> = {
  url: (title) => ({ kind: 'url', title, url: '', tracked: true }),
  reply: (title) => ({ kind: 'reply', title, id: '' }),
  phone: (title) => ({ kind: 'phone', title, phone: '' }),
}

/** What comes back when a reply is tapped: made from its words, so that a condition can be read. */
const choiceOf = (title: string) =>
  title
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 60) || 'answer'

function Target({ button, at, fixed, wrong, onChange }: Omit<RowProps, 'limits' | 'onRemove'>) {
  const { t } = useT()
  if (button.kind === 'phone') {
    return (
      <TextInput
        label={t('templates.phone')}
        value={button.phone ?? ''}
        error={wrong(`${at}.phone`)}
        disabled={fixed}
        placeholder="+39 0583 555010"
        onChange={(event) => onChange({ ...button, phone: event.currentTarget.value })}
      />
    )
  }
  if (button.kind === 'reply') return null
  return (
    <>
      <TextInput
        label={t('templates.url')}
        value={button.url ?? ''}
        error={wrong(`${at}.url`)}
        disabled={fixed}
        placeholder="{{ cart.recovery_url }}"
        onChange={(event) => onChange({ ...button, url: event.currentTarget.value })}
      />
      <Switch
        label={t('templates.tracked')}
        description={t('templates.tracked_help')}
        checked={button.tracked ?? false}
        disabled={fixed}
        onChange={(event) => onChange({ ...button, tracked: event.currentTarget.checked })}
      />
    </>
  )
}

function Row({ button, at, limits, fixed, wrong, onChange, onRemove }: RowProps) {
  const { t } = useT()
  const kinds = (['url', 'reply', 'phone'] as const).map((value) => ({ value, label: t(`templates.button.${value}`) }))
  const rename = (title: string) =>
    onChange(button.kind === 'reply' ? { ...button, title, id: choiceOf(title) } : { ...button, title })
  return (
    <div className="st-stack" style={{ gap: 8, padding: 12, border: '1px solid var(--st-border)', borderRadius: 8 }}>
      <Group align="flex-end" wrap="nowrap" gap={8}>
        <Select
          w={140}
          label={t('templates.button_kind')}
          data={kinds}
          value={button.kind}
          disabled={fixed}
          allowDeselect={false}
          onChange={(kind) => kind && onChange(blank[kind](button.title))}
        />
        <TextInput
          style={{ flex: 1 }}
          styles={wideLabel}
          label={
            <FieldLabel length={button.title.length} max={limits.button}>
              {t('templates.button_title')}
            </FieldLabel>
          }
          value={button.title}
          error={wrong(`${at}.title`)}
          disabled={fixed}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        {!fixed && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('templates.remove_button')}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Group>
      <Target button={button} at={at} fixed={fixed} wrong={wrong} onChange={onChange} />
    </div>
  )
}

type ButtonsEditorProps = {
  buttons: TemplateButton[]
  limits: Limits
  fixed: boolean
  wrong: (field: string) => string | undefined
  onChange: (buttons: TemplateButton[]) => void
}

export function ButtonsEditor({ buttons, limits, fixed, wrong, onChange }: ButtonsEditorProps) {
  const { t } = useT()
  const count = (kind: TemplateButton['kind']) => buttons.filter((button) => button.kind === kind).length
  const problem = wrong('buttons')
  return (
    <fieldset className="st-stack" style={{ gap: 8, margin: 0, padding: 0, border: 0 }}>
      <legend
        style={{
          display: 'flex',
          width: '100%',
          padding: 0,
          justifyContent: 'space-between',
          fontSize: 13,
          fontWeight: 550,
        }}
      >
        {t('templates.buttons')}
        <span style={{ fontWeight: 400, fontSize: 12, color: 'var(--st-text-3)' }}>
          {t('templates.buttons_count', { links: count('url'), max: limits.links, replies: count('reply') })}
        </span>
      </legend>
      {buttons.map((button, index) => (
        <Row
          key={index}
          button={button}
          at={`buttons.${index}`}
          limits={limits}
          fixed={fixed}
          wrong={wrong}
          onChange={(changed) => onChange(buttons.map((each, other) => (other === index ? changed : each)))}
          onRemove={() => onChange(buttons.filter((_, other) => other !== index))}
        />
      ))}
      {problem && (
        <span role="alert" style={{ fontSize: 12, color: 'var(--st-bad)' }}>
          {problem}
        </span>
      )}
      {!fixed && buttons.length < limits.buttons && (
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...buttons, blank.url('')])}
          >
            {t('templates.add_button')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
