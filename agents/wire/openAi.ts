/** What the two protocols of OpenAI share. */

export const openAiError = (status: number, message: string): string =>
  JSON.stringify({
    error: { message, type: status < 500 ? "invalid_request_error" : "server_error", param: null, code: TYPES[status] ?? null },
  });

const TYPES: Readonly<Record<number, string>> = { 401: "invalid_api_key", 404: "not_found", 429: "rate_limit_exceeded" };

export const openAiModels = (names: readonly string[]): string =>
  JSON.stringify({ object: "list", data: names.map((id) => ({ id, object: "model", created: 0, owned_by: "lab" })) });

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

export const asksForModels = (method: string, path: string): boolean => method === "GET" && /^\/v1\/models(\/\w[\w.:-]*)?$/.test(path);
