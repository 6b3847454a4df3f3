import { router, useForm } from '@inertiajs/react'
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { PageHeader } from '~/ui/page_header'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'

type Entry = { key: string; title: string; summary: string; steps: number; missing: string[]; installed: string | null }
type NewProps = { entries: Entry[]; channels: { id: string; name: string }[] }

function EntryCard({ entry, channel }: { entry: Entry; channel: string | null }) {
  const { t } = useT()
  const { path } = useShared()
  const { key, title, summary, steps, missing, installed } = entry
  return (
    <Card title={title} note={t('pipelines.steps', { n: steps })}>
      <p style={{ margin: '0 0 12px' }}>{summary}</p>
      {missing.length > 0 && (
        <p style={{ margin: '0 0 12px', color: 'var(--st-wait)' }}>
          {t('pipelines.needs', { what: missing.map((role) => t(`pipelines.role.${role}`)).join(', ') })}
        </p>
      )}
      <Group gap={12}>
        <Button
          variant="default"
          onClick={() => router.post(path('/pipelines'), { library_key: key, connection_id: channel })}
        >
          {t('pipelines.install')}
        </Button>
        {installed && <TextLink href={path(`/pipelines/${installed}`)}>{t('pipelines.open_installed')}</TextLink>}
      </Group>
    </Card>
  )
}

function EmptyForm() {
  const { t } = useT()
  const { path } = useShared()
  const form = useForm({ name: '' })
  return (
    <Card title={t('pipelines.from_nothing')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          form.post(path('/pipelines'))
        }}
      >
        <TextInput
          label={t('pipelines.name')}
          value={form.data.name}
          error={form.errors.name}
          onChange={(event) => form.setData('name', event.currentTarget.value)}
          mb={12}
          required
        />
        <SubmitButton errors={form.errors} loading={form.processing}>
          {t('pipelines.create')}
        </SubmitButton>
      </form>
    </Card>
  )
}

export default function NewPipeline({ entries, channels }: NewProps) {
  const { t } = useT()
  const { path } = useShared()
  const [channel, setChannel] = useState<string | null>(channels[0]?.id ?? null)
  return (
    <>
      <PageHeader title={t('pipelines.new')} crumbs={[{ label: t('pipelines.title'), href: path('/pipelines') }]} />
      <div className="st-split">
        <div className="st-stack">
          {channels.length > 1 && (
            <Select
              label={t('pipelines.sends_by')}
              data={channels.map(({ id, name }) => ({ value: id, label: name }))}
              value={channel}
              onChange={setChannel}
              allowDeselect={false}
              maw={360}
            />
          )}
          {entries.map((entry) => (
            <EntryCard key={entry.key} entry={entry} channel={channel} />
          ))}
        </div>
        <EmptyForm />
      </div>
    </>
  )
}
