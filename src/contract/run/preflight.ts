/** Finds out with plain valid requests whether an operation can be tested. */
import { isDeepStrictEqual } from "node:util";
import { isSuccess, type Operation, responseFor } from "../../openapi/operation.ts";
import { matching } from "../check/documented-response.ts";
import type { Keys } from "../generate/request/credential.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { HttpResponse, HttpResult, NoResponse } from "../transport/exchange.ts";

type Send = (testCase: TestCase) => Promise<HttpResult>;

/** Whether an operation can be tested: it is `ready`, or `failing` on every plain request, or `untestable`. */
export type Preflight =
  | { readonly kind: "ready" }
  | { readonly kind: "failing" | "untestable"; readonly reason: string };

const ready: Preflight = { kind: "ready" };
const untestable = (reason: string): Preflight => ({ kind: "untestable", reason });

interface PreflightTarget {
  readonly baseUrl: string;
  readonly basePath: string;
  readonly keys: Keys;
  /** Whether the requests were about an item that the run has created. */
  readonly hasItems: () => boolean;
}

/** Sends the plain test cases of an operation until one succeeds. */
export async function preflight(
  operation: Operation,
  plain: readonly TestCase[],
  send: Send,
  { baseUrl, basePath, keys, hasItems }: PreflightTarget,
): Promise<Preflight> {
  const [testCase] = plain;
  if (testCase === undefined) return untestable(`The description has no valid request of ${operation.id}.`);
  const responses: HttpResponse[] = [];
  const failures: NoResponse[] = [];
  for (const candidate of plain) {
    const result = await send(candidate);
    if (result.kind === "no-response") failures.push(result);
    else responses.push(result);
    if (result.kind === "no-response") continue;
    if (result.status === 429 || result.status === 503) break;
    if (!isSuccess(operation, result.status)) continue;
    if (isOfTheApi(operation, result)) return ready;
    break;
  }
  const requestLine = `${operation.method} ${testCase.template.path}`;
  const [response] = responses;
  const [failure] = failures;
  if (failure && failures.every(({ reason }) => reason !== "incomplete") && response === undefined)
    return untestable(unreachable(failure, baseUrl));
  if (response === undefined || failure) return ready;
  // What the server has given the run itself must be there: that it isn't is for the checks to say.
  const isOwnItemMissing = (response.status === 404 || response.status === 410) && hasItems();
  return (
    byStatus(requestLine, operation, keys, responses) ??
    byRedirect(requestLine, response, baseUrl) ??
    (isOwnItemMissing ? ready : undefined) ??
    (await byUnknownPath(requestLine, response, testCase, send, otherUrl(baseUrl, basePath))) ??
    ready
  );
}

/** Why there is no response at all. */
function unreachable({ code, message }: NoResponse, baseUrl: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(code))
    return `The certificate of ${baseUrl} is not trusted (${code}). If it comes from a certificate authority of your own, set NODE_EXTRA_CA_CERTS to the file with that authority's certificate.`;
  if (/EPROTO|ERR_SSL/.test(code)) return `${baseUrl} does not speak TLS: does its URL begin with http://?`;
  if (code === "TIMEOUT")
    return `The server at ${baseUrl} takes connections and does not respond (${message}). Next: look for what it waits for, or give it more time with --timeout.`;
  return `No server responds at ${baseUrl} (${message}). Next: start it, or correct --url.`;
}

/** What the status codes of all plain requests say together. */
function byStatus(
  requestLine: string,
  operation: Operation,
  keys: Keys,
  responses: readonly HttpResponse[],
): Preflight | undefined {
  const status = responses[0]?.status;
  const responded = `${requestLine} responded with`;
  const variables = [...new Set(operation.security.map(({ id }) => keys.of(id).variable))].join(" and ");
  const wrongKey =
    variables === ""
      ? `The server asks for a key, and the description does not: ${responded} 401.`
      : `The API key is not accepted: ${responded} 401. Next: set ${variables} to a key of this server.`;
  const reasons: [statuses: number[], reason: string][] = [
    [[401], wrongKey],
    [[401, 403], `The API key has no right to this: ${responded} 403. Next: set ${variables} to a key that has it.`],
    [[405, 501], `There is no such endpoint: ${requestLine} is not allowed there. Next: correct --url.`],
    [[429], `The server takes no more requests now: ${responded} 429.`],
    [[502, 503, 504], `The server is not available: ${responded} ${status}.`],
  ];
  const found = reasons.find(([statuses]) => responses.every((response) => statuses.includes(response.status)));
  if (found) return untestable(found[1]);
  const isFailing = responses.every((response) => response.status >= 500);
  return isFailing ? { kind: "failing", reason: `every plain valid request failed with ${status}` } : undefined;
}

/** A redirect to another server. */
function byRedirect(requestLine: string, { status, headers }: HttpResponse, baseUrl: string): Preflight | undefined {
  const { location } = headers;
  if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, baseUrl)) return undefined;
  const isElsewhere = new URL(location, baseUrl).origin !== new URL(baseUrl).origin;
  return isElsewhere
    ? untestable(`${requestLine} is redirected to ${location}. Next: give --url that server's address.`)
    : undefined;
}

/** Compares the response with that of a path that no API has: it tells a missing endpoint from a missing resource. */
async function byUnknownPath(
  requestLine: string,
  response: HttpResponse,
  testCase: TestCase,
  send: Send,
  correction: string,
): Promise<Preflight | undefined> {
  const { status } = response;
  if (status >= 500) return undefined;
  const unknown = await send({
    ...testCase,
    id: testCase.id.replace("/accepted/", "/no-route/"),
    expects: "no-route",
    title: "a path that no API has",
    pointer: "/paths",
    template: { ...testCase.template, path: "/no-such-path-in-any-api" },
  });
  const isLikeAnyPath = unknown.kind === "response" && isDeepStrictEqual(visibleOf(unknown), visibleOf(response));
  const responded = `${requestLine} responded with ${status}`;
  if (status !== 404 && status !== 410)
    return isLikeAnyPath
      ? untestable(`This is not the API: ${responded}, as any path there does. Next: ${correction}.`)
      : undefined;
  const names = namesIn(testCase);
  if (names === "") return untestable(`There is no such endpoint: ${responded}. Next: ${correction}.`);
  const next = `${optionsOf(testCase)}, with one that exists there.`;
  return isLikeAnyPath
    ? untestable(
        `There is no such endpoint, or the server does not know ${names}: ${responded}, as any path there does. Next: ${correction}, or ${next}`,
      )
    : untestable(`The server does not know ${names}: ${responded}. Next: ${next}`);
}

/** What to do about the URL: the servers of the description may have a path that it lacks. */
function otherUrl(baseUrl: string, basePath: string): string {
  return basePath === "" || baseUrl.endsWith(basePath) ? "correct --url" : `try --url ${baseUrl}${basePath}`;
}

/** What of a response is the same for all paths that a server doesn't have. */
function visibleOf({ status, headers, text }: HttpResponse): unknown[] {
  return [status, headers["content-type"], headers.location, text];
}

/** The options that say what the path parameters stand for; `--agent` is short for one of them. */
function optionsOf({ operation }: TestCase): string {
  const names = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  return names.map((name) => (name === "agent_id" ? "--agent ID" : `--known ${name}=VALUE`)).join(" ");
}

/** The values of the path parameters. */
function namesIn({ template, operation }: TestCase): string {
  const documented = operation.path.split("/");
  const values = template.path.split("/").filter((segment, index) => documented[index] !== segment);
  return values.map(decodeURIComponent).join(", ");
}

/** Whether a success is one of the API's, by its media type; a page of something else is HTML. */
function isOfTheApi(operation: Operation, response: HttpResponse): boolean {
  const documented = responseFor(operation, response.status);
  return documented !== undefined && (documented.content.size === 0 || matching(documented, response) !== undefined);
}
