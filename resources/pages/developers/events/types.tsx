import { Accordion } from '@mantine/core'
import { EventsTabs } from '~/components/events/events_tabs'
import { DevelopersHead } from '~/components/settings/developers_tabs'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { Tag } from '~/ui/facts'

type EventType = { type: string; title: string; kind: string; transient: boolean; schema: string; sample: string }

function Details({ of }: { of: EventType }) {
  const { t } = useT()
  return (
    <div className="st-stack">
      <div style={{ display: 'flex', gap: 6 }}>
        <Tag>{t(`events.kind.${of.kind}`)}</Tag>
        {of.transient && <Tag>{t('events.transient')}</Tag>}
      </div>
      <CodeBlock title={t('events.sample')} value={of.sample} maxHeight={320} />
      <CodeBlock title={t('events.schema')} value={of.schema} maxHeight={320} />
    </div>
  )
}

export default function EventTypes({ types }: { types: EventType[] }) {
  const { t, wordOf } = useT()
  return (
    <>
      <DevelopersHead secondary={<EventsTabs />} />
      <Card title={t('events.types')} note={t('events.types_note', { n: types.length })} flush>
        <Accordion chevronPosition="right">
          {types.map((type) => (
            <Accordion.Item key={type.type} value={type.type}>
              <Accordion.Control>
                <span className="st-mono">{type.type}</span>{' '}
                <span style={{ color: 'var(--st-text-2)', fontSize: 13 }}>{wordOf(`events.${type.type}`)}</span>
              </Accordion.Control>
              <Accordion.Panel>
                <Details of={type} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Card>
    </>
  )
}
