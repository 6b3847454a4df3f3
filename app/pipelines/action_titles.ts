import { connectors } from '#app/connectors/registry'
import { worded } from '#app/connectors/worded'

/** What a reader of this language calls a connector's action; its name where connectors that share it disagree. */
export function actionTitle(name: string, language: string): string {
  const titles = new Set(
    connectors.all().flatMap((connector) => worded(connector, language).actions?.[name]?.title ?? [])
  )
  const [title] = titles
  return titles.size === 1 ? title : name
}
