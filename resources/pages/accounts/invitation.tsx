import { useForm } from '@inertiajs/react'
import { TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import AuthLayout from '~/layouts/auth'
import { Notice } from '~/ui/error_box'
import { SecretInput } from '~/ui/secret_input'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'

type InvitationProps = {
  email: string
  role: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
  workspaceName: string
  hasAccount: boolean
  token: string
}

function Accept({ email, hasAccount, token }: InvitationProps) {
  const { t } = useT()
  const { data, setData, post, processing, errors } = useForm({ name: '', password: '' })
  return (
    <form
      className="st-stack"
      onSubmit={(event) => {
        event.preventDefault()
        post(`/invitations/${token}`)
      }}
    >
      <TextInput label={t('accounts.email')} value={email} readOnly autoComplete="username" />
      {!hasAccount && (
        <TextInput
          label={t('accounts.your_name')}
          autoFocus
          autoComplete="name"
          value={data.name}
          error={errors.name}
          onChange={(event) => setData('name', event.currentTarget.value)}
        />
      )}
      <SecretInput
        label={t('accounts.password')}
        description={hasAccount ? t('accounts.password_known') : t('accounts.password_help')}
        autoComplete={hasAccount ? 'current-password' : 'new-password'}
        value={data.password}
        error={errors.password}
        onChange={(event) => setData('password', event.currentTarget.value)}
      />
      <SubmitButton errors={errors} loading={processing} fullWidth size="md">
        {t('accounts.join')}
      </SubmitButton>
    </form>
  )
}

export default function Invitation(props: InvitationProps) {
  const { t, wordOf } = useT()
  const { workspaceName, role, state } = props
  return (
    <AuthLayout
      title={t('accounts.join_title', { workspace: workspaceName })}
      subtitle={t('accounts.join_lead', { role: wordOf(`roles.${role}`) })}
    >
      {state === 'open' ? (
        <Accept {...props} />
      ) : (
        <Notice kind="wait" actions={<TextLink href="/sign-in">{t('accounts.sign_in')}</TextLink>}>
          {t(`accounts.invitation_${state}`)}
        </Notice>
      )}
    </AuthLayout>
  )
}
