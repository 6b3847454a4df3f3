import { Link, router } from '@inertiajs/react'
import { Button, Select } from '@mantine/core'
import { IconPlug } from '@tabler/icons-react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import type { DatasetChoice } from './types.ts'

type Chosen = { website: string | null; business_messaging: string | null }

export function DatasetCard({ datasets, chosen }: { datasets: DatasetChoice[]; chosen: Chosen }) {
  const { t } = useT()
  const { path } = useShared()
  if (datasets.length === 0) {
    const connect = (
      <Button component={Link} href={path('/connections')}>
        {t('conversions.connect')}
      </Button>
    )
    return (
      <Card>
        <EmptyState icon={IconPlug} title={t('conversions.no_datasets')} actions={connect}>
          {t('conversions.no_datasets_help')}
        </EmptyState>
      </Card>
    )
  }
  const choices = datasets.map(({ id, name, label, account }) => ({
    value: id,
    label: [name, label ?? account].filter(Boolean).join(' · '),
  }))
  return (
    <Card title={t('conversions.datasets')} note={t('conversions.datasets_help')}>
      <div className="st-stack">
        {(['website', 'business_messaging'] as const).map((which) => (
          <Select
            key={which}
            label={t(`conversions.path.${which}`)}
            data={choices}
            value={chosen[which]}
            allowDeselect={false}
            onChange={(connectionId) =>
              router.put(path('/conversions/datasets'), { path: which, connectionId }, { preserveScroll: true })
            }
          />
        ))}
      </div>
    </Card>
  )
}
