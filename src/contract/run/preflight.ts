/** Finds out with plain valid requests whether there is anything to judge. */
import { isSuccess, matching, mediaType } from "../check/documented-response.ts";
import type { TestCase } from "../generate/test-case.ts";
import { type Operation, responseFor } from "../spec/operation.ts";
import type { Answer, Silence } from "../transport/http.ts";

type Try = (one: TestCase) => Promise<Answer | Silence>;

/** Why nothing can be judged, or `undefined` when it can. */
export async function preflight(
  operation: Operation,
  plain: readonly TestCase[],
  send: Try,
  base: string,
): Promise<string | undefined> {
  const answers: (Answer | Silence)[] = [];
  for (const one of plain) {
    const answer = await send(one);
    answers.push(answer);
    if (!("status" in answer && isSuccess(answer.status))) continue;
    if (isOfTheApi(operation, answer)) return undefined;
    break;
  }
  const what = `${operation.method} ${plain[0]?.template.path}`;
  const all = (test: (answer: Answer) => boolean) => answers.every((answer) => "status" in answer && test(answer));
  const [first] = answers;
  if (first === undefined) return `The document has no valid request of ${operation.id}.`;
  if (answers.every((answer) => "silence" in answer && answer.silence !== "broken off"))
    return `Nobody answers at ${base} (${"words" in first ? first.words : ""}).`;
  if (all(({ status }) => status === 401)) return `The key is not accepted: ${what} answered 401.`;
  if (all(({ status }) => status === 401 || status === 403))
    return `The key has no right to this: ${what} answered 403.`;
  if (all(({ status }) => status === 405 || status === 501))
    return `There is no such endpoint: ${what} is not allowed there.`;
  if (all(({ status }) => status === 404 || status === 410))
    return notFound(what, first as Answer, plain[0] as TestCase, send);
  if (all(({ status }) => status === 429)) return `The server takes no more requests now: ${what} answered 429.`;
  if (all(({ status }) => [502, 503, 504].includes(status)))
    return `The server is not available: ${what} answered ${(first as Answer).status}.`;
  const elsewhere = all(
    ({ status, headers }) => status >= 300 && status < 400 && originOf(headers.location, base) !== new URL(base).origin,
  );
  if (elsewhere) return `${what} is redirected to ${(first as Answer).headers.location}: give that server's URL.`;
  if (all(({ status }) => status < 500) && (await isLikeAnyPath(first as Answer, plain[0] as TestCase, send)))
    return `This is not the API: ${what} answered ${(first as Answer).status}, as any path there does.`;
  return undefined;
}

/** Whether a success is one of the API's, by its media type; a page of something else is HTML. */
function isOfTheApi(operation: Operation, answer: Answer): boolean {
  const response = responseFor(operation, answer.status);
  return response !== undefined && (response.content.size === 0 || matching(response, answer) !== undefined);
}

/** An unknown path tells a missing endpoint from a missing resource: it is answered alike, or otherwise. */
async function notFound(what: string, answer: Answer, one: TestCase, send: Try): Promise<string> {
  const resource = one.template.path
    .split("/")
    .filter((segment, index) => one.operation.path.split("/")[index] !== segment);
  const names = resource.map(decodeURIComponent).join(", ");
  if ((await isLikeAnyPath(answer, one, send)) || names === "")
    return `There is no such endpoint: ${what} answered ${answer.status}, as any path there does.`;
  return `The server does not know ${names}: ${what} answered ${answer.status}.`;
}

/** Whether a path that no API has is answered in the same way. */
async function isLikeAnyPath(answer: Answer, one: TestCase, send: Try): Promise<boolean> {
  const other = await send({
    ...one,
    id: one.id.replace("/accepted/", "/no-route/"),
    expects: "no-route",
    title: "a path that no API has",
    pointer: "/paths",
    template: { ...one.template, path: "/no-such-path-in-any-api" },
  });
  const seen = (answer: Answer) =>
    JSON.stringify([answer.status, mediaType(answer), answer.headers.location, answer.text]);
  return "status" in other && seen(other) === seen(answer);
}

function originOf(location: string | undefined, base: string): string {
  return location !== undefined && URL.canParse(location, base) ? new URL(location, base).origin : new URL(base).origin;
}
