import { Button } from '@mantine/core'
import { IconClock, IconReload, IconSend, IconSquare, type TablerIcon } from '@tabler/icons-react'
import { Chain } from '~/components/chain/chain'
import type { Hop } from '~/components/chain/types'
import { VerdictsCard, type Verdict } from '~/components/guard/verdicts'
import { Card, CardSection } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { CopyId } from '~/ui/copy_id'
import { DataTable, type Column } from '~/ui/data_table'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import { at, complete, refused, waiting, working } from './samples.ts'

type StepRow = {
  id: string
  at: number | null
  name: string
  icon: TablerIcon
  state: string
  said: string
  took: string
}

const steps: StepRow[] = [
  {
    id: '1',
    at: at(9, 31, 2),
    name: 'Wait 1 hour',
    icon: IconClock,
    state: 'done',
    said: 'Due 10:31:02, fired 0.4 s later',
    took: '1 h 0 s',
  },
  {
    id: '2',
    at: at(10, 31, 3),
    name: 'Send reminder 1',
    icon: IconSend,
    state: 'refused',
    said: 'WhatsApp, then SMS: no marketing consent',
    took: '6 ms',
  },
  {
    id: '3',
    at: at(10, 31, 3),
    name: 'Wait until 10:00 next day',
    icon: IconClock,
    state: 'waiting',
    said: 'Until Fri 15 May, 10:00 Rome',
    took: '',
  },
  {
    id: '4',
    at: null,
    name: 'Send reminder 2',
    icon: IconSend,
    state: 'not_reached',
    said: 'Will be checked again then',
    took: '',
  },
]

const columns: Array<Column<StepRow>> = [
  { key: 'time', header: 'Time', width: 84, phone: 'first', cell: (row) => <Time at={row.at} form="seconds" mono /> },
  {
    key: 'step',
    header: 'Step',
    main: true,
    cell: ({ icon: Icon, name }) => (
      <>
        <Icon size={16} stroke={1.6} aria-hidden style={{ verticalAlign: '-3px', marginRight: 8 }} />
        {name}
      </>
    ),
  },
  {
    key: 'outcome',
    header: 'Outcome',
    width: 120,
    whole: true,
    cell: (row) => <StateMark thing="step" state={row.state} />,
  },
  { key: 'said', header: '', share: 1.2, cell: (row) => row.said },
  { key: 'took', header: 'Took', width: 84, align: 'end', phone: 'hide', cell: (row) => row.took },
]

const verdicts: Verdict[] = [
  { rule: 'workspace_active', verdict: 'allow' },
  { rule: 'connection_healthy', verdict: 'allow', detail: 'WhatsApp +39 0583 555 010' },
  { rule: 'contact_reachable', verdict: 'allow', detail: 'Seen on WhatsApp 2 Apr' },
  { rule: 'not_suppressed', verdict: 'allow' },
  { rule: 'consent', verdict: 'refuse', code: 'no_consent', params: { purpose: 'marketing', channel: 'whatsapp' } },
  { rule: 'quiet_hours', verdict: 'delay', until: at(34, 0), code: 'quiet_hours' },
  { rule: 'frequency_cap', verdict: 'allow', detail: '0 of 2 this week' },
]

export function RunView({ hops = refused }: { hops?: Hop[] }) {
  return (
    <>
      <PageHeader
        title="Marco Bellini, 09:31"
        crumbs={[{ label: 'Pipelines', href: '#' }, { label: 'Abandoned cart', href: '#' }, { label: 'Runs' }]}
        pills={
          <>
            <StateMark pill thing="run" state="waiting" more="until Fri 10:00" />
            <CopyId id="run_01k2x7v9m4qz0c8t5wybnp3vq61" />
          </>
        }
        secondary={
          <Button variant="default" leftSection={<IconSquare size={15} />}>
            End run
          </Button>
        }
        primary={<Button leftSection={<IconReload size={16} />}>Replay</Button>}
      />
      <div className="st-stack">
        <Card>
          <Chain hops={hops} />
        </Card>
        <div className="st-split">
          <Card title="Step by step" note="Version 7" aside={<TextLink href="#">Show on canvas</TextLink>} flush>
            <DataTable
              label="Steps"
              columns={columns}
              rows={steps}
              rowKey={({ id }) => id}
              rowHref={() => '#'}
              selected="2"
            />
            <CardSection>
              <CodeBlock
                title="Input of “Send reminder 1”"
                value={{ contact: 'ctc_7hd2ra', purpose: 'marketing', values: { 1: 'Marco', 2: 'Applique Onda' } }}
              />
            </CardSection>
          </Card>
          <VerdictsCard verdicts={verdicts} />
        </div>
      </div>
    </>
  )
}

export function ChainsView() {
  return (
    <div className="st-stack">
      <PageHeader title="Chains" />
      <Card title="Complete">
        <Chain hops={complete} />
      </Card>
      <Card title="Working">
        <Chain hops={working} />
      </Card>
      <Card title="Waiting">
        <Chain hops={waiting} />
      </Card>
      <Card title="In a narrow box">
        <div style={{ maxWidth: 420 }}>
          <Chain hops={refused} />
        </div>
      </Card>
    </div>
  )
}
