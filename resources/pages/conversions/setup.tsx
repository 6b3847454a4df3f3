import { DatasetCard } from '~/components/conversions/dataset_card'
import { MappingTable } from '~/components/conversions/mapping_table'
import { ReportingForm } from '~/components/conversions/reporting_form'
import { TestEventCard } from '~/components/conversions/test_event_card'
import type { DatasetChoice, Mapping, ReportingSettings, TestAnswer } from '~/components/conversions/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageHeader } from '~/ui/page_header'

type Props = {
  datasets: DatasetChoice[]
  chosen: { website: string | null; business_messaging: string | null }
  mappings: Mapping[]
  settings: ReportingSettings
  tested: TestAnswer | null
}

/** From a dataset to a test event that Meta has answered, in the order in which it is done. */
export default function ConversionSetup({ datasets, chosen, mappings, settings, tested }: Props) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <>
      <PageHeader
        title={t('conversions.setup')}
        crumbs={[{ label: t('conversions.title'), href: path('/conversions') }]}
      />
      <div className="st-stack" style={{ gap: 16, maxWidth: 960 }}>
        <DatasetCard datasets={datasets} chosen={chosen} />
        {datasets.length > 0 && <TestEventCard datasets={datasets} tested={tested} />}
        <ReportingForm settings={settings} />
        <MappingTable mappings={mappings} datasets={datasets} />
      </div>
    </>
  )
}
