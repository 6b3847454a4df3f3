import { ActionIcon, Group, Menu, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { TextLink } from '~/ui/text_link'
import type { TemplateForm } from './types.ts'

const LANGUAGES = ['it', 'en', 'es', 'fr', 'de', 'pt', 'nl', 'pl', 'ro', 'el']
const PURPOSES = ['marketing', 'transactional', 'service', 'authentication']

type AboutCardProps = {
  data: TemplateForm
  errors: Record<string, string>
  fixed: boolean
  language: string
  onName: (name: string) => void
  onPurpose: (purpose: string) => void
  onLanguage: (language: string) => void
  onAdd: (language: string) => void
  onRemove: (language: string) => void
}

/** Name, category and the languages, of which one is being written. */
export function AboutCard({
  data,
  errors,
  fixed,
  language,
  onName,
  onPurpose,
  onLanguage,
  onAdd,
  onRemove,
}: AboutCardProps) {
  const { t, locale } = useT()
  const names = new Intl.DisplayNames([locale], { type: 'language' })
  const used = data.variants.map((variant) => variant.language)
  const free = LANGUAGES.filter((each) => !used.includes(each))
  return (
    <Card>
      <div className="st-stack">
        <TextInput
          label={t('templates.name')}
          description={t('templates.name_help')}
          value={data.name}
          error={errors.name}
          disabled={fixed}
          onChange={(event) => onName(event.currentTarget.value.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_'))}
        />
        <Group grow align="flex-start">
          <Select
            label={t('templates.purpose')}
            description={t(`templates.purpose_help.${data.purpose}`)}
            data={PURPOSES.map((value) => ({ value, label: t(`consents.purpose.${value}`) }))}
            value={data.purpose}
            error={errors.purpose}
            disabled={fixed}
            allowDeselect={false}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            onChange={(value) => value && onPurpose(value)}
          />
          <div>
            <span style={{ fontSize: 13, fontWeight: 550 }}>{t('templates.languages')}</span>
            <Group gap={6} wrap="nowrap" mt={4}>
              <SegmentedControl
                size="sm"
                aria-label={t('templates.languages')}
                value={language}
                onChange={onLanguage}
                data={used.map((value) => ({ value, label: names.of(value) ?? value }))}
              />
              {!fixed && free.length > 0 && (
                <Menu>
                  <Menu.Target>
                    <ActionIcon variant="default" size={36} aria-label={t('templates.add_language')}>
                      <IconPlus size={16} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {free.map((value) => (
                      <Menu.Item key={value} onClick={() => onAdd(value)}>
                        {names.of(value) ?? value}
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
              )}
            </Group>
            {!fixed && used.length > 1 && (
              <TextLink onClick={() => onRemove(language)}>
                {t('templates.remove_language', { language: names.of(language) ?? language })}
              </TextLink>
            )}
          </div>
        </Group>
      </div>
    </Card>
  )
}
