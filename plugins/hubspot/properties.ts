import { isConnectorError } from '#sdk/index'
import type { HubSpotClient } from './client.ts'
import { Conflict } from './failures.ts'
import { CONTACT_KEY, DEAL_KEY, property } from './paths.ts'

const OURS = {
  contacts: {
    name: CONTACT_KEY,
    label: 'Phone (Staffetta)',
    description: 'The phone in international form. Staffetta finds contacts by it.',
    groupName: 'contactinformation',
  },
  deals: {
    name: DEAL_KEY,
    label: 'Key (Staffetta)',
    description: 'The step of a pipeline that made the deal, so that it is made once.',
    groupName: 'dealinformation',
  },
}

/** Makes our unique property where it is missing. Asked once per connection. */
export async function ensureProperty(client: HubSpotClient, type: keyof typeof OURS): Promise<void> {
  const { state } = client.context
  const name = `property.${type}`
  if (await state.get<boolean>(name)) return
  if (!(await exists(client, type))) await make(client, type)
  await state.set(name, true)
}

async function exists(client: HubSpotClient, type: keyof typeof OURS): Promise<boolean> {
  try {
    await client.get(property(type, OURS[type].name))
    return true
  } catch (error) {
    if (isConnectorError(error) && error.code === 'E_NOT_FOUND') return false
    throw error
  }
}

async function make(client: HubSpotClient, type: keyof typeof OURS): Promise<void> {
  try {
    await client.change('POST', property(type), {
      ...OURS[type],
      type: 'string',
      fieldType: 'text',
      hasUniqueValue: true,
      formField: false,
    })
  } catch (error) {
    // Another worker was quicker.
    if (!(error instanceof Conflict)) throw error
  }
}
