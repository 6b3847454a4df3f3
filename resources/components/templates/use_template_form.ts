import { router, useForm } from '@inertiajs/react'
import { useState } from 'react'
import { useT } from '~/hooks/use_t'
import { emptyVariant, withVariables } from './slots.ts'
import type { Problem, TemplateContent, TemplateForm, TemplateVariable, Variant } from './types.ts'

type Saved = { id: string | null; form: TemplateForm; problems: Problem[]; base: string }

/** The editor's state: what is written, of which language, and what is wrong with it. */
export function useTemplateForm({ id, form: saved, problems, base }: Saved) {
  const { reason } = useT()
  const form = useForm<TemplateForm>(saved)
  const [language, setLanguage] = useState(saved.variants[0]?.language ?? 'en')
  const { data, setData, isDirty } = form
  const errors = form.errors as Record<string, string>
  const index = Math.max(
    0,
    data.variants.findIndex((variant) => variant.language === language)
  )
  const variant = data.variants[index] ?? emptyVariant(language)

  const setVariant = (change: Partial<Variant>) =>
    setData(
      'variants',
      data.variants.map((each, other) => (other === index ? withVariables({ ...each, ...change }) : each))
    )

  return {
    data,
    errors,
    variant,
    language: variant.language,
    isDirty,
    processing: form.processing,
    setLanguage,
    setName: (name: string) => setData('name', name),
    setPurpose: (purpose: string) => setData('purpose', purpose),
    setContent: (change: Partial<TemplateContent>) => setVariant({ content: { ...variant.content, ...change } }),
    setVariables: (variables: TemplateVariable[]) => setVariant({ variables }),
    addLanguage: (added: string) => {
      // A translation begins with what there is to translate.
      setData('variants', [...data.variants, { ...variant, language: added }])
      setLanguage(added)
    },
    removeLanguage: (removed: string) => {
      const rest = data.variants.filter((each) => each.language !== removed)
      setData('variants', rest)
      setLanguage(rest[0]?.language ?? 'en')
    },
    /** The server's complaint about the shape first, then what its rules said of the saved draft. */
    wrong: (field: string) => {
      const complaint = errors[`variants.${index}.content.${field}`] ?? errors[`variants.${index}.${field}`]
      const problem = problems.find((each) => each.language === variant.language && each.field === field)
      return complaint ?? (problem && !isDirty ? reason(problem.code, problem.params) : undefined)
    },
    save: () =>
      id ? form.put(`${base}/${id}`, { preserveScroll: true, onSuccess: () => form.setDefaults() }) : form.post(base),
    submit: () => router.post(`${base}/${id}/submissions`, {}, { preserveScroll: true }),
  }
}
