/**
 * Connectors from npm, beside the folders in `plugins/`: `npm install staffetta-connector-foo`, then name it here.
 * Their default export is a connector.
 */
const pluginsConfig = {
  packages: [] as string[],
}

export default pluginsConfig
