import { Kbd, Modal } from '@mantine/core'
import { Fragment } from 'react'
import { useT } from '~/hooks/use_t'
import { usePlaces } from './use_places.ts'

function Keys({ keys }: { keys: string[] }) {
  const { t } = useT()
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {keys.map((key, i) => (
        <Fragment key={key}>
          {i > 0 && ` ${t('nav.then')} `}
          <Kbd>{key}</Kbd>
        </Fragment>
      ))}
    </span>
  )
}

/** What the help button opens: every shortcut there is. */
export function ShortcutsHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useT()
  const rows: Array<[string[], string]> = [
    [[t('nav.search_keys')], t('nav.search')],
    [['/'], t('nav.search')],
    [['?'], t('nav.help')],
    ...usePlaces().map(({ letter, label }): [string[], string] => [['g', letter], label]),
  ]
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('nav.help')}
      centered
      size={400}
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      <dl style={{ display: 'grid', gridTemplateColumns: '1fr auto', gap: '8px 24px', margin: 0, fontSize: 13 }}>
        {rows.map(([keys, label]) => (
          <Fragment key={keys.join()}>
            <dt>{label}</dt>
            <dd style={{ margin: 0, textAlign: 'right' }}>
              <Keys keys={keys} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  )
}
