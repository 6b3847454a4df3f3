import { router } from '@inertiajs/react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useShortcuts } from '~/hooks/use_shortcuts'
import type { Deciding } from './approval_card.tsx'
import type { ApprovalLine } from './types.ts'

const cardOf = (id: string) => document.querySelector(`[data-approval="${id}"]`)

/** What a person has typed stays while the list is fetched again; keys act on the chosen one. */
export function useApprovals(approvals: ApprovalLine[]) {
  const { path, may } = useShared()
  const [texts, setTexts] = useState<Record<string, string>>({})
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const chosen = approvals.find(({ id }) => id === chosenId) ?? approvals[0]
  const textOf = (approval: ApprovalLine) => texts[approval.id] ?? approval.proposedText

  const decide = (approval: ApprovalLine, how: 'approval' | 'rejection') => {
    if (busy !== null || !may('ai.approve')) return
    setBusy(approval.id)
    const data = how === 'approval' ? { text: textOf(approval) } : {}
    router.post(path(`/ai/approvals/${approval.id}/${how}`), data, {
      preserveScroll: true,
      onFinish: () => setBusy(null),
    })
  }
  const move = (by: number) => {
    const next = approvals[approvals.findIndex(({ id }) => id === chosen?.id) + by]
    if (next) setChosenId(next.id)
  }
  useShortcuts([
    { keys: 'j', run: () => move(1) },
    { keys: 'k', run: () => move(-1) },
    { keys: 'e', run: () => chosen && cardOf(chosen.id)?.querySelector('textarea')?.focus() },
    { keys: 'a', run: () => chosen && decide(chosen, 'approval') },
    { keys: 'mod+enter', run: () => chosen && decide(chosen, 'approval'), always: true },
    { keys: 'r', run: () => chosen && decide(chosen, 'rejection') },
  ])

  return {
    chosen: chosen?.id ?? null,
    choose: setChosenId,
    deciding: (approval: ApprovalLine): Deciding => ({
      text: textOf(approval),
      setText: (text) => setTexts((all) => ({ ...all, [approval.id]: text })),
      approve: () => decide(approval, 'approval'),
      reject: () => decide(approval, 'rejection'),
      busy: busy === approval.id,
    }),
  }
}
