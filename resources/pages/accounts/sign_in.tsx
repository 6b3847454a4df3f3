import { useForm } from '@inertiajs/react'
import { TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import AuthLayout from '~/layouts/auth'
import { SecretInput } from '~/ui/secret_input'
import { SubmitButton } from '~/ui/submit_button'

export default function SignIn() {
  const { t } = useT()
  const { data, setData, post, processing, errors } = useForm({ email: '', password: '' })

  return (
    <AuthLayout title={t('accounts.sign_in')} subtitle={t('accounts.sign_in_lead')}>
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          post('/sign-in', { preserveScroll: true })
        }}
      >
        <TextInput
          label={t('accounts.email')}
          type="email"
          autoComplete="username"
          autoFocus
          value={data.email}
          error={errors.email}
          onChange={(event) => setData('email', event.currentTarget.value)}
        />
        <SecretInput
          label={t('accounts.password')}
          autoComplete="current-password"
          value={data.password}
          error={errors.password}
          onChange={(event) => setData('password', event.currentTarget.value)}
        />
        <SubmitButton errors={errors} loading={processing} fullWidth size="md">
          {t('accounts.sign_in')}
        </SubmitButton>
      </form>
    </AuthLayout>
  )
}
