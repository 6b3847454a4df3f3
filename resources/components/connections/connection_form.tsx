import { useForm } from '@inertiajs/react'
import { Button, Group, Text, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '~/hooks/use_t'
import { ErrorBox } from '~/ui/error_box'
import { startOf } from '~/ui/schema'
import { SubmitButton } from '~/ui/submit_button'
import { FormHalf } from './form_parts.tsx'
import type { ConnectionForm as Form, FieldValues, FilledForm } from './types.ts'

type Given = { name: string; credentials: FieldValues; settings: FieldValues; connector?: string }

type ConnectionFormProps = {
  form: Form & Partial<Pick<FilledForm, 'values' | 'kept'>>
  name: string
  /** Said when the form makes a connection instead of changing one. */
  connector?: string
  to: string
  submit: string
  aside?: ReactNode
  /** Where keys are asked for on the vendor’s own page, and for which connector or connection. */
  exchange?: { to: string; connector: string; connection?: string } | null
}

function started({ form, name, connector }: ConnectionFormProps): Given {
  const fresh = {
    credentials: startOf(form.credentials ?? {}) as FieldValues,
    settings: startOf(form.settings ?? {}) as FieldValues,
  }
  return {
    name,
    ...fresh,
    ...(form.values as Pick<Given, 'credentials' | 'settings'> | undefined),
    ...(connector && { connector }),
  }
}

/** One form for every connector, drawn from its own schemas: it is asked "who are you" before anything is stored. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { form, to, submit, connector, aside, exchange } = props
  const { t } = useT()
  const { data, setData, post, put, transform, processing, errors: byField } = useForm<Given>(started(props))
  const errors = byField as Record<string, string | undefined>
  const send = connector ? post : put
  // What was typed of the keys stays here: the vendor's page makes others.
  const askForKeys = ({ to: page, ...what }: NonNullable<ConnectionFormProps['exchange']>) => {
    transform(({ name, settings }) => ({ name, settings, ...what }) as unknown as Given)
    post(page, { preserveScroll: true, preserveState: true })
  }
  return (
    <form
      className="st-stack"
      onSubmit={(event) => {
        event.preventDefault()
        transform((given) => given)
        send(to, { preserveScroll: true, preserveState: (page) => Object.keys(page.props.errors ?? {}).length > 0 })
      }}
    >
      {errors.form && <ErrorBox title={errors.form}>{t('connections.nothing_stored')}</ErrorBox>}
      <TextInput
        label={t('connections.name')}
        description={t('connections.name_help')}
        value={data.name}
        error={errors.name}
        onChange={(event) => setData('name', event.currentTarget.value)}
      />
      {form.credentials && (
        <FormHalf
          half="credentials"
          schema={form.credentials}
          values={data.credentials}
          kept={form.kept}
          errors={errors}
          onChange={(values) => setData('credentials', values)}
        />
      )}
      {form.settings && (
        <FormHalf
          half="settings"
          schema={form.settings}
          values={data.settings}
          errors={errors}
          onChange={(values) => setData('settings', values)}
        />
      )}
      <Group gap={12}>
        <SubmitButton errors={errors} loading={processing}>
          {submit}
        </SubmitButton>
        {exchange && (
          <Button variant="default" disabled={processing} onClick={() => askForKeys(exchange)}>
            {t('connections.exchange')}
          </Button>
        )}
        {aside}
      </Group>
      {exchange && (
        <Text size="sm" c="dimmed">
          {t('connections.exchange_help')}
        </Text>
      )}
    </form>
  )
}
