import type { CrmField } from '#sdk/index'
import { fitsIn, fitsOut } from './mapping.ts'
import type { MappingRow } from './mapping.ts'
import { problemsIn } from './mapping_check.ts'
import type { OwnField } from './own_fields.ts'

/** What CRMs call our fields, from the most to the least telling. */
const CALLED: Record<string, string[]> = {
  first_name: ['firstname', 'givenname'],
  last_name: ['lastname', 'surname', 'familyname'],
  company: ['company', 'companyname', 'organization', 'accountname'],
  city: ['city', 'mailingcity'],
  postal_code: ['zip', 'postalcode', 'zipcode', 'mailingpostalcode'],
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** What needs no explaining: names alike, types that fit, both ways, the newest wins. Everything else is a person's choice. */
export function defaultMapping(own: OwnField[], crm: CrmField[]): MappingRow[] {
  const rows = own.flatMap((field): MappingRow[] => {
    const custom = field.name.startsWith('fields.')
    const names =
      CALLED[field.name] ?? (custom ? [bare(field.name.slice('fields.'.length)), bare(field.title ?? '')] : [])
    const found = names
      .map((name) => crm.find((each) => [bare(each.name), bare(each.title)].includes(name) && !each.readOnly))
      .find((each) => each !== undefined)
    if (!found || !field.writable || !fitsOut(field, found) || !fitsIn(field, found)) return []
    return [{ field: field.name, crmField: found.name, direction: 'both', rule: 'newest' }]
  })
  const unsound = new Set(problemsIn(rows, { own, crm }).map(({ row }) => row))
  return rows.filter((_row, index) => !unsound.has(index))
}
