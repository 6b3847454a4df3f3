import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'

export type WorkspaceDetails = { name: string; timezone: string; locale: string; country: string; currency: string }

type WorkspaceFieldsProps = {
  value: WorkspaceDetails
  errors: Record<string, string | undefined>
  onChange: (value: WorkspaceDetails) => void
  disabled?: boolean
  nameLabel?: string
}

const COUNTRIES = [
  'AT',
  'BE',
  'BR',
  'CH',
  'DE',
  'DK',
  'ES',
  'FI',
  'FR',
  'GB',
  'GR',
  'IE',
  'IN',
  'IT',
  'MX',
  'NL',
  'NO',
  'PL',
  'PT',
  'RO',
  'SE',
  'US',
]

const named = (codes: string[], kind: 'region' | 'currency', locale: string) => {
  const names = new Intl.DisplayNames([locale], { type: kind })
  return codes.map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` }))
}

/** What the browser already knows, so that most people only confirm. */
export function guessedDetails(locale: string): WorkspaceDetails {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
  const region = new Intl.Locale(navigator.language).maximize().region ?? 'IT'
  const country = COUNTRIES.includes(region) ? region : 'IT'
  return { name: '', timezone, locale, country, currency: country === 'GB' ? 'GBP' : country === 'US' ? 'USD' : 'EUR' }
}

/** Where a shop is: decides how phones are read, when it is night, and which language comes first. */
export function WorkspaceFields({ value, errors, onChange, disabled, nameLabel }: WorkspaceFieldsProps) {
  const { t, locale } = useT()
  const set = (change: Partial<WorkspaceDetails>) => onChange({ ...value, ...change })
  return (
    <>
      <TextInput
        label={nameLabel ?? t('settings.name')}
        value={value.name}
        error={errors.name}
        disabled={disabled}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <Select
          label={t('settings.country')}
          description={t('settings.country_help')}
          data={named(COUNTRIES, 'region', locale)}
          value={value.country}
          error={errors.country}
          disabled={disabled}
          searchable
          allowDeselect={false}
          onChange={(country) => set({ country: country ?? value.country })}
        />
        <Select
          label={t('settings.timezone')}
          description={t('settings.timezone_help')}
          data={[...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])]}
          value={value.timezone}
          error={errors.timezone}
          disabled={disabled}
          searchable
          allowDeselect={false}
          onChange={(timezone) => set({ timezone: timezone ?? value.timezone })}
        />
        <Select
          label={t('settings.language')}
          description={t('settings.language_help')}
          data={[
            { value: 'it', label: 'Italiano' },
            { value: 'en', label: 'English' },
          ]}
          value={value.locale}
          error={errors.locale}
          disabled={disabled}
          allowDeselect={false}
          onChange={(chosen) => set({ locale: chosen ?? value.locale })}
        />
        <Select
          label={t('settings.currency')}
          description={t('settings.currency_help')}
          data={named(Intl.supportedValuesOf('currency'), 'currency', locale)}
          value={value.currency}
          error={errors.currency}
          disabled={disabled}
          searchable
          allowDeselect={false}
          onChange={(currency) => set({ currency: currency ?? value.currency })}
        />
      </SimpleGrid>
    </>
  )
}
