import { useForm } from '@inertiajs/react'
import { SimpleGrid, TextInput } from '@mantine/core'
import { guessedDetails, WorkspaceFields } from '~/components/accounts/workspace_fields'
import { useStartSteps } from '~/components/accounts/start_steps'
import { useT } from '~/hooks/use_t'
import WizardLayout from '~/layouts/wizard'
import { Card } from '~/ui/card'
import { SecretInput } from '~/ui/secret_input'
import { SubmitButton } from '~/ui/submit_button'

const FORM = 'setup'

/** The errors of `workspace.…`, without the part before the dot. */
function inside(errors: Record<string, string>, part: string) {
  const own = Object.entries(errors).filter(([name]) => name.startsWith(`${part}.`))
  return Object.fromEntries(own.map(([name, words]) => [name.slice(part.length + 1), words]))
}

export default function Setup() {
  const { t, locale } = useT()
  const { data, setData, post, processing, errors } = useForm({
    name: '',
    email: '',
    password: '',
    organization: '',
    workspace: guessedDetails(locale),
  })

  return (
    <WizardLayout
      steps={useStartSteps()}
      step={0}
      title={t('accounts.setup_title')}
      lead={t('accounts.setup_lead')}
      next={
        <SubmitButton form={FORM} errors={errors} loading={processing}>
          {t('console.continue')}
        </SubmitButton>
      }
    >
      <Card>
        <form
          id={FORM}
          className="st-stack"
          onSubmit={(event) => {
            event.preventDefault()
            post('/setup')
          }}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <TextInput
              label={t('accounts.your_name')}
              autoComplete="name"
              autoFocus
              value={data.name}
              error={errors.name}
              onChange={(event) => setData('name', event.currentTarget.value)}
            />
            <TextInput
              label={t('accounts.organization')}
              autoComplete="organization"
              value={data.organization}
              error={errors.organization}
              onChange={(event) => setData('organization', event.currentTarget.value)}
            />
            <TextInput
              label={t('accounts.email')}
              type="email"
              autoComplete="username"
              value={data.email}
              error={errors.email}
              onChange={(event) => setData('email', event.currentTarget.value)}
            />
            <SecretInput
              label={t('accounts.password')}
              description={t('accounts.password_help')}
              autoComplete="new-password"
              value={data.password}
              error={errors.password}
              onChange={(event) => setData('password', event.currentTarget.value)}
            />
          </SimpleGrid>
          <WorkspaceFields
            value={data.workspace}
            errors={inside(errors, 'workspace')}
            nameLabel={t('accounts.shop_name')}
            onChange={(workspace) => setData('workspace', workspace)}
          />
        </form>
      </Card>
    </WizardLayout>
  )
}
