/** Reads the body of an error response, whatever service wrote it. */
import { type Issue, propertyOf } from "./errors.ts";

const longestMessage = 500;
/** Longer plain text is a page, a dump or a log. */
const longestPlainText = 200;

/** A text on one line, without control characters, cut to a length that a message can have. */
export function oneLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .toWellFormed();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}

/** Whether a body is an HTML page, such as a gateway sends. */
export function isHtml(text: string): boolean {
  return /^\s*(<!doctype|<html|<head|<body|<h1|<\?xml)/i.test(text);
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function firstString(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value.trim() !== "");
}

/** One problem: a string, or an object with a message and, in most services, a path. */
function issueOf(problem: unknown): Issue[] {
  const message = firstString(problem, propertyOf(problem, "msg"), propertyOf(problem, "message"));
  if (message === undefined) return [];
  const path = asArray(propertyOf(problem, "loc") ?? propertyOf(problem, "path"));
  const names = path.filter((name) => typeof name === "string" || typeof name === "number");
  return [{ field: names.join(".").replace(/^body\./, ""), message }];
}

/** The problems that an error body lists: FastAPI in `detail`, NestJS in `message`, many others in `errors`. */
export function issuesOf(body: unknown): Issue[] {
  const lists = [propertyOf(body, "detail"), propertyOf(body, "message"), propertyOf(body, "errors")];
  const list = lists.map(asArray).find((each) => each.length > 0) ?? [];
  return list.flatMap(issueOf);
}

/** What an error body says, in one line; empty if it says nothing that a person would read. */
export function messageOf(body: unknown): string {
  if (typeof body === "string") return body.length <= longestPlainText && !isHtml(body) ? oneLine(body) : "";
  const issues = issuesOf(body);
  if (issues.length > 0) {
    return oneLine(issues.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; "));
  }
  const detail = propertyOf(body, "detail");
  const error = propertyOf(body, "error");
  const title = firstString(propertyOf(body, "title"));
  const sentence = firstString(detail, propertyOf(body, "message"), propertyOf(error, "message"), error, title);
  if (sentence !== undefined) return oneLine(title && title !== sentence ? `${title}: ${sentence}` : sentence);
  return detail === undefined || detail === null || detail === "" ? "" : oneLine(JSON.stringify(detail));
}
