/** Sends test cases. */

import { isDeeperThan, parsed } from "../../openapi/pointer.ts";
import type { TestCase } from "../generate/test-case.ts";
import { deepestJson, type Exchange, type HttpResponse } from "../transport/exchange.ts";
import type { RateLimitedTransport } from "../transport/rate-limit.ts";
import { buildRequest, type Target } from "../transport/request.ts";
import type { History } from "./history.ts";
import type { Items } from "./state/items.ts";

export class CaseSender {
  readonly #target: Target;
  readonly #transport: RateLimitedTransport;
  readonly #history: History;
  readonly #items: Items;

  /** @param items gives the cases what they need of the server's state, and remembers what they create */
  constructor(target: Target, transport: RateLimitedTransport, history: History, items: Items) {
    this.#target = target;
    this.#transport = transport;
    this.#history = history;
    this.#items = items;
  }

  /** Sends a test case; `first` is its first exchange when it is sent a second time. */
  async send(plannedCase: TestCase, first?: Exchange): Promise<Exchange> {
    const testCase = first?.testCase ?? (await this.#items.fill(plannedCase));
    const index = first?.index ?? this.#history.register(testCase);
    const outgoing = buildRequest(testCase, index, this.#target);
    const result = await this.#transport.send(outgoing.request);
    const json = result.kind === "response" ? bodyOf(result) : undefined;
    const exchange: Exchange = {
      ...outgoing,
      testCase,
      index,
      sequence: this.#transport.requests,
      result,
      json,
      texts: result.kind === "response" ? textsOf(result, json?.value) : [],
      before: first?.result.kind === "response" ? first.result : undefined,
    };
    this.#history.addBeforeChecks(exchange);
    this.#items.add(exchange);
    return exchange;
  }
}

function bodyOf({ text }: HttpResponse): Exchange["json"] {
  const json = parsed(text);
  return json && isDeeperThan(deepestJson, json.value) ? undefined : json;
}

/** A response as text: as it is, with its JSON escapes decoded, and with its percent escapes decoded. */
function textsOf({ head, text }: HttpResponse, json: unknown): string[] {
  const plain = head + (text ?? "");
  const texts = [plain];
  if (json !== undefined) texts.push(JSON.stringify(json));
  if (/%[0-9a-f]{2}/i.test(plain))
    texts.push(
      plain.replace(/(%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString()),
    );
  return texts;
}
