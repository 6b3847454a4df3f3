import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { TextLink } from '~/ui/text_link'

/** The address that goes into a message. */
export function LinkCard({ url }: { url: string }) {
  const { t } = useT()
  return (
    <Card title={t('payments.link')}>
      <div style={{ overflowWrap: 'anywhere' }}>
        <TextLink href={url} external>
          {url}
        </TextLink>
      </div>
      <p style={{ margin: '8px 0 0', fontSize: 13, color: 'var(--st-text-2)' }}>{t('payments.link_help')}</p>
    </Card>
  )
}
