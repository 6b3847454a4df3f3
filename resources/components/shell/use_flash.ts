import { useEffect } from 'react'
import { hasMessage } from '~/hooks/catalogue'
import { reason } from '~/hooks/use_t'
import { useShared } from '~/hooks/use_shared'
import { toast } from '~/ui/undo_toast'

/** A flash may be a code or a sentence the server already worded. */
const words = (flash: string) => (hasMessage(`codes.${flash}`) ? reason(flash) : flash)

export function useFlash() {
  const { flash } = useShared()
  useEffect(() => {
    if (flash.success) toast(words(flash.success))
    if (flash.error) toast(words(flash.error), 'bad')
  }, [flash])
}
