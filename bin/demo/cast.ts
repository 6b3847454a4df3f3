/** A connection that a story needs, as somebody would fill in its form. */
export interface Part {
  connector: string
  credentials: Record<string, unknown>
  settings: Record<string, unknown>
  /** Which reports go to it. */
  dataset?: 'website' | 'business_messaging'
}

/** A pipeline of the story's own. `@stripe` in its steps stands for the id of that connection. */
export interface OwnPipeline {
  name: string
  graph: Record<string, unknown>
  templates: Record<string, unknown>[]
}

/** Who plays in a story, and what is installed before it begins. */
export interface Cast {
  parts: Part[]
  /** The connector by which messages leave. */
  channel: string
  /** Keys of the library, and pipelines of the story's own. */
  pipelines: (string | OwnPipeline)[]
}

/** What the installation tells the demo once it is made, by connector. */
export interface Prepared {
  workspaceId: string
  endpoints: Record<string, string>
  /** Signing secrets of endpoints that have one of their own. */
  secrets: Record<string, string>
}
