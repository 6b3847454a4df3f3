import type { JsonParams } from '~/hooks/json'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { StateMark } from '~/ui/state_mark'

type Reason = { code: string; params: JsonParams | null }

export type Leg = {
  id: string
  leg: number
  medium: string
  state: string
  reason: Reason | null
  /** Why it was tried at all: what became of the one before. */
  insteadOf: Reason | null
}

/** The channels that one step has tried, and why it did not stay with the first. */
export function LegsCard({ legs }: { legs: Leg[] }) {
  const { t, reason, wordOf } = useT()
  const { path } = useShared()
  const why = (index: number) => {
    const said = legs[index + 1]?.insteadOf ?? legs[index].reason
    return said ? reason(said.code, said.params ?? {}) : ''
  }
  return (
    <Card title={t('pipelines.legs')} flush>
      <DataTable
        label={t('pipelines.legs')}
        rows={legs.map((leg, index) => ({ ...leg, why: why(index) }))}
        rowKey={({ id }) => id}
        rowHref={({ id }) => path(`/messages/${id}`)}
        columns={[
          {
            key: 'channel',
            header: t('pipelines.leg_channel'),
            main: true,
            cell: ({ medium }) => wordOf(`consents.channel.${medium}`),
          },
          {
            key: 'state',
            header: t('pipelines.outcome'),
            width: 130,
            whole: true,
            cell: ({ state }) => <StateMark thing="message" state={state} />,
          },
          { key: 'why', header: '', share: 1.6, cell: (row) => row.why, phone: 'second-rest' },
        ]}
      />
    </Card>
  )
}
