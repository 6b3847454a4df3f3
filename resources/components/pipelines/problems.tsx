import { useT } from '~/hooks/use_t'
import { ErrorBox } from '~/ui/error_box'
import type { JsonParams } from '~/hooks/json'

export type Problem = { node: string | null; field: string | null; code: string; params?: JsonParams }

/** Everything that keeps the graph from working, each at its node and field. */
export function Problems({ problems, nameOf = (id) => id }: { problems: Problem[]; nameOf?: (id: string) => string }) {
  const { t, wordOf } = useT()
  if (problems.length === 0) return null
  return (
    <ErrorBox
      title={t('console.problems', { n: problems.length })}
      actions={
        <ul style={{ margin: 0, paddingLeft: 18 }}>
          {problems.map(({ node, field, code, params }, i) => (
            <li key={i}>
              <b>{node === null ? t('pipelines.whole') : nameOf(node)}</b>
              {field && (
                <>
                  {' '}
                  · <code className="st-mono">{field}</code>
                </>
              )}
              : {wordOf(`pipelines.problem.${code}`, params)}
            </li>
          ))}
        </ul>
      }
    />
  )
}
