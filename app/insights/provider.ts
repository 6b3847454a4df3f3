export default class InsightsProvider {
  async boot() {
    const { registerChainView } = await import('#app/http/chains')
    const { chains } = await import('./chain.ts')
    registerChainView(chains)
  }
}
