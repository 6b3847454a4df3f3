import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@vinejs/vine'
import { E_NOT_FOUND } from '#app/accounts/errors'
import type { Workspace } from '#app/accounts/workspace'
import { Template } from './template.ts'

export async function templateOf({ workspace, params }: HttpContext): Promise<Template> {
  const template = await Template.in(workspace).where('id', params.id).whereNull('archived_at').first()
  if (!template) throw new E_NOT_FOUND()
  return template
}

/** A name says which template is meant, in pipelines and at the provider. */
export async function freeName(workspace: Workspace, name: string, except: string | null): Promise<void> {
  const taken = await Template.in(workspace).where('name', name).first()
  if (!taken || taken.id === except) return
  throw new errors.E_VALIDATION_ERROR([{ field: 'name', rule: 'unique', message: 'Another template has this name' }])
}
