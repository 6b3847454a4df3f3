import { Button, type ButtonProps } from '@mantine/core'
import { useEffect, useRef, type ComponentPropsWithoutRef } from 'react'
import { useT } from '~/hooks/use_t'

type Native = Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>

type SubmitButtonProps = ButtonProps &
  Native & {
    /** The form's errors by field: the button says how many, and the first one gets the focus. */
    errors?: Record<string, unknown>
  }

// The boxes around a field are marked as well, and cannot hold the focus.
const WRONG = ':is(input, textarea, select, button):is([aria-invalid="true"], [data-error], [data-invalid])'

const firstWrong = (form: HTMLFormElement) => form.querySelector<HTMLElement>(WRONG)

export function SubmitButton({ children, errors = {}, ...rest }: SubmitButtonProps) {
  const { t } = useT()
  const button = useRef<HTMLButtonElement>(null)
  const problems = Object.keys(errors).length

  useEffect(() => {
    const form = button.current?.form
    if (problems > 0 && form) firstWrong(form)?.focus()
  }, [problems, errors])

  return (
    <Button type="submit" ref={button} {...rest}>
      {children}
      {problems > 0 && <> · {t('console.problems', { n: problems })}</>}
    </Button>
  )
}
