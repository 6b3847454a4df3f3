import { Button, Modal, Radio } from '@mantine/core'
import { useState } from 'react'
import { useT } from '~/hooks/use_t'
import type { MessageList } from './types.ts'

type ListSheetProps = {
  list: MessageList | null
  onClose: () => void
  onPick: (row: { id: string; title: string }) => void
}

/** What opens when the customer taps a list's button. */
export function ListSheet({ list, onClose, onPick }: ListSheetProps) {
  const { t } = useT()
  const [picked, setPicked] = useState<string | null>(null)
  const rows = list?.sections.flatMap((section) => section.rows) ?? []
  const row = rows.find(({ id }) => id === picked)

  return (
    <Modal
      opened={list !== null}
      onClose={onClose}
      title={list?.button}
      centered
      size={360}
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      <Radio.Group value={picked} onChange={setPicked} aria-label={list?.button}>
        <div className="st-stack">
          {list?.sections.map((section, i) => (
            <div key={section.title ?? i} className="st-stack" style={{ gap: 10 }}>
              {section.title && <strong>{section.title}</strong>}
              {section.rows.map(({ id, title, description }) => (
                <Radio key={id} value={id} label={title} description={description} />
              ))}
            </div>
          ))}
          <Button disabled={!row} onClick={() => row && onPick(row)}>
            {t('phone.send')}
          </Button>
        </div>
      </Radio.Group>
    </Modal>
  )
}
