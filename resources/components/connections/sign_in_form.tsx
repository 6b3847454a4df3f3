import { useForm, usePage } from '@inertiajs/react'
import { Group, Select, TextInput } from '@mantine/core'
import { IconArrowsRightLeft } from '@tabler/icons-react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { CodeBlock } from '~/ui/code_block'
import { ErrorBox } from '~/ui/error_box'
import { startOf } from '~/ui/schema'
import { SubmitButton } from '~/ui/submit_button'
import { ForgetApp } from './forget_app.tsx'
import { FormHalf } from './form_parts.tsx'
import type { FieldValues, JsonObject, SignIn } from './types.ts'

type Given = {
  connector: string
  connection: string | null
  name: string
  settings: FieldValues
  app: { id: string | null; fields: FieldValues }
}

type SignInFormProps = {
  signIn: SignIn
  connector: { id: string; name: string }
  /** For a new connection; one that is there keeps its own. */
  settings?: JsonObject | null
  /** The connection that is signed in again. */
  connectionId?: string
}

/** What was wrong with the form, and what the provider said when it sent somebody back here. */
function useErrors(own: Record<string, string | undefined>): Record<string, string | undefined> {
  const { errors } = usePage<{ errors?: Record<string, string> }>().props
  return { ...errors, ...own }
}

const OTHER = 'other'

/** The organization's app, entered once, and the way to the provider's own page. */
export function SignInForm({ signIn, connector, settings = null, connectionId }: SignInFormProps) {
  const { t } = useT()
  const { path } = useShared()
  const known = connectionId ? null : (signIn.apps[0]?.id ?? null)
  const {
    data,
    setData,
    post,
    transform,
    processing,
    errors: own,
  } = useForm<Given>({
    connector: connector.id,
    connection: connectionId ?? null,
    name: connector.name,
    settings: startOf(settings ?? {}) as FieldValues,
    app: { id: known, fields: startOf(signIn.app) as FieldValues },
  })
  const errors = useErrors(own as Record<string, string | undefined>)
  const choices = [
    ...(connectionId ? [{ value: '', label: t('connections.app_same') }] : []),
    ...signIn.apps.map(({ id, clientId }) => ({ value: id, label: clientId })),
    { value: OTHER, label: t('connections.app_other') },
  ]
  const asksFields = data.app.id === OTHER || (!connectionId && signIn.apps.length === 0)
  const chosen = signIn.apps.find(({ id }) => id === data.app.id)
  return (
    <div className="st-stack">
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          transform(({ app, ...rest }) => ({ ...rest, app: { ...app, id: app.id === OTHER ? null : app.id } }))
          post(path('/connections/sign-ins'), { preserveScroll: true })
        }}
      >
        {errors.form && <ErrorBox title={errors.form}>{t('connections.nothing_stored')}</ErrorBox>}
        {!connectionId && (
          <TextInput
            label={t('connections.name')}
            description={t('connections.name_help')}
            value={data.name}
            error={errors.name}
            onChange={(event) => setData('name', event.currentTarget.value)}
          />
        )}
        {choices.length > 1 && (
          <Select
            label={t('connections.app', { name: connector.name })}
            description={t('connections.app_help')}
            data={choices}
            value={data.app.id ?? ''}
            error={errors['app.id']}
            allowDeselect={false}
            onChange={(id) => setData('app', { ...data.app, id: id || null })}
          />
        )}
        {asksFields && (
          <>
            <CodeBlock title={t('connections.redirect_url', { name: connector.name })} value={signIn.redirectUrl} />
            <FormHalf
              half="app"
              schema={signIn.app}
              values={data.app.fields}
              errors={errors}
              onChange={(fields) => setData('app', { ...data.app, fields })}
            />
          </>
        )}
        {settings && (
          <FormHalf
            half="settings"
            schema={settings}
            values={data.settings}
            errors={errors}
            onChange={(values) => setData('settings', values)}
          />
        )}
        <Group gap={12}>
          <SubmitButton errors={errors} loading={processing} leftSection={<IconArrowsRightLeft size={16} />}>
            {t(connectionId ? 'connections.sign_in_again' : 'connections.sign_in_with', { name: connector.name })}
          </SubmitButton>
        </Group>
      </form>
      {/* Outside of the form: its dialog has one of its own. */}
      {chosen && <ForgetApp app={chosen} onForgotten={() => setData('app', { ...data.app, id: OTHER })} />}
    </div>
  )
}
