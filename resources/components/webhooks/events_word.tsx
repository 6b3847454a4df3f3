import { useT } from '~/hooks/use_t'

/** Two are named, more are counted. */
export function EventsWord({ events }: { events: string[] }) {
  const { t } = useT()
  if (events.includes('*')) return <>{t('webhooks.events_all')}</>
  if (events.length > 2) return <>{t('webhooks.events_count', { count: events.length })}</>
  return <span className="st-mono">{events.join(', ')}</span>
}
