/** The errors for a response that isn't a session, whatever service wrote it. */
import { DariApiError, DariContractError, type Issue } from "./errors.ts";
import { parseJson, propertyOf } from "./json.ts";
import type { CallFacts } from "./response.ts";
import { outcomeOf } from "./retry.ts";

const longestMessage = 500;
/** Longer plain text is a page, a dump or a log. */
const longestPlainText = 200;

const nextSteps: Readonly<Record<number, string>> = {
  401: " Check the API key.",
  403: " Use an API key that may do this.",
  404: " Check the agent id and baseUrl.",
  422: " Correct the request.",
  429: " Wait before you try again.",
};

/** The error for an error status. */
export function apiError(response: Response, body: unknown, facts: CallFacts): DariApiError {
  const { status } = response;
  const redacted = facts.redactor.json(body);
  const issues = issuesOf(redacted);
  const reason = messageOf(redacted, issues);
  const nextStep = status < 400 ? " Check baseUrl: redirects are not followed." : (nextSteps[status] ?? "");
  const sentence = asSentence(`${facts.name} failed with status ${status}${reason && `: ${reason}`}`);
  const context = {
    outcome: outcomeOf(status, response.headers),
    attempts: facts.attempts,
    cause: facts.bodyError,
    status,
    headers: facts.redactor.headers(response.headers),
    body: redacted === "" ? undefined : redacted,
  };
  return new DariApiError(sentence + nextStep, context, issues);
}

/** The error for a success that isn't a session; `problem` is a sentence that ends the message. */
export function contractError(
  { status, headers }: Pick<Response, "status" | "headers">,
  problem: string,
  body: unknown,
  { name, attempts, outcome, redactor }: CallFacts,
): DariContractError {
  const message = `${name} responded with status ${status}, but ${problem}`;
  const context = { status, headers: redactor.headers(headers), body: redactor.json(body) };
  return new DariContractError(message, { ...context, outcome, attempts });
}

/** The error for a success status without a session in its body. */
export function noSessionError(response: Response, text: string, facts: CallFacts): DariContractError {
  const body = parseJson(text);
  const mediaType = facts.redactor.text(response.headers.get("content-type")?.split(";")[0] ?? "no Content-Type");
  const hint = isHtml(text) || mediaType.includes("html") ? " Check baseUrl." : "";
  const problem = `the body is ${describe(text, body, mediaType)}.${hint}`;
  return contractError(response, problem, body ?? (text === "" ? undefined : text), facts);
}

/** What a body is instead of a session; completes "the body is". */
function describe(text: string, body: unknown, mediaType: string): string {
  if (text.trim() === "") return "empty";
  if (body === undefined) return `${isHtml(text) ? "HTML" : "not JSON"} (${oneLine(mediaType).slice(0, 100)})`;
  if (Array.isArray(body)) return "a JSON array, not a session";
  if (typeof body === "object" && body !== null) return "a JSON object without a string as its id, not a session";
  return `the JSON value ${body === null ? "null" : `of type ${typeof body}`}, not a session`;
}

/** Ends a text with a full stop, unless it ends like a sentence. */
export function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** A text on one line, without control characters, cut to a length that a message can have. */
export function oneLine(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return visible.length > longestMessage
    ? `${visible.slice(0, longestMessage).toWellFormed()}…`
    : visible.toWellFormed();
}

/** Whether a body is a page, such as a gateway sends. */
function isHtml(text: string): boolean {
  return /^\s*</.test(text);
}

function firstString(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value.trim() !== "");
}

/** The path of a field: names in an array (FastAPI, Zod), or a JSON pointer (Ajv, JSON:API, RFC 9457). */
function fieldOf(problem: unknown): string {
  const pointer = propertyOf(problem, "instancePath") ?? propertyOf(problem, "pointer");
  const path =
    propertyOf(problem, "loc") ??
    propertyOf(problem, "path") ??
    pointer ??
    propertyOf(propertyOf(problem, "source"), "pointer");
  const names = typeof path === "string" ? path.replace(/^#?\//, "").split("/") : [path].flat();
  const readable = names.filter((name) => typeof name === "string" || typeof name === "number");
  return readable.join(".").replace(/^body\./, "");
}

/** One problem: a string, or an object with a message and, in most services, a path. */
function issueOf(problem: unknown): Issue[] {
  const texts = ["msg", "message", "detail", "title"].map((name) => propertyOf(problem, name));
  const message = firstString(problem, ...texts);
  return message === undefined ? [] : [{ field: fieldOf(problem), message }];
}

/** The problems that an error body lists: in an array, or in an object with a list for each field (Rails, Laravel). */
function issuesOf(body: unknown): Issue[] {
  const places = ["detail", "message", "errors", "issues"].map((name) => propertyOf(body, name));
  const lists = [...places, propertyOf(propertyOf(body, "error"), "issues")];
  const list = lists.find((each): each is unknown[] => Array.isArray(each) && each.length > 0);
  if (list) return list.flatMap(issueOf);
  const byField = propertyOf(body, "errors");
  if (typeof byField !== "object" || byField === null) return [];
  return Object.entries(byField).flatMap(([field, problems]) =>
    [problems].flat().flatMap((problem) => issueOf(problem).map(({ message }) => ({ field, message }))),
  );
}

/** What an error body says, in one line; empty if it says nothing that a person would read. */
function messageOf(body: unknown, issues: readonly Issue[]): string {
  if (typeof body === "string") return body.length <= longestPlainText && !isHtml(body) ? oneLine(body) : "";
  if (issues.length > 0) {
    return oneLine(issues.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; "));
  }
  const [detail, error] = [propertyOf(body, "detail"), propertyOf(body, "error")];
  const title = firstString(propertyOf(body, "title"));
  const nested = [detail, error].map((each) => propertyOf(each, "message"));
  const sentence = firstString(detail, propertyOf(body, "message"), ...nested, error, title);
  if (sentence !== undefined) return oneLine(title && title !== sentence ? `${title}: ${sentence}` : sentence);
  return detail === undefined || detail === null || detail === "" ? "" : oneLine(JSON.stringify(detail));
}
