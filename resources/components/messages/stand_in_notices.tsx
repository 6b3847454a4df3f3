import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Notice } from '~/ui/error_box'
import { TextLink } from '~/ui/text_link'
import type { StandIn, StandIns } from './types.ts'

function StandInNotice({ way, other }: { way: 'before' | 'after'; other: StandIn }) {
  const { t, reason, wordOf } = useT()
  const { path } = useShared()
  const medium = wordOf(`consents.channel.${other.medium}`)
  return (
    <Notice
      title={t(way === 'before' ? 'messages.stands_in' : 'messages.stood_in', { medium })}
      actions={<TextLink href={path(`/messages/${other.id}`)}>{t('messages.open_other', { medium })}</TextLink>}
    >
      {t('messages.because', { reason: reason(other.code, other.params ?? {}) })}
    </Notice>
  )
}

/** Fallbacks know of each other: which message this one stands in for, and which one stood in for it. */
export function StandInNotices({ standIns: { before, after } }: { standIns: StandIns }) {
  return (
    <>
      {before && <StandInNotice way="before" other={before} />}
      {after && <StandInNotice way="after" other={after} />}
    </>
  )
}
