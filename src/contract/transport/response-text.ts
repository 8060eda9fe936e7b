/** The text of a response, and the JSON in it. */
import { isDeeperThan, parsed } from "../../openapi/pointer.ts";
import { deepestJson, type Exchange, type HttpResponse, type HttpResult } from "./exchange.ts";

/** What a result says, as JSON and as text; nothing, if there is no response. */
export function readingOf(result: HttpResult): Pick<Exchange, "json" | "texts"> {
  if (result.kind === "no-response") return { json: undefined, texts: [] };
  const read = parsed(result.text);
  const json = read && isDeeperThan(deepestJson, read.value) ? undefined : read;
  return { json, texts: textsOf(result, json?.value) };
}

/** A response as text: as it is, with its JSON escapes decoded, and with its percent escapes decoded. */
function textsOf({ head, text }: HttpResponse, json: unknown): string[] {
  const plain = head + (text ?? "");
  const bytesOf = (escapes: string) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString();
  const decoded = plain.replaceAll(/(%[0-9a-f]{2})+/gi, bytesOf);
  return [plain, ...(json === undefined ? [] : [JSON.stringify(json)]), ...(decoded === plain ? [] : [decoded])];
}
