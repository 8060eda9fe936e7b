import { secretFields } from "../../generated/constraints.ts";
import { DariInputError, propertyOf } from "./errors.ts";
import { checkHeaderNames } from "./headers.ts";
import { checkCallOptions, type Settings } from "./options.ts";
import { createRedactor, parseJson, type Redactor } from "./redact.ts";
import type { OutgoingRequest } from "./request.ts";
import type { Outcome } from "./retry.ts";

/** One call: a request of openapi-fetch, which the transport sends once or more often. */
export interface Call {
  readonly settings: Settings;
  readonly request: OutgoingRequest;
  /** Each of them aborts the call. */
  readonly signals: readonly AbortSignal[];
  readonly timeout: number;
  /** When the call ends, on the clock of `performance.now()`, which nobody sets back. */
  readonly deadline: number;
  readonly maxRetries: number;
}

/** @throws {DariInputError} if the options of the call are invalid, or if the request would go to another server */
export function startCall(settings: Settings, request: OutgoingRequest): Call {
  const { url, headers, signal, timeout = settings.timeout, maxRetries = settings.maxRetries } = request;
  const issues = [...checkCallOptions({ signal, timeout, maxRetries }), ...checkHeaderNames(headers.keys())];
  if (!url.startsWith(`${settings.baseUrl}/`)) {
    issues.push({ field: "baseUrl", message: "must be that of the client, which sends its API key there" });
  }
  if (!settings.hasCustomFetch && typeof globalThis.fetch !== "function") {
    issues.push({ field: "fetch", message: "is missing in this runtime: pass { fetch }" });
  }
  if (issues.length > 0) throw new DariInputError(issues);
  const signals = [settings.signal, signal].filter((each) => each !== undefined && each !== null);
  return { settings, request, signals, timeout, maxRetries, deadline: performance.now() + timeout };
}

/** The secrets in the body of a request: all strings in the properties that the description calls `writeOnly`. */
export function secretsOf(body: unknown): string[] {
  const sent = typeof body === "string" ? parseJson(body) : undefined;
  return secretFields.flatMap((name) => stringsIn(propertyOf(sent, name))).filter((secret) => secret.trim() !== "");
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Removes the API key of an attempt and the secrets of the request. */
export function redactorOf({ request }: Call, apiKey?: string): Redactor {
  return createRedactor([...(apiKey === undefined ? [] : [apiKey]), ...secretsOf(request.body)]);
}

/** The method and path of a request, for messages. */
export function nameOf({ method, url }: OutgoingRequest): string {
  return `${method} ${new URL(url).pathname}`;
}

/** What follows from the outcome of a failed create. */
export function adviceOn(outcome: Outcome, method: string): string {
  if (method !== "POST" || outcome === "not-created") return "";
  return " The session may have been created: look for it by its metadata before you create it again.";
}
