import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useT } from '~/hooks/use_t'

type ConfirmDialogProps = {
  opened: boolean
  onClose: () => void
  onConfirm: () => void
  title: string
  children?: ReactNode
  /** What will be lost, line by line. */
  losses?: string[]
  confirm: string
  /** Asked to be typed, where nothing can bring it back. */
  phrase?: string
  danger?: boolean
  loading?: boolean
}

function Losses({ losses }: { losses: string[] }) {
  const { t } = useT()
  return (
    <div style={{ padding: '10px 14px', borderRadius: 8, background: 'var(--st-bad-bg)', fontSize: 13 }}>
      <strong>{t('console.lost')}</strong>
      <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>
        {losses.map((loss) => (
          <li key={loss}>{loss}</li>
        ))}
      </ul>
    </div>
  )
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, onConfirm, title, children, losses = [], confirm, phrase, danger = true, loading } = props
  const { t } = useT()
  const [typed, setTyped] = useState('')
  const barred = phrase !== undefined && typed.trim() !== phrase

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      size={440}
      closeButtonProps={{ 'aria-label': t('console.close') }}
      styles={{ title: { fontSize: 16, fontWeight: 600 } }}
    >
      <form
        className="st-stack"
        style={{ gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault()
          if (!barred) onConfirm()
        }}
      >
        {children !== undefined && (
          <Text fz="sm" c="var(--st-text-2)">
            {children}
          </Text>
        )}
        {losses.length > 0 && <Losses losses={losses} />}
        {phrase !== undefined && (
          <TextInput
            label={t('console.type_phrase', { phrase })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        <Group justify="flex-end" gap={8} mt={4}>
          <Button variant="default" onClick={onClose}>
            {t('console.cancel')}
          </Button>
          <Button
            type="submit"
            color={danger ? 'red' : undefined}
            loading={loading}
            disabled={barred}
            data-autofocus={!phrase || undefined}
          >
            {confirm}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
