import { Timeline } from '~/components/timeline/timeline'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import type { Told } from './types.ts'

/** The events a shop told of one thing, newest first. */
export function ToldCard({ events }: { events: Told[] }) {
  const { t, wordOf } = useT()
  const { path } = useShared()
  const kindOf = (type: string) => type.split('.')[0] ?? 'event'
  return (
    <Card title={t('commerce.told')} lined flush>
      <Timeline
        entries={events.map(({ id, type, at }) => ({
          id,
          at,
          kind: kindOf(type),
          title: wordOf(`events.${type}`),
          detail: type,
          href: path(`/developers/events/${id}`),
        }))}
      />
    </Card>
  )
}
