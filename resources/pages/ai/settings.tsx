import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconPlug } from '@tabler/icons-react'
import { AiHead } from '~/components/ai/ai_head'
import { PriceTable } from '~/components/ai/price_table'
import { SettingsForm } from '~/components/ai/settings_form'
import type { AiSettings, Offer, Price } from '~/components/ai/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'

type Props = { settings: AiSettings; offers: Offer[]; prices: Price[] }

function NoModel() {
  const { t } = useT()
  const { path } = useShared()
  return (
    <Card quiet>
      <EmptyState
        icon={IconPlug}
        title={t('ai.no_model')}
        actions={
          <Button component={Link} href={path('/connections?kind=ai')}>
            {t('ai.connect_model')}
          </Button>
        }
      >
        {t('ai.no_model_help')}
      </EmptyState>
    </Card>
  )
}

export default function AiSettingsPage({ settings, offers, prices }: Props) {
  return (
    <>
      <AiHead />
      <div className="st-stack" style={{ gap: 16, maxWidth: 960 }}>
        {offers.length === 0 && <NoModel />}
        <SettingsForm settings={settings} offers={offers} />
        <PriceTable prices={prices} currency={settings.currency} />
      </div>
    </>
  )
}
