import type { Hop } from '~/components/chain/types'
import type { ThreadItem } from '~/components/phone/types'
import type { Graph } from '~/components/pipelines/types'
import type { TimelineEntry } from '~/components/timeline/types'

const midnight = new Date().setHours(0, 0, 0, 0)
export const at = (hour: number, minute: number, second = 0) => midnight + ((hour * 60 + minute) * 60 + second) * 1000

const id = (prefix: string, tail: string) => `${prefix}_01k2x7v9m4qz0c8t5wybn${tail}`

const start: Hop[] = [
  {
    kind: 'delivery',
    state: 'passed',
    title: 'Shopify',
    detail: 'accepted in 9 ms',
    at: at(8, 31, 2),
    id: id('dlv', 'm4x8q2'),
    href: '#',
  },
  {
    kind: 'event',
    state: 'passed',
    title: 'cart.abandoned',
    at: at(9, 31, 2),
    tookMs: 3_600_000,
    id: id('evt', 'w09t5k'),
    href: '#',
  },
  {
    kind: 'contact',
    state: 'passed',
    title: 'Marco Bellini',
    detail: 'matched by phone',
    at: at(9, 31, 2),
    tookMs: 8,
    id: id('ctc', '7hd2ra'),
    href: '#',
  },
  {
    kind: 'run',
    state: 'passed',
    title: 'Abandoned cart v7',
    at: at(9, 31, 2),
    tookMs: 11,
    id: id('run', 'p3vq61'),
    href: '#',
  },
  {
    kind: 'step',
    state: 'passed',
    title: 'Send reminder 1',
    at: at(10, 31, 3),
    tookMs: 3_600_000,
    id: id('stp', 'b8izke'),
    href: '#',
  },
]

export const refused: Hop[] = [
  ...start,
  {
    kind: 'message',
    state: 'refused',
    title: 'WhatsApp',
    at: at(10, 31, 3),
    tookMs: 6,
    id: id('msg', '0k5wdn'),
    href: '#',
    reason: {
      code: 'no_consent',
      params: { purpose: 'marketing', channel: 'whatsapp', askedAt: at(10, 31) - 11 * 86_400_000 },
    },
    links: [
      { label: 'See his consents', href: '#c' },
      { label: 'Ask at his next checkout', href: '#a' },
      { label: 'Replay from this step', href: '#r' },
    ],
  },
]

export const working: Hop[] = [
  ...start,
  {
    kind: 'message',
    state: 'passed',
    title: 'cart_reminder_photo',
    status: 'read',
    at: at(10, 36, 4),
    tookMs: 300,
    id: id('msg', 'h9v7ye'),
    href: '#',
  },
  { kind: 'click', state: 'working', title: 'Waits for a tap on “Finish my order”', href: '#' },
]

export const waiting: Hop[] = [
  ...start.slice(0, 4),
  {
    kind: 'step',
    state: 'waiting',
    title: 'Wait until 10:00',
    until: new Date(at(34, 0)).toISOString(),
    at: at(9, 31, 3),
    href: '#',
    reason: { code: 'quiet_hours', params: { until: at(34, 0) } },
  },
]

export const complete: Hop[] = [
  ...start,
  {
    kind: 'message',
    state: 'passed',
    title: 'WhatsApp',
    status: 'read',
    at: at(10, 12, 6),
    tookMs: 800,
    id: id('msg', '9dk3yb'),
    href: '#',
  },
  {
    kind: 'click',
    state: 'passed',
    title: 'Finish my order',
    at: at(10, 21, 40),
    tookMs: 540_000,
    id: id('clk', 'u7r2e5'),
    href: '#',
  },
  {
    kind: 'order',
    state: 'passed',
    title: '#BL-10482 €184',
    at: at(10, 34, 11),
    tookMs: 720_000,
    id: id('ord', '1vz8wq'),
    href: '#',
  },
  {
    kind: 'report',
    state: 'passed',
    title: 'Purchase',
    status: 'accepted',
    at: at(10, 35, 2),
    tookMs: 51_000,
    id: id('rep', 'k4m0xj'),
    href: '#',
  },
]

export const timeline: TimelineEntry[] = [
  {
    id: '1',
    kind: 'run',
    at: at(9, 12),
    title: 'Abandoned cart brought her back',
    hops: complete,
    amount: { minor: 18_400, currency: 'EUR' },
  },
  {
    id: '2',
    kind: 'order',
    at: at(10, 34),
    title: 'Bought order #BL-10482, €184.00',
    detail: 'Attributed to reminder 1, last touch',
    amount: { minor: 18_400, currency: 'EUR' },
  },
  {
    id: '3',
    kind: 'received',
    at: at(-8, 0),
    title: 'Wrote on WhatsApp',
    detail: '“Is the amber Goccia in stock?” Answered by Elena in 4 min',
  },
  {
    id: '4',
    kind: 'message',
    at: at(-200, 0),
    title: 'Reminder 1 not sent',
    detail: 'No marketing consent',
    tone: 'bad',
    hops: refused,
  },
]

const lamp = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="320" height="180" fill="#e7b25c"/><path d="M110 96a50 50 0 0 1 100 0z" fill="#fff2cf"/><rect x="153" y="96" width="14" height="46" fill="#b8853d"/><rect y="142" width="320" height="38" fill="#5c3018"/></svg>')}`

export const thread: ThreadItem[] = [
  { id: 'd', kind: 'day', text: 'Today' },
  {
    id: '1',
    side: 'left',
    at: at(10, 36),
    header: { kind: 'image', url: lamp, alt: 'A table lamp' },
    footer: 'Reply STOP to unsubscribe',
    body: 'Hi Giulia, your *Goccia lamp* is still here. We keep it for you until tomorrow evening, at €184.00.',
    buttons: [
      { kind: 'url', text: 'Finish my order' },
      { kind: 'reply', text: 'Ask a question' },
    ],
  },
  { id: '2', side: 'right', at: at(10, 36), body: 'Does the amber one dim?', status: 'read' },
  { id: '3', side: 'left', at: at(10, 36), body: 'Yes, with any LED dimmer. The bulb is {{product.bulb}}.' },
  {
    id: '4',
    side: 'left',
    at: at(10, 37),
    body: 'Where shall we deliver?',
    list: {
      button: 'Choose a place',
      sections: [
        {
          rows: [
            { id: 'a', title: 'Lucca', description: 'Via Fillungo 12' },
            { id: 'b', title: 'Pisa' },
          ],
        },
      ],
    },
  },
]

export const graph: Graph = {
  trigger: {
    id: 't',
    type: 'trigger',
    name: 'Cart abandoned',
    summary: 'Trigger · Shopify · fresh for 24 h',
    figures: [
      { value: 1204, label: 'entered' },
      { value: 31, label: 'too old' },
    ],
  },
  nodes: [
    {
      id: 'w1',
      type: 'wait',
      name: 'Wait 1 hour',
      summary: 'Stops early when an order arrives',
      figures: [
        { value: 1204, label: 'in' },
        { value: 38, label: 'waiting now' },
      ],
    },
    {
      id: 'c1',
      type: 'condition',
      name: 'Cart worth chasing?',
      summary: 'cart.total ≥ €60',
      figures: [
        { value: 1098, label: 'decided' },
        { value: 68, label: 'left by exit' },
      ],
    },
    {
      id: 's1',
      type: 'send_message',
      channel: 'whatsapp',
      name: 'Send reminder 1',
      summary: 'cart_reminder_photo · else SMS',
      figures: [
        { value: 741, label: 'sent' },
        { value: '74%', label: 'read' },
        { value: '19%', label: 'clicked' },
        { value: '€6,120' },
      ],
    },
    {
      id: 'e1',
      type: 'end',
      name: 'End: small cart',
      summary: 'Nothing is sent',
      figures: [{ value: 319, label: 'ended' }],
    },
    {
      id: 'w2',
      type: 'wait',
      name: 'Wait until 10:00 next day',
      summary: 'In the contact’s zone',
      figures: [
        { value: 624, label: 'in' },
        { value: 52, label: 'waiting now' },
      ],
    },
    {
      id: 's2',
      type: 'send_message',
      channel: 'whatsapp',
      name: 'Send reminder 2',
      summary: 'spring_courier',
      figures: [
        { value: 483, label: 'sent' },
        { value: '66%', label: 'read' },
      ],
    },
  ],
  edges: [
    { from: 't', to: 'w1', count: 1204 },
    { from: 'w1', to: 'c1', count: 1098 },
    { from: 'c1', to: 's1', branch: 'Yes', count: 779 },
    { from: 'c1', to: 'e1', branch: 'No', count: 319 },
    { from: 's1', to: 'w2', branch: 'No order', count: 624 },
    { from: 'w2', to: 's2', count: 508 },
  ],
  exits: [
    {
      id: 'x1',
      name: 'Exit when order.placed',
      summary: 'This cart, at any step',
      figures: [
        { value: 287, label: 'left here' },
        { value: '€21,480', label: 'in orders' },
      ],
    },
  ],
}
