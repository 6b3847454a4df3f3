import { useForm } from '@inertiajs/react'
import { Textarea, TextInput } from '@mantine/core'
import { Drawing } from '~/components/pipelines/drawing'
import { Problems, type Problem } from '~/components/pipelines/problems'
import type { Graph } from '~/components/pipelines/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { PageHeader } from '~/ui/page_header'
import { SubmitButton } from '~/ui/submit_button'
import type { Json } from '~/hooks/json'

type DraftProps = {
  pipeline: { id: string; name: string; state: string }
  graph: string
  problems: Problem[]
  drawing: Graph
  steps: { type: string; schema: Json }[]
  events: string[]
  templates: { name: string; purpose: string }[]
}

function Reference({ steps, events, templates }: Pick<DraftProps, 'steps' | 'events' | 'templates'>) {
  const { t, wordOf } = useT()
  return (
    <Card title={t('pipelines.reference')} quiet>
      <details>
        <summary>{t('pipelines.step_types')}</summary>
        {steps.map(({ type, schema }) => (
          <CodeBlock
            key={type}
            title={`${wordOf(`pipelines.step.${type}`)} · ${type}`}
            value={schema}
            maxHeight={200}
          />
        ))}
      </details>
      <details>
        <summary>{t('pipelines.event_types')}</summary>
        <CodeBlock value={events.join('\n')} maxHeight={240} />
      </details>
      <details>
        <summary>{t('pipelines.templates')}</summary>
        <CodeBlock value={templates.map(({ name, purpose }) => `${name} (${purpose})`).join('\n') || '–'} />
      </details>
    </Card>
  )
}

export default function PipelineDraft({ pipeline, graph, problems, drawing, steps, events, templates }: DraftProps) {
  const { t } = useT()
  const { path } = useShared()
  const form = useForm({ name: pipeline.name, graph })
  const names = new Map(drawing.nodes.map(({ id, name }) => [id, name]))
  const save = () => form.put(path(`/pipelines/${pipeline.id}/draft`), { preserveState: true, preserveScroll: true })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <PageHeader
        title={t('pipelines.edit_title')}
        crumbs={[
          { label: t('pipelines.title'), href: path('/pipelines') },
          { label: pipeline.name, href: path(`/pipelines/${pipeline.id}`) },
        ]}
        primary={
          <SubmitButton errors={form.errors} loading={form.processing}>
            {t('console.save')}
          </SubmitButton>
        }
      />
      <div className="st-split">
        <div className="st-stack">
          <Problems problems={problems} nameOf={(id) => names.get(id) ?? id} />
          <Card>
            <TextInput
              label={t('pipelines.name')}
              value={form.data.name}
              error={form.errors.name}
              onChange={(event) => form.setData('name', event.currentTarget.value)}
              mb={12}
            />
            <Textarea
              label={t('pipelines.graph')}
              description={t('pipelines.graph_help')}
              value={form.data.graph}
              error={form.errors.graph}
              onChange={(event) => form.setData('graph', event.currentTarget.value)}
              autosize
              minRows={20}
              maxRows={40}
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
            />
          </Card>
        </div>
        <div className="st-stack">
          <Card title={t('pipelines.saved_draft')}>
            <Drawing graph={drawing} as="outline" />
          </Card>
          <Reference steps={steps} events={events} templates={templates} />
        </div>
      </div>
    </form>
  )
}
