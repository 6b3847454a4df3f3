import { router } from '@inertiajs/react'
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { TextLink } from '~/ui/text_link'
import type { ContactDetails, Suggestion } from './types.ts'
import classes from './contacts.module.css'

/** Two contacts that may be one person: a person decides, never we. */
export function MaybeSame({ contact, suggestion }: { contact: ContactDetails; suggestion: Suggestion }) {
  const { t } = useT()
  const { path, may } = useShared()
  const [asking, setAsking] = useState(false)
  const { other } = suggestion
  const name = other.name ?? other.phone ?? other.email ?? other.id
  const merge = () =>
    router.post(
      path(`/contacts/${contact.id}/merges`),
      { loser: other.id },
      { preserveScroll: true, onFinish: () => setAsking(false) }
    )
  const dismiss = () => router.delete(path(`/contacts/${contact.id}/merges/${suggestion.id}`), { preserveScroll: true })

  return (
    <div className={classes.maybe}>
      <IconAlertTriangleFilled size={16} aria-hidden />
      <div>
        <strong>{t('contacts.same_person')}</strong>
        <p>{t(`contacts.${suggestion.reason}`, { name })}</p>
        <div className={classes.links}>
          <TextLink href={path(`/contacts/${other.id}`)}>{t('contacts.compare')}</TextLink>
          {may('contacts.edit') && (
            <>
              <TextLink onClick={() => setAsking(true)}>{t('contacts.merge')}</TextLink>
              <TextLink onClick={dismiss}>{t('contacts.not_same')}</TextLink>
            </>
          )}
        </div>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={merge}
        title={t('contacts.merge_title', { name, into: contact.name ?? contact.id })}
        confirm={t('contacts.merge')}
      >
        {t('contacts.merge_help')}
      </ConfirmDialog>
    </div>
  )
}
