import { useForm } from '@inertiajs/react'
import { Modal, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { SubmitButton } from '~/ui/submit_button'

const CHANNELS = ['whatsapp', 'sms', 'email', 'voice']
const PURPOSES = ['marketing', 'transactional', 'service']
const ACTIONS = ['granted', 'withdrawn', 'confirmed', 'asked']
const METHODS = ['in_person', 'phone_call', 'paper_form', 'email', 'chat']

export type ConsentAbout = { channel: string; purpose: string }

/** What a person said to a member, who answers for it by name. */
export function RecordConsent({
  contactId,
  about,
  onClose,
}: {
  contactId: string
  about: ConsentAbout
  onClose: () => void
}) {
  const { t, wordOf } = useT()
  const { path } = useShared()
  const { data, setData, post, processing, errors } = useForm({
    ...about,
    action: 'granted',
    method: 'in_person',
    wording: '',
    note: '',
  })
  const select = (
    name: 'channel' | 'purpose' | 'action' | 'method',
    label: string,
    values: string[],
    words: string
  ) => (
    <Select
      label={label}
      data={values.map((value) => ({ value, label: wordOf(`${words}.${value}`) }))}
      value={data[name]}
      error={errors[name]}
      allowDeselect={false}
      onChange={(value) => setData(name, value ?? data[name])}
    />
  )

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('contacts.record_consent')}
      centered
      size={520}
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          post(path(`/contacts/${contactId}/consents`), { preserveScroll: true, onSuccess: onClose })
        }}
      >
        <p style={{ margin: 0, fontSize: 13, color: 'var(--st-text-2)' }}>{t('contacts.record_help')}</p>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
          {select('channel', t('contacts.channel'), CHANNELS, 'consents.channel')}
          {select('purpose', t('contacts.purpose'), PURPOSES, 'consents.purpose')}
          {select('action', t('contacts.what_said'), ACTIONS, 'contacts.action')}
          {select('method', t('contacts.method'), METHODS, 'contacts.method')}
        </SimpleGrid>
        <Textarea
          label={t('contacts.wording')}
          autosize
          minRows={2}
          value={data.wording}
          error={errors.wording}
          onChange={(event) => setData('wording', event.currentTarget.value)}
        />
        <TextInput
          label={t('contacts.proof_note')}
          value={data.note}
          error={errors.note}
          onChange={(event) => setData('note', event.currentTarget.value)}
        />
        <div>
          <SubmitButton errors={errors} loading={processing}>
            {t('contacts.record_consent')}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  )
}
