import type { IncomingMessage } from "node:http";

/** The body of an agent's request, or "too long". What is too long is not kept. @throws where the agent goes away in its middle */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | "too long"> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers["content-length"]) > mostBytes) return "too long";
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return "too long";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
