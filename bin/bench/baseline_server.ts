/**
 * The bare baseline: what the same work costs with nothing around it. `intake`: HMAC and one durable insert, then the
 * answer. `path`: the same, then one POST to the provider and one update.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import Database from 'better-sqlite3'
import { Pool } from 'undici'

const [mode, file, secret, sink] = process.argv.slice(2)

const database = new Database(file)
for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) database.pragma(pragma)
database.exec(
  'CREATE TABLE IF NOT EXISTS deliveries (id INTEGER PRIMARY KEY, body BLOB NOT NULL, state TEXT NOT NULL, provider_id TEXT)'
)
const insert = database.prepare("INSERT INTO deliveries (body, state) VALUES (?, 'received')")
const update = database.prepare("UPDATE deliveries SET state = 'sent', provider_id = ? WHERE id = ?")
const provider = sink ? new Pool(sink, { connections: 20 }) : null

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function verified(request: IncomingMessage, body: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(body).digest()
  const received = Buffer.from(String(request.headers['x-shopify-hmac-sha256'] ?? ''), 'base64')
  return received.length === expected.length && timingSafeEqual(received, expected)
}

async function send(id: number | bigint, body: Buffer): Promise<void> {
  const order = JSON.parse(body.toString()) as { phone: string }
  const answer = await provider!.request({
    method: 'POST',
    path: '/v1/messages',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: order.phone, type: 'text', biz_opaque_callback_data: String(id) }),
  })
  const { messages } = (await answer.body.json()) as { messages: { id: string }[] }
  update.run(messages[0].id, id)
}

const server = createServer(async (request, response) => {
  const body = await bodyOf(request)
  if (!verified(request, body)) return response.writeHead(401).end()

  const { lastInsertRowid } = insert.run(body)
  response.writeHead(200).end('{}')
  if (mode === 'path') await send(lastInsertRowid, body)
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${JSON.stringify({ port: typeof address === 'object' && address ? address.port : 0 })}\n`)
})
