import { registerSearch } from '#app/http/search'
import { Pipeline } from './pipeline.ts'

/** What the palette finds. */
export function registerPipelineViews(): void {
  registerSearch({
    kind: 'pipelines',
    permission: 'pipelines.view',
    async find(workspace, words) {
      const query = Pipeline.in(workspace).whereNull('archived_at').limit(5)
      if (words.startsWith('ppl_')) query.where('id', words)
      else
        query.whereRaw('lower(name) like ?', [
          `%${words
            .trim()
            .toLowerCase()
            .replace(/[%_\\]/g, '')}%`,
        ])
      return (await query).map(({ id, name }) => ({ id, title: name, to: `/pipelines/${id}` }))
    },
  })
}
