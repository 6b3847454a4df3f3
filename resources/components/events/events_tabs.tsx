import { usePage } from '@inertiajs/react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { TextLink } from '~/ui/text_link'

/** From the log to the catalogue and back. */
export function EventsTabs() {
  const { t } = useT()
  const { url } = usePage()
  const { path } = useShared()
  const onTypes = url.includes('/developers/events/types')
  return (
    <TextLink href={path(onTypes ? '/developers/events' : '/developers/events/types')}>
      {t(onTypes ? 'events.log' : 'events.types')}
    </TextLink>
  )
}
