import { Link, useForm } from '@inertiajs/react'
import { Button, Group, SimpleGrid, TextInput } from '@mantine/core'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { PageHeader } from '~/ui/page_header'
import { SubmitButton } from '~/ui/submit_button'

const FIELDS = ['first_name', 'last_name', 'phone', 'email', 'company', 'city', 'language', 'country'] as const
const HELP: Partial<Record<(typeof FIELDS)[number], string>> = {
  phone: 'contacts.phone_help',
  language: 'contacts.language_help',
  country: 'contacts.country_help',
}

export default function NewContact() {
  const { t } = useT()
  const { path } = useShared()
  const empty = Object.fromEntries(FIELDS.map((name) => [name, ''])) as Record<(typeof FIELDS)[number], string>
  const { data, setData, post, processing, errors } = useForm(empty)
  return (
    <>
      <PageHeader title={t('contacts.new')} crumbs={[{ label: t('contacts.title'), href: path('/contacts') }]} />
      <div style={{ maxWidth: 640 }}>
        <Card>
          <form
            className="st-stack"
            onSubmit={(event) => {
              event.preventDefault()
              post(path('/contacts'))
            }}
          >
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
              {FIELDS.map((name) => {
                const help = HELP[name]
                return (
                  <TextInput
                    key={name}
                    label={t(`contacts.${name}`)}
                    description={help && t(help)}
                    inputWrapperOrder={['label', 'input', 'description', 'error']}
                    value={data[name]}
                    error={errors[name]}
                    onChange={(event) => setData(name, event.currentTarget.value)}
                  />
                )
              })}
            </SimpleGrid>
            <Group gap={8}>
              <SubmitButton errors={errors} loading={processing}>
                {t('contacts.create')}
              </SubmitButton>
              <Button component={Link} href={path('/contacts')} variant="default">
                {t('console.cancel')}
              </Button>
            </Group>
          </form>
        </Card>
      </div>
    </>
  )
}
