import { Button } from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { ActivityList, type Activity } from '~/components/activity/activity_list'
import { AttentionList, type Attention } from '~/components/activity/attention_list'
import { TaughtChain } from '~/components/chain/chain'
import { allNine } from '~/components/chain/order'
import type { Hop } from '~/components/chain/types'
import { money } from '~/hooks/format'
import { BarChart } from '~/ui/bar_chart'
import { Card, CardSection } from '~/ui/card'
import { Checklist } from '~/ui/checklist'
import { EmptyState } from '~/ui/empty_state'
import { FigureCard } from '~/ui/figure_card'
import { FilterTabs } from '~/ui/filter_tabs'
import { Mark } from '~/ui/mark'
import { PageHeader } from '~/ui/page_header'
import { LiveMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { at, complete, refused, waiting } from './samples.ts'

const states = (hops: Hop[]) => allNine(hops).map(({ state }) => state)

const entries: Activity[] = [
  {
    id: '1',
    at: at(10, 35),
    who: 'Giulia Ferrero',
    what: 'Bought after reminder 1',
    detail: 'Purchase reported to Meta',
    states: states(complete),
    amount: { minor: 18_400, currency: 'EUR' },
    href: '#',
  },
  {
    id: '2',
    at: at(10, 31),
    who: 'Marco Bellini',
    what: 'Reminder 1 not sent',
    detail: 'No marketing consent; asked 3 May, no reply',
    tone: 'bad',
    states: states(refused),
    href: '#',
  },
  {
    id: '3',
    at: at(10, 12),
    who: 'Luca Moretti',
    what: 'Waits in Abandoned cart',
    detail: 'Next step at 11:12 if no order',
    states: states(waiting),
    amount: { minor: 12_800, currency: 'EUR' },
    amountNote: 'in cart',
    href: '#',
  },
]

const toLookAt: Attention[] = [
  {
    id: '1',
    tone: 'bad',
    shape: 'cross',
    title: 'Stripe: webhook secret refused',
    text: '14 deliveries rejected since 08:02. Paste the new secret; Stripe will send them again.',
    action: { label: 'Fix connection', href: '#' },
  },
  {
    id: '2',
    tone: 'wait',
    shape: 'bars',
    title: 'spring_courier was paused by Meta',
    text: 'Low read rate. Sends wait until 13:10; reminder 2 uses it.',
    action: { label: 'Choose another template', href: '#' },
  },
]

const values = [612, 540, 803, 921, 688, 1200, 1000, 760, 834, 990, 1100, 1300, 1100, 1284]
const bars = values.map((value, i) => ({
  label: i === 13 ? 'Today' : `${i + 1} May`,
  value,
  current: i === 13,
  full: money(value * 100, 'EUR'),
}))

const tasks = [
  { key: 'shop', label: 'Connect your shop', done: true },
  { key: 'number', label: 'Connect a WhatsApp number', done: true },
  { key: 'hours', label: 'Set hours and holidays', done: false, href: '#', action: 'Set hours' },
  { key: 'invite', label: 'Invite a colleague', done: false, href: '#' },
]

function Figures() {
  return (
    <div className="st-figures">
      <FigureCard label="Recovered revenue" value="€1,284.50" trend={0.23} note="on last Thursday · 9 orders" />
      <FigureCard label="Messages" value="412" note="97.8% delivered · 71% read" />
      <FigureCard label="Failures to look at" value="3" tone="bad" note="1 connection, 2 messages" href="#" />
      <FigureCard
        label="WhatsApp quality"
        value="High"
        mark={<Mark shape="tick" tone="ok" size={15} />}
        note="388 of 2,000 people in 24 h"
      />
    </div>
  )
}

export function HomeView({ empty = false }: { empty?: boolean }) {
  return (
    <>
      <PageHeader
        title="Home"
        note="Thursday 14 May, 10:36"
        secondary={
          <FilterTabs
            name="period"
            label="Period"
            choices={[
              { value: 'today', label: 'Today' },
              { value: '7', label: '7 days' },
              { value: '30', label: '30 days' },
            ]}
          />
        }
        primary={<Button leftSection={<IconPlus size={16} />}>New pipeline</Button>}
      />
      <div className="st-stack">
        <Figures />
        <div className="st-split">
          <div className="st-stack">
            {!empty && (
              <Card title="Recovered revenue, 14 days" note="€13,177 · last touch, 7 days">
                <BarChart bars={bars} title="Recovered revenue" />
              </Card>
            )}
            <Card
              title="Today"
              aside={
                <>
                  <LiveMark />
                  <TextLink href="#">All activity</TextLink>
                </>
              }
              flush
            >
              {!empty && <ActivityList entries={entries} />}
              {empty && (
                <EmptyState
                  icon={IconRoute}
                  title="Nothing has come in yet"
                  actions={
                    <>
                      <Button>Send a sample cart</Button>
                      <Button variant="default">Connect your shop</Button>
                    </>
                  }
                >
                  Send a sample cart to the sandbox phone and watch it travel from the shop to the order.
                </EmptyState>
              )}
              {empty && (
                <CardSection>
                  <TaughtChain />
                </CardSection>
              )}
            </Card>
          </div>
          <div className="st-stack">
            {!empty && (
              <Card title="To look at" note="2" lined flush>
                <AttentionList items={toLookAt} />
              </Card>
            )}
            <Card title="Set up" note="2 of 4">
              <Checklist tasks={tasks} />
            </Card>
          </div>
        </div>
      </div>
    </>
  )
}
