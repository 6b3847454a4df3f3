import { column } from '@adonisjs/lucid/orm'
import { clock } from '#app/clock'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import type { Graph, PipelineKind } from './graph.ts'

export const PIPELINE_STATES = ['draft', 'live', 'paused', 'stopped'] as const
export type PipelineState = (typeof PIPELINE_STATES)[number]

/** A graph under a name: a draft that may be changed, and the published version that new runs take. */
export class Pipeline extends WorkspaceModel {
  static table = 'pipelines'

  @column()
  declare name: string

  @column()
  declare kind: PipelineKind

  @column()
  declare state: PipelineState

  @column()
  declare priority: number

  @jsonColumn()
  declare draft: Graph

  @column()
  declare versionId: string | null

  @column()
  declare libraryKey: string | null

  @column()
  declare archivedAt: number | null

  archive(): Promise<this> {
    this.archivedAt = clock.now()
    return this.touch().save()
  }
}

/** Never changed once published: runs stay on theirs. */
export class PipelineVersion extends WorkspaceModel {
  static table = 'pipeline_versions'

  @column()
  declare pipelineId: string

  @column()
  declare version: number

  @jsonColumn()
  declare graph: Graph

  @column()
  declare publishedBy: string | null

  @column()
  declare publishedAt: number
}
