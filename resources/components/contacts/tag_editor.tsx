import { router } from '@inertiajs/react'
import { ActionIcon, Popover, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Tag } from '~/ui/facts'
import classes from './contacts.module.css'

export function TagEditor({ contactId, tags, fixed }: { contactId: string; tags: string[]; fixed: boolean }) {
  const { t } = useT()
  const { path } = useShared()
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  if (fixed)
    return (
      <span className={classes.tags}>
        {tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </span>
    )

  const add = () =>
    name.trim() &&
    router.post(
      path(`/contacts/${contactId}/tags`),
      { tag: name },
      {
        preserveScroll: true,
        onSuccess: () => {
          setName('')
          setOpened(false)
        },
      }
    )
  const remove = (tag: string) =>
    router.delete(path(`/contacts/${contactId}/tags/${encodeURIComponent(tag)}`), { preserveScroll: true })
  return (
    <span className={classes.tags}>
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          className={classes.tagButton}
          aria-label={t('contacts.tag_remove', { tag })}
          onClick={() => remove(tag)}
        >
          {tag} <IconX size={12} aria-hidden />
        </button>
      ))}
      <Popover opened={opened} onChange={setOpened} trapFocus position="bottom-start">
        <Popover.Target>
          <Tooltip label={t('contacts.tag_add')}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('contacts.tag_add')}
              aria-expanded={opened}
              onClick={() => setOpened(!opened)}
            >
              <IconPlus size={14} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              add()
            }}
          >
            <TextInput
              size="xs"
              aria-label={t('contacts.tag_new')}
              placeholder={t('contacts.tag_new')}
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
          </form>
        </Popover.Dropdown>
      </Popover>
    </span>
  )
}
