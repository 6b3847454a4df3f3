import type { Client } from '#app/database'
import { Connection } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'
import type { Workspace } from '#app/accounts/workspace'
import { datasetFor } from './datasets.ts'
import { mappingsOf } from './mappings.ts'
import { REPORT_PATHS } from './kinds.ts'
import type { Mapping, ReportPath } from './kinds.ts'

/** A connection that can be told, as the set-up offers it. */
export interface DatasetChoice {
  id: string
  name: string
  account: string | null
  label: string | null
  state: string
  /** Names each path may carry, for the editor of the table. */
  eventNames: Record<ReportPath, string[]>
}

export interface ConversionSetup {
  datasets: DatasetChoice[]
  /** Which of them serves each path now. */
  chosen: { website: string | null; business_messaging: string | null }
  mappings: Mapping[]
  settings: Pick<
    Workspace['allSettings'],
    | 'attribution_model'
    | 'attribution_click_window'
    | 'attribution_delivery_window'
    | 'shop_reports_purchases'
    | 'pixel_event_id'
    | 'report_needs_consent'
  >
}

/** Everything the set-up page and the wizard show. */
export async function conversionSetup(client: Client, workspace: Workspace): Promise<ConversionSetup> {
  const all = workspace.allSettings
  const chosenFor = async (path: 'website' | 'business_messaging') =>
    (await datasetFor(client, workspace, path))?.connectionId ?? null
  return {
    datasets: await datasetChoices(workspace),
    chosen: {
      website: await chosenFor('website'),
      business_messaging: await chosenFor('business_messaging'),
    },
    mappings: await mappingsOf(client, workspace.id),
    settings: {
      attribution_model: all.attribution_model,
      attribution_click_window: all.attribution_click_window,
      attribution_delivery_window: all.attribution_delivery_window,
      shop_reports_purchases: all.shop_reports_purchases,
      pixel_event_id: all.pixel_event_id,
      report_needs_consent: all.report_needs_consent,
    },
  }
}

/** Names that a chat may carry; empty where nobody is connected who could say so. */
export async function messagingNames(workspace: Workspace): Promise<string[]> {
  const choices = await datasetChoices(workspace)
  return [...new Set(choices.flatMap(({ eventNames }) => eventNames.business_messaging))]
}

const noNames = Object.fromEntries(REPORT_PATHS.map((path) => [path, []])) as unknown as DatasetChoice['eventNames']

async function datasetChoices(workspace: Workspace): Promise<DatasetChoice[]> {
  const rows = await Connection.in(workspace).whereNot('state', 'not_connected').orderBy('id')
  const choices: DatasetChoice[] = []
  for (const { id, name, account, accountLabel, state, connector } of rows) {
    if (!connectors.get(connector)?.roles.includes('conversions')) continue
    const { conversions } = await connectors.implementation(connector)
    choices.push({
      id,
      name,
      account,
      label: accountLabel,
      state,
      eventNames: conversions?.eventNames ?? noNames,
    })
  }
  return choices
}
