/** Finds out with plain valid requests whether there is anything to judge. */
import type { Case } from "./case.ts";
import type { Operation } from "./operations.ts";
import type { Answer, Silence } from "./sending.ts";

type Try = (one: Case) => Promise<Answer | Silence>;

/** Why nothing can be judged, or `undefined` when it can. */
export async function preflight(
  operation: Operation,
  plain: readonly Case[],
  send: Try,
  base: string,
): Promise<string | undefined> {
  const answers: (Answer | Silence)[] = [];
  for (const one of plain) {
    const answer = await send(one);
    if ("status" in answer && answer.status >= 200 && answer.status < 300) return undefined;
    answers.push(answer);
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
    return notFound(what, first as Answer, plain[0] as Case, send);
  if (all(({ status }) => status === 429)) return `The server takes no more requests now: ${what} answered 429.`;
  if (all(({ status }) => [502, 503, 504].includes(status)))
    return `The server is not available: ${what} answered ${(first as Answer).status}.`;
  const elsewhere = all(
    ({ status, headers }) => status >= 300 && status < 400 && originOf(headers.location, base) !== new URL(base).origin,
  );
  if (elsewhere) return `${what} is redirected to ${(first as Answer).headers.location}: give that server's URL.`;
  return undefined;
}

/** An unknown path tells a missing endpoint from a missing resource: it is answered alike, or otherwise. */
async function notFound(what: string, answer: Answer, one: Case, send: Try): Promise<string> {
  const elsewhere: Case = {
    ...one,
    expects: "no-route",
    template: { ...one.template, path: "/no-such-path-in-any-api" },
  };
  const other = await send(elsewhere);
  const same = "status" in other && other.status === answer.status && other.text === answer.text;
  const resource = one.template.path
    .split("/")
    .filter((segment, index) => one.operation.path.split("/")[index] !== segment);
  const names = resource.map(decodeURIComponent).join(", ");
  if (same || names === "")
    return `There is no such endpoint: ${what} answered ${answer.status}, as any path there does.`;
  return `The server does not know ${names}: ${what} answered ${answer.status}.`;
}

function originOf(location: string | undefined, base: string): string {
  return location !== undefined && URL.canParse(location, base) ? new URL(location, base).origin : new URL(base).origin;
}
