import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconMessage2 } from '@tabler/icons-react'
import { ConsentsCard } from '~/components/contacts/consents_card'
import { ContactMenu } from '~/components/contacts/contact_menu'
import { ContactTimeline } from '~/components/contacts/contact_timeline'
import { FieldsCard } from '~/components/contacts/fields_card'
import { IdentitiesCard } from '~/components/contacts/identities_card'
import { TagEditor } from '~/components/contacts/tag_editor'
import type {
  Consent,
  ContactDetails,
  CustomField,
  Identity,
  ProfileFact,
  Suggestion,
  TimelinePart,
} from '~/components/contacts/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { CopyId } from '~/ui/copy_id'
import { Notice } from '~/ui/error_box'
import { Avatar } from '~/ui/facts'
import { PageHeader } from '~/ui/page_header'

type Referral = { id: string; headline?: string | null; sourceUrl: string | null; occurredAt: number }

type ShowContactProps = {
  contact: ContactDetails
  tags: string[]
  identities: Identity[]
  fields: CustomField[]
  facts: ProfileFact[]
  consents: Consent[]
  ledger: number
  referrals: Referral[]
  suggestions: Suggestion[]
  timeline: TimelinePart[]
  older: string | null
}

export default function ShowContact(props: ShowContactProps) {
  const { contact, tags, identities, fields, facts, consents, ledger, referrals, suggestions, timeline, older } = props
  const { t } = useT()
  const { path, may } = useShared()
  const name = contact.name ?? contact.phone ?? contact.email ?? t('contacts.unnamed')
  const [came] = referrals
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: t('contacts.title'), href: path('/contacts') }]}
        icon={<Avatar name={name} />}
        pills={
          <>
            <TagEditor contactId={contact.id} tags={tags} fixed={!may('contacts.edit') || contact.erasedAt !== null} />
            <CopyId id={contact.id} />
          </>
        }
        secondary={<ContactMenu contact={contact} />}
        primary={
          may('messages.view') && (
            <Button
              component={Link}
              href={path(`/messages?contact=${contact.id}`)}
              leftSection={<IconMessage2 size={16} />}
            >
              {t('contacts.messages')}
            </Button>
          )
        }
      />
      {contact.erasedAt !== null && <Notice title={t('contacts.erased_notice')}>{t('contacts.erased_help')}</Notice>}
      <div className="st-split" data-side="left">
        <div className="st-stack">
          <IdentitiesCard contact={contact} identities={identities} suggestions={suggestions} />
          <FieldsCard contact={contact} fields={fields} facts={facts} />
          {came && <Notice title={t('contacts.referral')}>{came.headline ?? came.sourceUrl}</Notice>}
        </div>
        <div className="st-stack">
          <ConsentsCard contact={contact} consents={consents} ledger={ledger} />
          <ContactTimeline entries={timeline} older={older} />
        </div>
      </div>
    </>
  )
}
