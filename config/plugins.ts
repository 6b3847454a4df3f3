import env from '#start/env'

const pluginsConfig = {
  /**
   * Connectors from npm, beside the folders in `plugins/`: `npm install staffetta-connector-foo`, then name it here.
   * Their default export is a connector.
   */
  packages: [] as string[],

  /** Only these folders of `plugins/` are offered; null: all that are there. */
  only: listed(env.get('STAFFETTA_CONNECTORS')),
}

export default pluginsConfig

function listed(names: string | undefined): string[] | null {
  const found = (names ?? '').split(',').map((name) => name.trim())
  return found.some(Boolean) ? found.filter(Boolean) : null
}
