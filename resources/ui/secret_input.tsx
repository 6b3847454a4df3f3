import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useT } from '~/hooks/use_t'

/** A field for what nobody should read over a shoulder; the eye beside it can be named and reached by keyboard. */
export function SecretInput(props: PasswordInputProps) {
  const { t } = useT()
  return (
    <PasswordInput
      aria-invalid={Boolean(props.error)}
      visibilityToggleButtonProps={{ 'aria-label': t('console.show_secret'), 'tabIndex': 0 }}
      {...props}
    />
  )
}
