import vine from '@vinejs/vine'
import { isIpRange } from './ip_ranges.ts'
import { ROLES } from './member.ts'
import { PERMISSIONS } from './permissions.ts'
import type { Permission } from './permissions.ts'

const email = () => vine.string().trim().toLowerCase().email().maxLength(190)
const password = () => vine.string().minLength(10).maxLength(128)
const name = () => vine.string().trim().minLength(1).maxLength(120)
const locale = () => vine.enum(['en', 'it'] as const)

const ipRange = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && !isIpRange(value))
    field.report('{{ field }} is no address or range', 'ip_range', field)
})

const workspaceFields = {
  name: name(),
  timezone: vine.string().in(Intl.supportedValuesOf('timeZone').concat('UTC')),
  locale: locale(),
  country: vine.string().regex(/^[A-Z]{2}$/),
  currency: vine.string().in(Intl.supportedValuesOf('currency')),
}

export const signInValidator = vine.create({ email: email(), password: vine.string().maxLength(128) })

export const setupValidator = vine.create({
  name: name(),
  email: email(),
  password: password(),
  organization: name(),
  workspace: vine.object(workspaceFields),
})

export const workspaceValidator = vine.create(workspaceFields)

export const newWorkspaceValidator = vine.create({
  ...workspaceFields,
  kind: vine.enum(['production', 'test'] as const),
})

export const workspaceStateValidator = vine.create({ state: vine.enum(['active', 'paused'] as const) })

export const invitationValidator = vine.create({ email: email(), role: vine.enum(ROLES) })

export const acceptValidator = vine.create({ name: name().optional(), password: password() })

export const memberValidator = vine.create({ role: vine.enum(ROLES) })

export const tokenValidator = vine.create({
  name: name(),
  scopes: vine
    .array(vine.enum(Object.keys(PERMISSIONS) as Permission[]))
    .minLength(1)
    .distinct(),
  /** Days from now; absent: until it is revoked. */
  days: vine.number().withoutDecimals().min(1).max(730).nullable().optional(),
  allowedIps: vine.array(vine.string().trim().maxLength(60).use(ipRange())).maxLength(50).nullable().optional(),
  perMinute: vine.number().withoutDecimals().min(1).max(6000).nullable().optional(),
})

export const profileValidator = vine.create({ name: name(), locale: locale() })

export const passwordValidator = vine.create({ current: vine.string().maxLength(128), password: password() })
