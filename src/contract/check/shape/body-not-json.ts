import { parseDocument } from "yaml";
import { isJson } from "../../../openapi/operation.ts";
import { child, isDeeperThan, parsed } from "../../../openapi/pointer.ts";
import { deepestJson, type Exchange, type HttpResponse } from "../../transport/exchange.ts";
import type { Check } from "../check.ts";
import { causeOfForm, documented, hasNoBody, matching, mediaType } from "../documented-response.ts";

export const bodyNotJson: Check<"body-not-json"> = {
  code: "DS143",
  name: "body-not-json",
  severity: "shape",
  meaning: "The response is announced as JSON, but the body is not JSON, or an object in it has a name twice.",
  reason: "Clients throw a parse error instead of showing the response, or differ in which value they take.",
  fix: "Serialise every body of this media type with a JSON library, in UTF-8.",
  find: (exchange, response) => {
    const documentation = documented(exchange, response);
    const type = documentation && matching(documentation, response);
    if (!documentation || type === undefined || !isJson(mediaType(response))) return undefined;
    if (hasNoBody(exchange, response)) return undefined;
    const fault = faultOf(exchange, response);
    const pointer = child(documentation.pointer, "content", type);
    return (
      fault && {
        title: `the body of a ${response.status} response ${fault.title}`,
        pointer,
        expected: fault.expected,
        got: fault.got,
        rootCause: [causeOfForm(response, fault.expected, pointer)],
      }
    );
  },
};

function faultOf(
  { json, testCase }: Exchange,
  { text, headers }: HttpResponse,
): { title: string; expected: string; got: string } | undefined {
  if (text === undefined) {
    const encoding = headers["content-encoding"];
    const form = encoding === undefined ? "UTF-8" : `UTF-8, or not ${encoding}`;
    return { title: `is not ${form}`, expected: "JSON in UTF-8", got: `bytes that are not ${form}` };
  }
  if (json) {
    const repeated = repeatedName(json.value, text);
    return repeated === undefined
      ? undefined
      : { title: "has an object with a name twice", expected: "JSON with unique names", got: `… ${repeated}` };
  }
  const got = text === "" ? "nothing" : text.slice(0, 80);
  if (!parsed(text)) return { title: text === "" ? "is empty" : "is not JSON", expected: "JSON", got };
  // An error may repeat what is wrong with the request, as deep as it is.
  if (isDeeperThan(deepestJson, parsed(testCase.template.body)?.value)) return undefined;
  const expected = `JSON, at most ${deepestJson} levels deep`;
  return { title: `is nested more than ${deepestJson} levels deep`, expected, got };
}

/** Where an object has a name again: some parsers take the first value, others the last (RFC 8259, section 4). */
function repeatedName(value: unknown, text: string): string | undefined {
  // A value that is lost makes the text shorter. So does white space: a parser tells the two apart.
  if (JSON.stringify(value).length >= text.length) return undefined;
  const [error] = parseDocument(text, { merge: false }).errors.filter(({ code }) => code === "DUPLICATE_KEY");
  return error && text.slice(error.pos[0], error.pos[0] + 60);
}
