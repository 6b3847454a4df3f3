import { Link, router, useForm } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { ConnectorTile } from '~/components/connections/connector_icon'
import { FormHalf } from '~/components/connections/form_parts'
import type { FieldValues } from '~/components/connections/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ErrorBox } from '~/ui/error_box'
import { startOf } from '~/ui/schema'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'
import { Asks, Connected } from './choice_parts.tsx'
import { ChoiceCards } from './choice_cards.tsx'
import { StartFrame } from './start_frame.tsx'
import type { StartChoice } from './types.ts'

type ConnectStepProps = { step: 'shop' | 'number'; choices: StartChoice[] }

type Given = { step: string; connector: string; credentials: FieldValues; settings: FieldValues }

const FORM = 'connect'

const fresh = (step: string, { id, form }: StartChoice): Given => ({
  step,
  connector: id,
  credentials: startOf(form.credentials ?? {}) as FieldValues,
  settings: startOf(form.settings ?? {}) as FieldValues,
})

/** Choose one, fill in its own form, be asked who you are: the same for a shop and for a number. */
export function ConnectStep({ step, choices }: ConnectStepProps) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const first =
    choices.find(({ id }) => id === query.get('choice')) ?? choices.find(({ connection }) => connection) ?? choices[0]!
  const form = useForm<Given>(fresh(step, first))
  const { data, setData, errors: byField, processing, clearErrors } = form
  const errors = byField as Record<string, string | undefined>
  const chosen = choices.find(({ id }) => id === data.connector) ?? first
  const sample = choices.find((choice) => choice.sample)
  const after = path(`/start?step=${step === 'shop' ? 'number' : 'pipeline'}`)
  const to = path('/start/connections')

  const choose = (id: string) => {
    const choice = choices.find((each) => each.id === id)
    if (!choice) return
    clearErrors()
    setData(fresh(step, choice))
  }

  const useSample = sample && !chosen.sample && !chosen.connection && (
    <TextLink
      onClick={() => (sample.connection ? router.visit(after) : router.post(to, { step, connector: sample.id }))}
    >
      {t(`start.${step}_sample`)}
    </TextLink>
  )
  const next = chosen.connection ? (
    <Button component={Link} href={after}>
      {t('console.continue')}
    </Button>
  ) : (
    <SubmitButton form={FORM} errors={errors} loading={processing} disabled={onlySignsIn(chosen)}>
      {t('start.connect', { name: chosen.name })}
    </SubmitButton>
  )

  return (
    <StartFrame
      step={step}
      title={t(`start.${step}_title`)}
      lead={t(`start.${step}_lead`)}
      next={
        <>
          {useSample}
          {next}
        </>
      }
    >
      <ChoiceCards
        label={t(`start.${step}_title`)}
        value={chosen.id}
        onChange={choose}
        choices={choices.map((choice) => ({
          value: choice.id,
          icon: <ConnectorTile svg={choice.icon} />,
          title: t(`start.name_${step}`, { name: choice.name, sample: String(choice.sample) }),
          note: t(`start.how_${howOf(choice)}`),
        }))}
      />
      <Card>
        {chosen.connection ? (
          <Connected choice={chosen} connection={chosen.connection} />
        ) : (
          <form
            id={FORM}
            className="st-stack"
            onSubmit={(event) => {
              event.preventDefault()
              form.post(to, {
                preserveScroll: true,
                preserveState: (page) => Object.keys(page.props.errors ?? {}).length > 0,
              })
            }}
          >
            {errors.form && <ErrorBox title={errors.form}>{t('connections.nothing_stored')}</ErrorBox>}
            {chosen.form.credentials && (
              <FormHalf
                half="credentials"
                schema={chosen.form.credentials}
                values={data.credentials}
                errors={errors}
                onChange={(values) => setData('credentials', values)}
              />
            )}
            {chosen.form.settings && (
              <FormHalf
                half="settings"
                schema={chosen.form.settings}
                values={data.settings}
                errors={errors}
                onChange={(values) => setData('settings', values)}
              />
            )}
            {chosen.signIn && (
              <TextLink href={path(`/connections/new?connector=${chosen.id}`)}>
                {t('start.sign_in_there', { name: chosen.name })}
              </TextLink>
            )}
            <Asks choice={chosen} />
          </form>
        )}
      </Card>
    </StartFrame>
  )
}

/** No keys would do. */
const onlySignsIn = ({ signIn, form }: StartChoice): boolean => signIn && form.credentials === null

function howOf(choice: StartChoice): string {
  const { connection, sample, form } = choice
  if (connection) return 'connected'
  if (sample) return 'sample'
  if (onlySignsIn(choice)) return 'sign_in'
  return form.credentials ? 'key' : 'address'
}
