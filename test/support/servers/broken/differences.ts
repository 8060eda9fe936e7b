/** Differences from the correct server that broken servers share. */
import { NoReply, type Reply } from "../handler.ts";
import { correct, type Difference, isObject, type Parts, type Session, type State } from "../sessions.ts";

export type Value = Record<string, unknown>;

export const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Validates a property otherwise. */
export const checking =
  (name: string, check: (value: unknown, all: Value) => string | undefined): Difference =>
  () => ({ properties: { ...correct.properties, [name]: check } });

/** Leaves one check of a property out when a condition holds. */
export const blindTo = (name: string, when: (value: unknown, all: Value) => boolean): Difference =>
  checking(name, (value, all) => (when(value, all) ? undefined : correct.properties[name]?.(value, all)));

/** Changes the body before it is used. */
export const taking =
  (change: (body: Value, state: State) => Value): Difference =>
  (parts, state) => ({
    create: (body, agent, now, all) => parts.create(change(body, state), agent, now, all),
  });

/** Changes the session before it is returned. */
export const making =
  (change: (session: Session, body: Value, state: State) => Session): Difference =>
  (parts) => ({
    create: (body, agent, state, all) => change(parts.create(body, agent, state, all), body, state),
  });

/** Changes every successful reply. */
export const succeeding =
  (change: (reply: Reply, state: State) => Reply): Difference =>
  (parts) => ({
    success: (session, state) => change(parts.success(session, state), state),
  });

/** Changes every refusal. */
export const refusing =
  (change: (reply: Reply, request: Parameters<Parts["failure"]>[2]) => Reply): Difference =>
  (parts) => ({
    failure: (status, detail, request) => change(parts.failure(status, detail, request), request),
  });

/** Lets more in. */
export const admitting =
  (also: (request: Parameters<Parts["authorize"]>[0]) => boolean): Difference =>
  (parts) => ({
    authorize: (request) => (also(request) ? undefined : parts.authorize(request)),
  });

export const strings = (value: unknown): string[] =>
  isObject(value) ? Object.values(value).filter((one) => typeof one === "string") : [];
export const mapStrings = (value: unknown, change: (text: string) => string): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeof one === "string" ? change(one) : one]))
    : value;
export const namingSecrets = (pattern: RegExp): Difference =>
  checking("secrets", (value) => {
    if (!isObject(value)) return "secrets must be an object";
    if (Object.values(value).some((one) => typeof one !== "string" || one === "")) return "secrets must hold strings";
    return Object.keys(value).every((key) => pattern.test(key)) ? undefined : "bad secret name";
  });
export const entries = (name: string, some: (all: [string, unknown][]) => [string, unknown][]): Difference =>
  checking(name, (value, all) =>
    isObject(value)
      ? correct.properties[name]?.(Object.fromEntries(some(Object.entries(value))), all)
      : "not an object",
  );
export const key = "dari-Test-Key-0123456789";
export const token = (request: { headers: { authorization?: string | undefined } }) =>
  request.headers.authorization?.replace(/^Bearer /, "") ?? "";
export const allSecrets = (body: Value) =>
  [...strings(body["secrets"]), ...(typeof body["llm_api_key"] === "string" ? [body["llm_api_key"]] : [])].filter(
    (one) => one.length > 6,
  );
export const failsOn =
  (test: (body: string) => boolean, fault: () => never | Promise<never>): Difference =>
  (parts) => ({
    handle: async (request, state, all) => (test(request.text) ? fault() : parts.handle(request, state, all)),
  });
export const crash = () => {
  throw new Error("crash");
};
export const hang = () => {
  throw new NoReply();
};
export const respondingTo =
  (test: (body: string) => boolean, reply: Reply): Difference =>
  (parts) => ({
    handle: async (request, state, all) => (test(request.text) ? reply : parts.handle(request, state, all)),
  });
/** Parses what the correct server can't. */
export const parsing =
  (mend: (text: string) => unknown): Difference =>
  (parts) => ({
    parse: (text) => {
      try {
        return parts.parse(text);
      } catch {
        return mend(text);
      }
    },
  });
/** Fails on some maps. */
export const failing = (name: string, when: (value: Value) => boolean): Difference =>
  checking(name, (value, all) => (isObject(value) && when(value) ? crash() : correct.properties[name]?.(value, all)));
export const unicode = /[^\x20-\x7e]/;
