import { useT } from '~/hooks/use_t'

export type SmsLength = {
  encoding: string
  parts: number
  units: number
  room: number
  foreign: { characters: string; parts: number } | null
}

/** What the same text comes to where it leaves as an SMS, and what makes it longer than it need be. */
export function SmsLine({ sms: { encoding, parts, units, room, foreign } }: { sms: SmsLength }) {
  const { t } = useT()
  return (
    <p style={{ margin: 0, textAlign: 'center', fontSize: 12, color: 'var(--st-text-2)' }} aria-live="polite">
      {t('templates.as_sms', { parts, units, room, encoding })}
      {foreign && (
        <>
          <br />
          {t('templates.sms_foreign', { characters: foreign.characters, parts: foreign.parts })}
        </>
      )}
    </p>
  )
}
