import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { TextLink } from '~/ui/text_link'
import type { Buyer } from './types.ts'

export function BuyerLink({ contact }: { contact: Buyer }) {
  const { t } = useT()
  const { path } = useShared()
  if (!contact) return <span style={{ color: 'var(--st-text-2)' }}>{t('commerce.nobody')}</span>
  return <TextLink href={path(`/contacts/${contact.id}`)}>{contact.name}</TextLink>
}
