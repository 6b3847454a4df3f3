import { useForm } from '@inertiajs/react'
import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { EventPicker } from '~/components/webhooks/event_picker'
import { FilterEditor } from '~/components/webhooks/filter_editor'
import { pathsIn } from '~/components/webhooks/paths'
import type { OfferedType, SubscriptionForm } from '~/components/webhooks/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { PageHeader } from '~/ui/page_header'
import { SubmitButton } from '~/ui/submit_button'

type EditProps = { subscription: SubscriptionForm | null; types: OfferedType[] }

const EMPTY = { name: '', url: '', events: [] as string[], filter: null as string | null, contactDetail: 'profile' }

export default function EditWebhook({ subscription, types }: EditProps) {
  const { t } = useT()
  const { path } = useShared()
  const { data, setData, post, put, processing, errors } = useForm(subscription ?? EMPTY)
  const [shown, setShown] = useState<string | null>(null)
  const sample = types.find(({ type }) => type === (shown ?? data.events[0]))
  const wrongEvents = errors.events ?? Object.entries(errors).find(([field]) => field.startsWith('events.'))?.[1]
  const list = path('/developers/webhooks')

  return (
    <>
      <PageHeader
        title={subscription?.name ?? t('webhooks.new')}
        crumbs={[
          { label: t('webhooks.title'), href: list },
          ...(subscription ? [{ label: subscription.name, href: `${list}/${subscription.id}` }] : []),
        ]}
      />
      <form
        className="st-split"
        onSubmit={(event) => {
          event.preventDefault()
          if (subscription) put(`${list}/${subscription.id}`)
          else post(list)
        }}
      >
        <div className="st-stack">
          <Card>
            <div className="st-stack">
              <TextInput
                label={t('webhooks.name')}
                placeholder={t('webhooks.name_example')}
                value={data.name}
                error={errors.name}
                onChange={(event) => setData('name', event.currentTarget.value)}
              />
              <TextInput
                label={t('webhooks.url')}
                description={t('webhooks.url_help')}
                placeholder="https://"
                type="url"
                value={data.url}
                error={errors.url}
                onChange={(event) => setData('url', event.currentTarget.value)}
              />
              <EventPicker
                types={types}
                chosen={data.events}
                onChange={(events) => setData('events', events)}
                shown={sample?.type ?? null}
                onShow={setShown}
                error={wrongEvents}
              />
              <FilterEditor
                filter={data.filter}
                onChange={(filter) => setData('filter', filter)}
                paths={pathsIn(sample?.sample)}
                error={errors.filter}
              />
              <Radio.Group
                label={t('webhooks.contact_detail')}
                value={data.contactDetail}
                error={errors.contactDetail}
                onChange={(detail) => setData('contactDetail', detail)}
              >
                <Stack gap={6} mt={6}>
                  {['profile', 'ids'].map((detail) => (
                    <Radio key={detail} value={detail} label={t(`webhooks.contact_detail.${detail}`)} />
                  ))}
                </Stack>
              </Radio.Group>
              <div>
                <SubmitButton errors={errors} loading={processing}>
                  {t(subscription ? 'webhooks.save' : 'webhooks.create')}
                </SubmitButton>
              </div>
            </div>
          </Card>
        </div>
        <div className="st-stack">
          <Card title={t('webhooks.sample')}>
            {sample ? (
              <CodeBlock title={sample.type} value={sample.sample} maxHeight={560} />
            ) : (
              <p style={{ margin: 0, fontSize: 13, color: 'var(--st-text-2)' }}>{t('webhooks.sample_pick')}</p>
            )}
          </Card>
        </div>
      </form>
    </>
  )
}
