import vine from '@vinejs/vine'

export const credentials = vine.create({
  apiKey: vine.string().trim().minLength(1).maxLength(400).meta({
    'title': 'API key',
    'description':
      'From platform.openai.com → API keys, allowed to use models. A server of your own that asks for no key takes any word.',
    'x-secret': true,
    'x-placeholder': 'sk-…',
  }),
})

const model = (title: string, description: string, placeholder: string) =>
  vine.string().trim().maxLength(120).optional().meta({ title, description, 'x-placeholder': placeholder })

const id = (title: string, placeholder: string) =>
  vine
    .string()
    .trim()
    .regex(/^[\w-]{1,80}$/)
    .optional()
    .meta({ title, 'description': 'Only if the key belongs to several.', 'x-placeholder': placeholder })

export const settings = vine.create({
  baseUrl: vine
    .string()
    .trim()
    .regex(/^https?:\/\/[^\s?#@]+$/)
    .maxLength(300)
    .optional()
    .meta({
      'title': 'Address of a compatible server',
      'description':
        'Leave empty for OpenAI itself. Any server that speaks its format fits: Ollama, vLLM, LM Studio, OpenRouter, Groq, Mistral. A private address must first be allowed by whoever runs this installation (STAFFETTA_PRIVATE_HOSTS).',
      'x-placeholder': 'https://openrouter.ai/api/v1',
    }),
  chatModel: model('Model for texts', 'Left empty: gpt-6-luna at OpenAI, else the server’s first.', 'gpt-6-luna'),
  embeddingModel: model(
    'Model for embeddings',
    'Left empty: text-embedding-3-small at OpenAI, else the server’s first.',
    'text-embedding-3-small'
  ),
  transcriptionModel: model(
    'Model for voice notes',
    'Left empty: gpt-4o-mini-transcribe at OpenAI, else the server’s first.',
    'gpt-4o-mini-transcribe'
  ),
  organization: id('Organization', 'org-…'),
  project: id('Project', 'proj_…'),
})
