import { number } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { NodeCard } from './node_card.tsx'
import { treeOf, type Branch, type Leaf } from './tree.ts'
import type { DrawingProps } from './types.ts'
import classes from './outline.module.css'

type Choice = Pick<DrawingProps, 'selected' | 'onSelect'>

function BranchName({ branch }: { branch: Branch }) {
  const { t } = useT()
  const { edge } = branch
  const count = edge?.count === undefined ? undefined : number(edge.count)
  return <p className={classes.branch}>{[edge?.branch ?? t('console.branch'), count].filter(Boolean).join(' · ')}</p>
}

function Item({ leaf, selected, onSelect }: { leaf: Leaf } & Choice) {
  const { t } = useT()
  if (leaf.kind === 'joins') return <li className={classes.joins}>{t('console.joins', { name: leaf.node.name })}</li>
  const { node, branches } = leaf
  return (
    <li>
      <NodeCard fluid node={node} selected={node.id === selected} onSelect={onSelect && (() => onSelect(node.id))} />
      {branches.length > 0 && (
        <ul className={classes.branches}>
          {branches.map((branch, i) => (
            <li key={branch.edge?.branch ?? i}>
              <BranchName branch={branch} />
              <Items items={branch.items} selected={selected} onSelect={onSelect} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Items({ items, ...choice }: { items: Leaf[] } & Choice) {
  return (
    <ol className={classes.list}>
      {items.map((leaf) => (
        <Item key={leaf.node.id + leaf.kind} leaf={leaf} {...choice} />
      ))}
    </ol>
  )
}

/** The pipeline as an ordered tree: the phone's face, the keyboard's and the screen reader's. */
export function Outline({ graph, selected, onSelect }: DrawingProps) {
  const { t } = useT()
  return (
    <div>
      <Items items={treeOf(graph).items} selected={selected} onSelect={onSelect} />
      {graph.exits.length > 0 && (
        <div className={classes.exits}>
          <p className={classes.exitsTitle}>{t('console.exits')}</p>
          <ul className={classes.list}>
            {graph.exits.map((exit) => (
              <li key={exit.id}>
                <NodeCard
                  fluid
                  node={exit}
                  selected={exit.id === selected}
                  onSelect={onSelect && (() => onSelect(exit.id))}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
