import vine from '@vinejs/vine'

export const PURPOSES = ['marketing', 'transactional', 'service', 'authentication'] as const

/** What is still empty arrives as null, and a draft may be unfinished. */
const unfinished = (most: number) =>
  vine
    .string()
    .parse((value) => value ?? '')
    .trim()
    .maxLength(most)

const button = () =>
  vine.object({
    kind: vine.enum(['url', 'reply', 'phone'] as const),
    title: unfinished(200),
    url: vine.string().trim().maxLength(2000).optional(),
    tracked: vine.boolean().optional(),
    phone: vine.string().trim().maxLength(40).optional(),
    id: vine.string().trim().maxLength(200).optional(),
  })

/** The shape only: a draft may be unfinished. What is still wrong with it is said beside it (`template_limits.ts`). */
const variant = () =>
  vine.object({
    language: vine
      .string()
      .trim()
      .regex(/^[a-z]{2,3}([-_][A-Za-z]{2,4})?$/),
    content: vine.object({
      header: vine.object({ kind: vine.literal('text'), text: unfinished(2000) }).nullable(),
      body: unfinished(10_000),
      footer: vine.string().maxLength(1000).nullable(),
      buttons: vine.array(button()).maxLength(20),
    }),
    variables: vine
      .array(
        vine.object({
          name: vine
            .string()
            .trim()
            .regex(/^[A-Za-z_][\w.]{0,99}$/),
          source: unfinished(1000),
          sample: unfinished(500),
          fallback: vine.string().trim().maxLength(500).nullable(),
        })
      )
      .maxLength(50),
  })

export const templateValidator = vine.create({
  name: vine
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9_]{1,100}$/),
  purpose: vine.enum(PURPOSES),
  variants: vine.array(variant()).minLength(1).maxLength(30),
})

export const previewValidator = vine.create({ variant: variant(), missing: vine.boolean().optional() })
