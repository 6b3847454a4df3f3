import { useForm } from '@inertiajs/react'
import { Select, TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { chooseLocale } from '~/components/shell/locale'
import { Card } from '~/ui/card'
import { PageHeader } from '~/ui/page_header'
import { SecretInput } from '~/ui/secret_input'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'

type Profile = { name: string; email: string; locale: string | null }

function Details({ profile }: { profile: Profile }) {
  const { t, locale } = useT()
  const { data, setData, put, processing, errors } = useForm<{ name: string; locale: 'en' | 'it' }>({
    name: profile.name,
    locale: (profile.locale ?? locale) === 'it' ? ('it' as const) : ('en' as const),
  })
  return (
    <Card title={t('accounts.details')}>
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          put('/account', { preserveScroll: true, onSuccess: () => void chooseLocale(data.locale) })
        }}
      >
        <TextInput label={t('accounts.email')} value={profile.email} readOnly />
        <TextInput
          label={t('accounts.your_name')}
          value={data.name}
          error={errors.name}
          onChange={(event) => setData('name', event.currentTarget.value)}
        />
        <Select
          label={t('settings.language')}
          data={[
            { value: 'it', label: 'Italiano' },
            { value: 'en', label: 'English' },
          ]}
          value={data.locale}
          allowDeselect={false}
          onChange={(chosen) => setData('locale', chosen === 'it' ? 'it' : 'en')}
        />
        <div>
          <SubmitButton errors={errors} loading={processing}>
            {t('console.save')}
          </SubmitButton>
        </div>
      </form>
    </Card>
  )
}

function Password() {
  const { t } = useT()
  const { data, setData, put, processing, errors, reset } = useForm({ current: '', password: '' })
  return (
    <Card title={t('accounts.change_password')}>
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          put('/account/password', { preserveScroll: true, onSuccess: () => reset() })
        }}
      >
        <SecretInput
          label={t('accounts.current_password')}
          autoComplete="current-password"
          value={data.current}
          error={errors.current}
          onChange={(event) => setData('current', event.currentTarget.value)}
        />
        <SecretInput
          label={t('accounts.new_password')}
          description={t('accounts.password_help')}
          autoComplete="new-password"
          value={data.password}
          error={errors.password}
          onChange={(event) => setData('password', event.currentTarget.value)}
        />
        <div>
          <SubmitButton errors={errors} loading={processing} variant="default">
            {t('accounts.change_password')}
          </SubmitButton>
        </div>
      </form>
    </Card>
  )
}

export default function ProfilePage({ profile }: { profile: Profile }) {
  const { t } = useT()
  return (
    <main className="st-stack" style={{ maxWidth: 560, margin: '0 auto', padding: '24px 16px', gap: 16 }}>
      <PageHeader title={t('nav.account')} secondary={<TextLink href="/">{t('accounts.to_console')}</TextLink>} />
      <Details profile={profile} />
      <Password />
    </main>
  )
}
