import { router, useForm } from '@inertiajs/react'
import { ActionIcon, Group, Select, TextInput, Tooltip } from '@mantine/core'
import { IconTrash, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { SettingsHead } from '~/components/settings/settings_tabs'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyLink } from '~/ui/code_block'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { DataTable } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { Notice } from '~/ui/error_box'
import { Avatar } from '~/ui/facts'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'

type Person = { id: string; name: string; email: string; role: string }
type Open = { id: string; email: string; role: string; state: string; expiresAt: number }
type MembersProps = { members: Person[]; owners: Person[]; invitations: Open[]; link: string | null }

const ROLES = ['admin', 'manager', 'operator', 'viewer']

function useRoles() {
  const { t } = useT()
  return ROLES.map((role) => ({ value: role, label: t(`roles.${role}`) }))
}

function Invite() {
  const { t } = useT()
  const { path } = useShared()
  const roles = useRoles()
  const { data, setData, post, processing, errors, reset } = useForm({ email: '', role: 'operator' })
  return (
    <Card title={t('settings.invite')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          post(path('/settings/invitations'), { preserveScroll: true, onSuccess: () => reset() })
        }}
      >
        <Group align="flex-start" gap={8}>
          <TextInput
            style={{ flex: '1 1 220px' }}
            aria-label={t('accounts.email')}
            placeholder={t('settings.invite_email')}
            type="email"
            value={data.email}
            error={errors.email}
            onChange={(event) => setData('email', event.currentTarget.value)}
          />
          <Select
            w={160}
            aria-label={t('settings.role')}
            data={roles}
            value={data.role}
            error={errors.role}
            allowDeselect={false}
            onChange={(role) => setData('role', role ?? data.role)}
          />
          <SubmitButton errors={errors} loading={processing} h={36} leftSection={<IconUserPlus size={16} />}>
            {t('settings.invite')}
          </SubmitButton>
        </Group>
      </form>
    </Card>
  )
}

function RoleOf({ member, fixed }: { member: Person; fixed: boolean }) {
  const { t } = useT()
  const { path } = useShared()
  const roles = useRoles()
  if (fixed) return <>{t(`roles.${member.role}`)}</>
  const change = (role: string | null) =>
    role && router.put(path(`/settings/members/${member.id}`), { role }, { preserveScroll: true })
  return (
    <Select
      size="xs"
      aria-label={t('settings.role_of', { name: member.name })}
      data={roles}
      value={member.role}
      allowDeselect={false}
      onChange={change}
    />
  )
}

function People({ members, owners }: Pick<MembersProps, 'members' | 'owners'>) {
  const { t } = useT()
  const { path, may } = useShared()
  const [leaving, setLeaving] = useState<Person | null>(null)
  const fixed = !may('members.manage')
  const rows = [
    ...owners.map((owner) => ({ ...owner, owner: true })),
    ...members.map((member) => ({ ...member, owner: false })),
  ]
  return (
    <Card flush>
      <DataTable
        label={t('settings.tab.members')}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            header: t('settings.name'),
            whole: true,
            cell: ({ name }) => (
              <Group gap={8} wrap="nowrap">
                <Avatar name={name} size={24} />
                <span className="st-cut">{name}</span>
              </Group>
            ),
          },
          { key: 'email', header: t('accounts.email'), cell: ({ email }) => email, phone: 'second' },
          {
            key: 'role',
            header: t('settings.role'),
            width: 180,
            whole: true,
            phone: 'first-end',
            cell: (row) => (row.owner ? t(`roles.${row.role}`) : <RoleOf member={row} fixed={fixed} />),
          },
          {
            key: t('console.remove'),
            header: '',
            width: 48,
            whole: true,
            phone: 'second-end',
            cell: (row) =>
              !row.owner &&
              !fixed && (
                <Tooltip label={t('console.remove')}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('settings.remove_member', { name: row.name })}
                    onClick={() => setLeaving(row)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Tooltip>
              ),
          },
        ]}
      />
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() =>
          leaving &&
          router.delete(path(`/settings/members/${leaving.id}`), {
            preserveScroll: true,
            onFinish: () => setLeaving(null),
          })
        }
        title={t('settings.remove_member', { name: leaving?.name ?? '' })}
        confirm={t('console.remove')}
      >
        {t('settings.remove_member_help')}
      </ConfirmDialog>
    </Card>
  )
}

function Invitations({ invitations }: Pick<MembersProps, 'invitations'>) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <Card title={t('settings.invitations')} flush>
      <DataTable
        label={t('settings.invitations')}
        rows={invitations}
        rowKey={({ id }) => id}
        columns={[
          { key: 'email', header: t('accounts.email'), cell: ({ email }) => email },
          {
            key: 'role',
            header: t('settings.role'),
            width: 120,
            cell: ({ role }) => t(`roles.${role}`),
            phone: 'first-end',
          },
          {
            key: 'expires',
            header: t('settings.expires'),
            width: 160,
            cell: ({ expiresAt }) => <Time at={expiresAt} form="relative" />,
            phone: 'second',
          },
          {
            key: t('settings.withdraw'),
            header: '',
            width: 100,
            whole: true,
            align: 'end',
            phone: 'second-end',
            cell: ({ id }) => (
              <TextLink onClick={() => router.delete(path(`/settings/invitations/${id}`), { preserveScroll: true })}>
                {t('settings.withdraw')}
              </TextLink>
            ),
          },
        ]}
        empty={
          <EmptyState icon={IconUserPlus} title={t('settings.no_invitations')}>
            {t('settings.no_invitations_help')}
          </EmptyState>
        }
      />
    </Card>
  )
}

export default function Members({ members, owners, invitations, link }: MembersProps) {
  const { t } = useT()
  const { may } = useShared()
  return (
    <>
      <SettingsHead />
      <div className="st-stack" style={{ gap: 16 }}>
        {link && (
          <Notice title={t('settings.invitation_link')} actions={<CopyLink text={link} />}>
            {t('settings.invitation_link_help')}{' '}
            <code className="st-mono" style={{ wordBreak: 'break-all' }}>
              {link}
            </code>
          </Notice>
        )}
        {may('members.manage') && <Invite />}
        <People members={members} owners={owners} />
        {may('members.manage') && <Invitations invitations={invitations} />}
      </div>
    </>
  )
}
