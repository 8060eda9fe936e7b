/** What a report shows of a request and its response: without the API key and the secret values of the run. */
import type { Keys } from "../generate/request/credential.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { RunHeaders } from "../transport/run-headers.ts";
import { curlOf } from "./curl.ts";
import type { ExchangeReport } from "./report.ts";

/** No more of a body is kept. */
const maxBody = 20_000;

/** Shows an exchange; `redact` takes secrets out of text. */
export function reportExchange(
  exchange: Exchange,
  keys: Keys,
  runHeaders: RunHeaders,
  redact: (text: string) => string,
): ExchangeReport {
  const { request, result } = exchange;
  const body = request.body?.toString("utf8");
  const redactAll = (headers: NodeJS.Dict<string | readonly string[]>) =>
    Object.entries(headers).map(([name, value]) => ({ name, value: redact(String(value)) }));
  return {
    startedAt: new Date(result.sentAt).toISOString(),
    milliseconds: result.doneAt - result.sentAt,
    curl: redact(curlOf(exchange, keys, runHeaders)),
    request: {
      method: request.method,
      url: redact(request.url.href),
      headers: redactAll(request.headers),
      ...(body !== undefined && { body: redact(body) }),
    },
    ...(result.kind === "response"
      ? {
          response: {
            status: result.status,
            headers: redactAll(result.headers),
            ...(result.text !== undefined && { body: redact(result.text.slice(0, maxBody)) }),
          },
        }
      : { error: redact(result.message) }),
  };
}
