import { useT } from '~/hooks/use_t'
import { allNine, isCut, lineBetween } from './order.ts'
import { ChainHop } from './hop.tsx'
import { Sentence } from './sentence.tsx'
import type { Chain as ChainProps } from './types.ts'
import classes from './chain.module.css'

/**
 * The whole relay of one thing, from the provider's call to the report. Horizontal where its box has room, else
 * vertical; it answers to the width of its box, not of the screen.
 */
export function Chain({ hops, upright = false }: ChainProps & { upright?: boolean }) {
  const { t } = useT()
  const nine = allNine(hops)
  const told = nine.find((hop) => hop.reason && isCut(hop.state)) ?? nine.find((hop) => hop.reason)

  return (
    <div className={classes.box}>
      <ol className={`${classes.chain} ${upright ? classes.upright : classes.wide}`} aria-label={t('chain.title')}>
        {nine.map((hop, i) => (
          <ChainHop
            key={hop.kind}
            hop={hop}
            next={nine[i + 1]}
            line={lineBetween(hop.state, nine[i + 1]?.state)}
            told={hop === told}
          />
        ))}
      </ol>
      {told && (
        <div className={classes.below}>
          <Sentence hop={told} />
        </div>
      )}
    </div>
  )
}

/** Only some of the hops, always one under the other: the sign-in page, a teaser. */
export function PartOfChain({ hops }: ChainProps) {
  const { t } = useT()
  return (
    <ol className={`${classes.chain} ${classes.upright}`} aria-label={t('chain.title')}>
      {hops.map((hop, i) => (
        <ChainHop key={hop.kind} hop={hop} line={lineBetween(hop.state, hops[i + 1]?.state)} told={false} brief />
      ))}
    </ol>
  )
}

/** The empty chain, drawn where nothing has come in yet, so that the first visit explains the product. */
export function TaughtChain() {
  const { t } = useT()
  const hops = allNine([]).map((hop) => ({ ...hop, title: t(`chain.teach.${hop.kind}`), status: '' }))
  return <Chain hops={hops} />
}
