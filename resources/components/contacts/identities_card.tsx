import { useForm } from '@inertiajs/react'
import { ActionIcon, Modal, Select, TextInput, Tooltip } from '@mantine/core'
import {
  IconBrandWhatsapp,
  IconDeviceMobile,
  IconId,
  IconMail,
  IconPhone,
  IconPlus,
  IconShoppingBag,
  type TablerIcon,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { SubmitButton } from '~/ui/submit_button'
import { MaybeSame } from './maybe_same.tsx'
import type { ContactDetails, Identity, Suggestion } from './types.ts'
import classes from './contacts.module.css'

const icons: Record<string, TablerIcon> = {
  phone: IconPhone,
  email: IconMail,
  whatsapp_user: IconBrandWhatsapp,
  shop_customer: IconShoppingBag,
  sandbox_user: IconDeviceMobile,
}

function IdentityLine({ identity }: { identity: Identity }) {
  const { t, wordOf } = useT()
  const Icon = icons[identity.kind] ?? IconId
  return (
    <li className={classes.identity}>
      <Icon size={16} stroke={1.6} aria-hidden />
      <div className={classes.words}>
        <div className={classes.value}>{identity.value}</div>
        <div className={classes.origin}>
          {t('contacts.identity_from', {
            kind: wordOf(`contacts.identity.${identity.kind}`),
            source: identity.sourceName ?? wordOf(`contacts.source.${identity.source}`),
            at: identity.at,
          })}
        </div>
      </div>
    </li>
  )
}

function AddIdentity({ contact, opened, onClose }: { contact: ContactDetails; opened: boolean; onClose: () => void }) {
  const { t } = useT()
  const { path } = useShared()
  const { data, setData, post, processing, errors, reset } = useForm({ kind: 'phone', value: '' })
  const kinds = ['phone', 'email'].map((value) => ({ value, label: t(`contacts.identity.${value}`) }))
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('contacts.identity_add')}
      centered
      size={400}
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          post(path(`/contacts/${contact.id}/identities`), {
            preserveScroll: true,
            onSuccess: () => {
              reset()
              onClose()
            },
          })
        }}
      >
        <Select
          label={t('contacts.identity_kind')}
          data={kinds}
          value={data.kind}
          allowDeselect={false}
          onChange={(kind) => setData('kind', kind ?? 'phone')}
        />
        <TextInput
          label={t('contacts.identity_value')}
          value={data.value}
          error={errors.value}
          onChange={(event) => setData('value', event.currentTarget.value)}
          data-autofocus
        />
        <div>
          <SubmitButton errors={errors} loading={processing}>
            {t('console.add')}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  )
}

type IdentitiesCardProps = { contact: ContactDetails; identities: Identity[]; suggestions: Suggestion[] }

export function IdentitiesCard({ contact, identities, suggestions }: IdentitiesCardProps) {
  const { t } = useT()
  const { may } = useShared()
  const [adding, setAdding] = useState(false)
  const add = may('contacts.edit') && !contact.erasedAt && (
    <Tooltip label={t('contacts.identity_add')}>
      <ActionIcon variant="subtle" color="gray" aria-label={t('contacts.identity_add')} onClick={() => setAdding(true)}>
        <IconPlus size={16} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Card title={t('contacts.identities')} aside={add} lined flush>
      <ul className={classes.identities}>
        {identities.map((identity) => (
          <IdentityLine key={identity.id} identity={identity} />
        ))}
      </ul>
      {suggestions.map((suggestion) => (
        <MaybeSame key={suggestion.id} contact={contact} suggestion={suggestion} />
      ))}
      <AddIdentity contact={contact} opened={adding} onClose={() => setAdding(false)} />
    </Card>
  )
}
