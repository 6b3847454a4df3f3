import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { ConsentTable, type ConsentRow } from '~/components/consents/consent_table'
import { Bubble } from '~/components/phone/bubble'
import { Phone } from '~/components/phone/phone'
import { Thread } from '~/components/phone/thread'
import { Timeline } from '~/components/timeline/timeline'
import { Card } from '~/ui/card'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { DayStrip } from '~/ui/day_strip'
import { ErrorBox, Notice } from '~/ui/error_box'
import { Avatar, Facts, Tag, ValueChip } from '~/ui/facts'
import { Figures } from '~/ui/figure_card'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'
import type { Values } from '~/ui/schema'
import { SchemaForm } from '~/ui/schema_form'
import { SearchInput } from '~/ui/search_input'
import { RowsSkeleton } from '~/ui/skeletons'
import { StateMark } from '~/ui/state_mark'
import { looks, type Thing } from '~/ui/states'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'
import { undoToast } from '~/ui/undo_toast'
import { at, complete, thread, timeline, working } from './samples.ts'
import { Chain } from '~/components/chain/chain'

const consents: ConsentRow[] = [
  {
    channel: 'whatsapp',
    purpose: 'marketing',
    state: 'confirmed',
    since: at(-2000, 6),
    proof: 'Ticked at checkout, then answered “Yes, gladly” on WhatsApp',
    href: '#',
  },
  {
    channel: 'sms',
    purpose: 'marketing',
    state: 'withdrawn',
    since: at(-1700, 12),
    proof: 'Replied STOP to an SMS',
    href: '#',
  },
  { channel: 'email', purpose: 'marketing', state: 'not_asked' },
]

const schema = {
  properties: {
    shopDomain: {
      type: 'string',
      title: 'Shop address',
      description: 'The one you see in the admin',
      examples: ['my-shop.example'],
    },
    webhookSecret: { type: 'string', format: 'password' },
    region: { type: 'string', enum: ['eu', 'us'] },
    perMinute: { type: 'integer', minimum: 1, maximum: 60, default: 20 },
    testMode: { type: 'boolean', title: 'Test mode' },
    topics: { type: 'array', items: { type: 'string' } },
  },
  required: ['shopDomain', 'webhookSecret'],
}

export function PartsView() {
  const [values, setValues] = useState<Values>({ topics: ['orders/create'], perMinute: 20 })
  const [asking, setAsking] = useState(false)
  const errors = { shopDomain: 'A shop address has no spaces.' }
  const days = Array.from({ length: 30 }, (_, i) => ({
    label: `Day ${i + 1}`,
    tone: i === 11 ? ('wait' as const) : i === 29 ? ('bad' as const) : ('ok' as const),
    word: 'Healthy',
  }))
  return (
    <>
      <PageHeader
        title="Parts"
        crumbs={[{ label: 'Developers', href: '#' }]}
        icon={<Avatar name="Giulia Ferrero" />}
        pills={
          <>
            <Tag>VIP</Tag>
            <StateMark pill thing="connection" state="broken" more="since 08:02" />
          </>
        }
      />
      <PageTabs
        label="Parts"
        tabs={[
          { href: '#1', label: 'Health', current: true },
          { href: '#2', label: 'Deliveries', count: 1204 },
          { href: '#3', label: 'Settings' },
        ]}
      />
      <div className="st-stack">
        <ErrorBox
          title="Stripe signs with a secret we do not have."
          actions={
            <>
              <SearchInput placeholder="whsec_…" name="x" />
              <Button>Save and test</Button>
              <TextLink href="#">Where to find it</TextLink>
            </>
          }
        >
          14 deliveries were rejected; nothing is lost, Stripe repeats them for 3 days.
        </ErrorBox>
        <Notice>v3 keeps sending until Meta approves v4.</Notice>
        <Card>
          <Group justify="space-between" gap={24}>
            <Figures
              items={[
                { label: 'Last delivery', value: '12 s ago' },
                { label: 'Accepted, 24 h', value: '1,842' },
                { label: 'Answered in, p95', value: '14 ms' },
              ]}
            />
            <DayStrip days={days} title="30 days" note="99.98% accepted" />
          </Group>
        </Card>
        <Card title="Consents" aside={<TextLink href="#">Full ledger, 7 entries</TextLink>} flush>
          <ConsentTable consents={consents} onAsk={() => setAsking(true)} />
        </Card>
        <Card title="Timeline" lined flush>
          <Timeline entries={timeline} opened="1" />
        </Card>
        <div className="st-split">
          <Card title="Settings">
            <form onSubmit={(event) => event.preventDefault()}>
              <SchemaForm
                schema={schema}
                values={values}
                onChange={setValues}
                errors={errors}
                hints={{ webhookSecret: { kept: true } }}
              />
              <Group mt="md" gap={8}>
                <SubmitButton errors={errors}>Save</SubmitButton>
                <Button variant="default" onClick={() => undoToast('Tag removed', () => setAsking(true))}>
                  Undo toast
                </Button>
                <Button variant="default" onClick={() => setAsking(true)}>
                  Delete…
                </Button>
              </Group>
            </form>
          </Card>
          <Card title="Fields">
            <Facts
              items={[
                { label: 'Language', value: 'Italian' },
                { label: 'Value', value: <ValueChip name="contact.first_name" /> },
              ]}
            />
          </Card>
        </div>
        <Card title="Loading" flush>
          <RowsSkeleton rows={3} avatar />
        </Card>
        <Card title="States">
          {Object.keys(looks).map((thing) => (
            <Group key={thing} gap="md" mb="xs">
              {Object.keys(looks[thing as Thing]).map((state) => (
                <StateMark key={state} thing={thing as Thing} state={state} />
              ))}
            </Group>
          ))}
        </Card>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => setAsking(false)}
        title="Delete this pipeline?"
        confirm="Delete"
        losses={['1,204 runs', '6 steps']}
        phrase="Abandoned cart"
      >
        Runs that wait now end at once.
      </ConfirmDialog>
    </>
  )
}

export function PhoneView() {
  return (
    <>
      <PageHeader
        title="Sandbox phone"
        crumbs={[{ label: 'Developers', href: '#' }]}
        primary={<Button>Send an event</Button>}
      />
      <div className="st-split" data-side="left">
        <Phone name="Bottega Lucente" verified at={at(10, 36)} onSend={() => undefined} follow={0}>
          <Thread items={thread} onButton={() => undefined} onList={() => undefined} />
        </Phone>
        <div className="st-stack">
          <Card title="The chain">
            <Chain upright hops={working} />
          </Card>
          <Card title="A bubble in the inbox">
            <div
              style={{
                display: 'flex',
                flexDirection: 'column',
                padding: 12,
                borderRadius: 6,
                background: 'var(--wa-wall)',
              }}
            >
              <Bubble
                message={{
                  id: 'x',
                  side: 'right',
                  body: 'It does, with any LED dimmer.',
                  at: at(10, 35),
                  status: 'delivered',
                }}
              />
            </div>
          </Card>
          <Card title="Done">
            <Chain hops={complete} />
          </Card>
        </div>
      </div>
    </>
  )
}
