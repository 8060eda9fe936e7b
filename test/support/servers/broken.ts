/** Servers that break the contract, each by one named difference from the correct one. */
import { correct, type Difference, type Parts, type Reply, type Session, type State } from "./sessions.ts";

/** A named server. */
export interface Named {
  readonly group: string;
  readonly name: string;
  readonly difference: Difference;
}

type Value = Record<string, unknown>;

const isObject = (value: unknown): value is Value =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Validates a property otherwise. */
const checking =
  (name: string, check: (value: unknown, all: Value) => string | undefined): Difference =>
  () => ({ properties: { ...correct.properties, [name]: check } });

/** Leaves one check of a property out when a condition holds. */
const blindTo = (name: string, when: (value: unknown, all: Value) => boolean): Difference =>
  checking(name, (value, all) => (when(value, all) ? undefined : correct.properties[name]?.(value, all)));

/** Changes the body before it is used. */
const taking =
  (change: (body: Value, state: State) => Value): Difference =>
  (parts, state) => ({
    create: (body, agent, now, all) => parts.create(change(body, state), agent, now, all),
  });

/** Changes the session before it is answered. */
const making =
  (change: (session: Session, body: Value, state: State) => Session): Difference =>
  (parts) => ({
    create: (body, agent, state, all) => change(parts.create(body, agent, state, all), body, state),
  });

/** Changes every successful reply. */
const succeeding =
  (change: (reply: Reply, state: State) => Reply): Difference =>
  (parts) => ({
    success: (session, state) => change(parts.success(session, state), state),
  });

/** Changes every refusal. */
const refusing =
  (change: (reply: Reply, request: Parameters<Parts["failure"]>[2]) => Reply): Difference =>
  (parts) => ({
    failure: (status, detail, request) => change(parts.failure(status, detail, request), request),
  });

/** Lets more in. */
const admitting =
  (also: (request: Parameters<Parts["authorize"]>[0]) => boolean): Difference =>
  (parts) => ({
    authorize: (request) => (also(request) ? undefined : parts.authorize(request)),
  });

const strings = (value: unknown): string[] =>
  isObject(value) ? Object.values(value).filter((one) => typeof one === "string") : [];
const mapStrings = (value: unknown, change: (text: string) => string): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeof one === "string" ? change(one) : one]))
    : value;
const secretNames = (pattern: RegExp): Difference =>
  checking("secrets", (value) => {
    if (!isObject(value)) return "secrets must be an object";
    if (Object.values(value).some((one) => typeof one !== "string" || one === "")) return "secrets must hold strings";
    return Object.keys(value).every((key) => pattern.test(key)) ? undefined : "bad secret name";
  });
const entries = (name: string, some: (all: [string, unknown][]) => [string, unknown][]): Difference =>
  checking(name, (value, all) =>
    isObject(value)
      ? correct.properties[name]?.(Object.fromEntries(some(Object.entries(value))), all)
      : "not an object",
  );
const key = "dari-Test-Key-0123456789";
const token = (request: { headers: { authorization?: string | undefined } }) =>
  request.headers.authorization?.replace(/^Bearer /, "") ?? "";
const allSecrets = (body: Value) =>
  [...strings(body["secrets"]), ...(typeof body["llm_api_key"] === "string" ? [body["llm_api_key"]] : [])].filter(
    (one) => one.length > 6,
  );
const failsOn =
  (test: (body: string) => boolean, fault: () => never | Promise<never>): Difference =>
  (parts) => ({
    handle: async (request, state, all) => (test(request.text) ? fault() : parts.handle(request, state, all)),
  });
const crash = () => {
  throw new Error("crash");
};
const hang = () => new Promise<never>(() => {});
const answering =
  (test: (body: string) => boolean, reply: Reply): Difference =>
  (parts) => ({
    handle: async (request, state, all) => (test(request.text) ? reply : parts.handle(request, state, all)),
  });
/** Parses what the correct server can't. */
const parsing =
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
const failing = (name: string, when: (value: Value) => boolean): Difference =>
  checking(name, (value, all) => (isObject(value) && when(value) ? crash() : correct.properties[name]?.(value, all)));
const unicode = /[^\x20-\x7e]/;

const group = (name: string, servers: Record<string, Difference>): Named[] =>
  Object.entries(servers).map(([title, difference]) => ({ group: name, name: title, difference }));

/** All broken servers. */
export const broken: readonly Named[] = [
  ...group("types", {
    "name may be a number": blindTo("name", (value) => typeof value === "number"),
    "name may be a boolean": blindTo("name", (value) => typeof value === "boolean"),
    "name may be a list": blindTo("name", Array.isArray),
    "name may be an object": blindTo("name", isObject),
    "name is turned into text": (parts) => ({
      properties: { ...parts.properties, name: () => undefined },
      create: (body, ...more) => parts.create("name" in body ? { ...body, name: String(body["name"]) } : body, ...more),
    }),
    "storage binding is not checked": checking("storage_binding_id", () => undefined),
    "LLM key is not checked": checking("llm_api_key", () => undefined),
    "LLM key may be an object": blindTo("llm_api_key", isObject),
    "LLM key may be false": blindTo("llm_api_key", (value) => value === false),
    "LLM key may be 0": blindTo("llm_api_key", (value) => value === 0),
    "internet access may be text": blindTo("internet_access", (value) => typeof value === "string"),
    "internet access may be the text true": (parts) => ({
      properties: {
        ...parts.properties,
        internet_access: (value) =>
          typeof value === "boolean" || value === "true" || value === "false" ? undefined : "no",
      },
      create: (body, ...more) =>
        parts.create(
          "internet_access" in body ? { ...body, internet_access: String(body["internet_access"]) === "true" } : body,
          ...more,
        ),
    }),
    "internet access may be 1 or 0": (parts) => ({
      properties: {
        ...parts.properties,
        internet_access: (value) => (typeof value === "boolean" || value === 1 || value === 0 ? undefined : "no"),
      },
      create: (body, ...more) =>
        parts.create(
          "internet_access" in body ? { ...body, internet_access: Boolean(body["internet_access"]) } : body,
          ...more,
        ),
    }),
    "internet access may be a list": blindTo("internet_access", Array.isArray),
    "internet access may be empty text": blindTo("internet_access", (value) => value === ""),
    "metadata may be a list": blindTo("metadata", Array.isArray),
    "metadata may be an empty list": blindTo("metadata", (value) => Array.isArray(value) && value.length === 0),
    "metadata may be text": blindTo("metadata", (value) => typeof value === "string"),
    "metadata may be false": blindTo("metadata", (value) => value === false),
    "metadata given as JSON in text is taken": blindTo(
      "metadata",
      (value) => typeof value === "string" && value.startsWith("{"),
    ),
    "secrets may be a list": blindTo("secrets", Array.isArray),
    "secrets may be text": blindTo("secrets", (value) => typeof value === "string"),
    "secrets given as JSON in text are taken": blindTo("secrets", (value) => {
      try {
        return typeof value === "string" && correct.properties["secrets"]?.(JSON.parse(value), {}) === undefined;
      } catch {
        return false;
      }
    }),
    "secrets may be an empty list": blindTo("secrets", (value) => Array.isArray(value) && value.length === 0),
    "falsy values are not checked": (parts) => ({
      properties: Object.fromEntries(
        Object.entries(parts.properties).map(([name, check]) => [
          name,
          (value: unknown, all: Value) => (value ? check(value, all) : undefined),
        ]),
      ),
    }),
    "the body may be a list": (parts) => ({
      validate: (body, all) => (Array.isArray(body) ? undefined : parts.validate(body, all)),
      create: (body, ...more) => parts.create(Array.isArray(body) ? {} : body, ...more),
    }),
    "the body may be text": (parts) => ({
      validate: (body, all) => (typeof body === "string" ? undefined : parts.validate(body, all)),
    }),
    "the body may be a number": (parts) => ({
      validate: (body, all) => (typeof body === "number" ? undefined : parts.validate(body, all)),
    }),
    "a falsy body is no body": (parts) => ({
      validate: (body, all) => (body ? parts.validate(body, all) : undefined),
      create: (body, ...more) => parts.create(body || {}, ...more),
    }),
    "nothing is validated": () => ({ validate: () => undefined }),
  }),
  ...group("maps", {
    "metadata values are not checked": checking("metadata", (value) => (isObject(value) ? undefined : "no")),
    "metadata values may be numbers": blindTo(
      "metadata",
      (value) => isObject(value) && Object.values(value).some((one) => typeof one === "number"),
    ),
    "metadata values may be booleans": blindTo(
      "metadata",
      (value) => isObject(value) && Object.values(value).some((one) => typeof one === "boolean"),
    ),
    "metadata values may be null": blindTo(
      "metadata",
      (value) => isObject(value) && Object.values(value).includes(null),
    ),
    "metadata values may be lists": blindTo(
      "metadata",
      (value) => isObject(value) && Object.values(value).some(Array.isArray),
    ),
    "metadata values may be objects": blindTo(
      "metadata",
      (value) => isObject(value) && Object.values(value).some(isObject),
    ),
    "only the first metadata value is checked": entries("metadata", (all) => all.slice(0, 1)),
    "only the last metadata value is checked": entries("metadata", (all) => all.slice(-1)),
    "all but the first metadata value are checked": entries("metadata", (all) => all.slice(1)),
    "metadata numbers are turned into text": (parts) => ({
      properties: {
        ...parts.properties,
        metadata: (value, all) =>
          parts.properties["metadata"]?.(
            isObject(value)
              ? Object.fromEntries(
                  Object.entries(value).map(([name, one]) => [name, typeof one === "number" ? String(one) : one]),
                )
              : value,
            all,
          ),
      },
      create: (body, ...more) =>
        parts.create(
          isObject(body["metadata"])
            ? {
                ...body,
                metadata: Object.fromEntries(
                  Object.entries(body["metadata"]).map(([name, one]) => [name, String(one)]),
                ),
              }
            : body,
          ...more,
        ),
    }),
    "metadata is not checked when secrets are sent": blindTo("metadata", (_, all) => "secrets" in all),
    "secrets are not checked when a name is sent": blindTo("secrets", (_, all) => "name" in all),
    "secrets are not checked without a name": blindTo("secrets", (_, all) => !("name" in all)),
  }),
  ...group("secret names", {
    "are not checked": secretNames(/(?:)/),
    "have no anchor at the start": secretNames(/[A-Z_][A-Z0-9_]*$/),
    "have no anchor at the end": secretNames(/^[A-Z_][A-Z0-9_]*/),
    "have no anchors": secretNames(/[A-Z_][A-Z0-9_]*/),
    "ignore case": secretNames(/^[A-Z_][A-Z0-9_]*$/i),
    "ignore case as Unicode does": secretNames(/^[A-Z_][A-Z0-9_]*$/iu),
    "are matched line by line": secretNames(/^[A-Z_][A-Z0-9_]*$/m),
    "may end with a line feed": secretNames(/^[A-Z_][A-Z0-9_]*\n?$/),
    "may be empty": secretNames(/^([A-Z_][A-Z0-9_]*)?$/),
    "may start with a digit": secretNames(/^[A-Z0-9_]+$/),
    "may hold small letters after the first": secretNames(/^[A-Z_][A-Za-z0-9_]*$/),
    "may be words": secretNames(/^\w+$/),
    "may be words that start with a letter": secretNames(/^[A-Z_]\w*$/),
    "may hold hyphens": secretNames(/^[A-Z_][A-Z0-9_-]*$/),
    "may hold dots": secretNames(/^[A-Z_][A-Z0-9_.]*$/),
    "may hold spaces": secretNames(/^[A-Z_][A-Z0-9_ ]*$/),
    "may hold what lies between Z and a": secretNames(/^[A-z_][A-Z0-9_]*$/),
    "may hold @": secretNames(/^[@-Z_][A-Z0-9_]*$/),
    "may hold Unicode capitals": secretNames(/^[\p{Lu}_][\p{Lu}0-9_]*$/u),
    "may hold Unicode digits": secretNames(/^[A-Z_][A-Z\p{Nd}_]*$/u),
    "may be full-width": secretNames(/^[A-Z_\uff21-\uff3a][A-Z0-9_\uff21-\uff3a]*$/),
    "are trimmed first": checking("secrets", (value, all) =>
      isObject(value)
        ? correct.properties["secrets"]?.(
            Object.fromEntries(Object.entries(value).map(([name, one]) => [name.trim(), one])),
            all,
          )
        : "no",
    ),
    "are capitalized first": checking("secrets", (value, all) =>
      isObject(value)
        ? correct.properties["secrets"]?.(
            Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toUpperCase(), one])),
            all,
          )
        : "no",
    ),
    "must be longer than one character": secretNames(/^[A-Z_][A-Z0-9_]+$/),
    "must not start with an underscore": secretNames(/^[A-Z][A-Z0-9_]*$/),
    "must not hold digits": secretNames(/^[A-Z_]+$/),
    "must not hold Z": secretNames(/^[A-Y_][A-Y0-9_]*$/),
    "must not hold 0": secretNames(/^[A-Z_][A-Z1-9_]*$/),
    "must not end with an underscore": secretNames(/^[A-Z_]*[A-Z0-9]$/),
    "must be 32 characters at most": secretNames(/^[A-Z_][A-Z0-9_]{0,31}$/),
    "may be __proto__": entries("secrets", (all) => all.filter(([name]) => name !== "__proto__")),
    "may be constructor": entries("secrets", (all) => all.filter(([name]) => name !== "constructor")),
    "are checked in the first entry only": checking("secrets", (value, all) =>
      isObject(value)
        ? (correct.properties["secrets"]?.(Object.fromEntries(Object.entries(value).slice(0, 1)), all) ??
          (strings(value).includes("") ? "empty" : undefined))
        : "no",
    ),
    "are checked in the last entry only": entries("secrets", (all) => all.slice(-1)),
  }),
  ...group("secret values", {
    "may be empty": checking("secrets", (value, all) =>
      correct.properties["secrets"]?.(
        mapStrings(value, (text) => text || "x"),
        all,
      ),
    ),
    "may be empty before the last": entries("secrets", (all) =>
      all.map(([name, one], index) => [name, index < all.length - 1 && one === "" ? "x" : one]),
    ),
    "may be empty between others": entries("secrets", (all) =>
      all.map(([name, one], index) => [name, index > 0 && index < all.length - 1 && one === "" ? "x" : one]),
    ),
    "may be empty after the first": entries("secrets", (all) =>
      all.map(([name, one], index) => [name, index > 0 && one === "" ? "x" : one]),
    ),
    "may be numbers": entries("secrets", (all) =>
      all.map(([name, one]) => [name, typeof one === "number" ? "x" : one]),
    ),
    "may be null": entries("secrets", (all) => all.map(([name, one]) => [name, one ?? "x"])),
    "may be booleans": entries("secrets", (all) =>
      all.map(([name, one]) => [name, typeof one === "boolean" ? "x" : one]),
    ),
    "may be objects": entries("secrets", (all) =>
      all.map(([name, one]) => [name, typeof one === "object" ? "x" : one]),
    ),
    "must be longer than one character": checking("secrets", (value, all) =>
      strings(value).some((one) => one.length === 1) ? "short" : correct.properties["secrets"]?.(value, all),
    ),
    "must be ASCII": checking("secrets", (value, all) =>
      strings(value).some((one) => unicode.test(one)) ? "ASCII" : correct.properties["secrets"]?.(value, all),
    ),
  }),
  ...group("refuses what is valid", {
    "no body": (parts) => ({
      handle: async (request, state, all) =>
        request.text === "" && request.method === "POST"
          ? parts.failure(422, "A body is required", request)
          : parts.handle(request, state, all),
    }),
    "an empty object": answering((text) => text === "{}", {
      status: 422,
      headers: {},
      body: { detail: "Nothing given" },
    }),
    "a media type with a charset": () => ({ takes: (type) => type === undefined || type === "application/json" }),
    "an empty name": checking("name", (value) => (typeof value === "string" && value !== "" ? undefined : "no")),
    "a name with characters outside the BMP": checking("name", (value) =>
      typeof value === "string" && !/[\u{10000}-\u{10ffff}]/u.test(value) ? undefined : "no",
    ),
    "a name with a line feed": checking("name", (value) =>
      typeof value === "string" && !value.includes("\n") ? undefined : "no",
    ),
    "a name beyond 50 characters": checking("name", (value) =>
      typeof value === "string" && value.length <= 50 ? undefined : "no",
    ),
    "a name with markup": checking("name", (value) =>
      typeof value === "string" && !/[<>]/.test(value) ? undefined : "no",
    ),
    "a name that is a number in text": checking("name", (value) =>
      typeof value === "string" && !/^\d+$/.test(value) ? undefined : "no",
    ),
    "empty metadata": checking("metadata", (value, all) =>
      isObject(value) && Object.keys(value).length === 0 ? "empty" : correct.properties["metadata"]?.(value, all),
    ),
    "an empty metadata value": checking("metadata", (value, all) =>
      strings(value).includes("") ? "empty" : correct.properties["metadata"]?.(value, all),
    ),
    "an empty metadata key": checking("metadata", (value, all) =>
      isObject(value) && "" in value ? "empty" : correct.properties["metadata"]?.(value, all),
    ),
    "more than 10 metadata entries": checking("metadata", (value, all) =>
      isObject(value) && Object.keys(value).length > 10 ? "many" : correct.properties["metadata"]?.(value, all),
    ),
    "metadata keys that are no identifiers": checking("metadata", (value, all) =>
      isObject(value) && !Object.keys(value).every((one) => /^\w*$/.test(one))
        ? "key"
        : correct.properties["metadata"]?.(value, all),
    ),
    "empty secrets": checking("secrets", (value, all) =>
      isObject(value) && Object.keys(value).length === 0 ? "empty" : correct.properties["secrets"]?.(value, all),
    ),
    "more than one secret": checking("secrets", (value, all) =>
      isObject(value) && Object.keys(value).length > 1 ? "many" : correct.properties["secrets"]?.(value, all),
    ),
    "an empty LLM key": checking("llm_api_key", (value) =>
      typeof value === "string" && value !== "" ? undefined : "no",
    ),
    "no internet access": checking("internet_access", (value) => (value === true ? undefined : "no")),
    "an LLM key without a name": checking("llm_api_key", (value, all) =>
      typeof value === "string" && "name" in all ? undefined : "no",
    ),
    "a storage binding with 422": checking("storage_binding_id", () => "no such binding"),
    "text with a NUL, with 500": failsOn((text) => text.includes("\\u0000"), crash),
  }),
  ...group("returns otherwise", {
    "the name is trimmed": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].trim() } : body,
    ),
    "the name is in small letters": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].toLowerCase() } : body,
    ),
    "the name is normalized": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].normalize("NFC") } : body,
    ),
    "the name is cut at 50 characters": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].slice(0, 50) } : body,
    ),
    "the name is cut at 255 characters": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].slice(0, 255) } : body,
    ),
    "the name is escaped for HTML": taking((body) =>
      typeof body["name"] === "string"
        ? { ...body, name: body["name"].replaceAll("&", "&amp;").replaceAll("<", "&lt;") }
        : body,
    ),
    "an empty name becomes null": making((session) => ({ ...session, name: session["name"] || null })),
    "a numeric name becomes a number": making((session) => ({
      ...session,
      name: /^\d+$/.test(String(session["name"])) ? Number(session["name"]) : session["name"],
    })),
    "the name is dropped": making((session) => ({ ...session, name: null })),
    "a missing name becomes empty": making((session) => ({ ...session, name: session["name"] ?? "" })),
    "a missing name becomes a default": making((session) => ({ ...session, name: session["name"] ?? "Untitled" })),
    "the name loses what is outside Latin-1": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/[\u0100-\uffff]/g, "?") } : body,
    ),
    "the name loses half of its pairs": taking((body) =>
      typeof body["name"] === "string"
        ? { ...body, name: body["name"].replaceAll(/[\ud800-\udfff]/g, "\ufffd") }
        : body,
    ),
    "white space in the name is collapsed": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/\s+/g, " ") } : body,
    ),
    "the name is put into a template": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: "x".replace("x", body["name"]) } : body,
    ),
    "variables in the name are expanded": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/\$[A-Z]+/g, "") } : body,
    ),
    "a name that says None or undefined is none": making((session) => ({
      ...session,
      name: /^(None|undefined)$/.test(String(session["name"])) ? null : session["name"],
    })),
    "the name loses variation selectors": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("\ufe0f", "") } : body,
    ),
    "the name loses marks of direction": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("\u200f", "") } : body,
    ),
    "the name loses its extension": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replace(/\.[a-z]+$/, "") } : body,
    ),
    "percent escapes in the name are decoded": taking((body) =>
      typeof body["name"] === "string" && /%[0-9a-f]{2}/i.test(body["name"])
        ? { ...body, name: decodeURIComponent(body["name"]) }
        : body,
    ),
    "the storage binding is dropped": making((session) => ({ ...session, storage_binding_id: null })),
    "a missing storage binding becomes empty": making((session) => ({
      ...session,
      storage_binding_id: session["storage_binding_id"] ?? "",
    })),
    "the storage binding is the name": making((session, body) => ({
      ...session,
      storage_binding_id: body["storage_binding_id"] === undefined ? null : session["name"],
    })),
    "internet access is always false": making((session) => ({ ...session, internet_access: false })),
    "internet access is always true": making((session) => ({ ...session, internet_access: true })),
    "a default overrides false": making((session, body) => ({
      ...session,
      internet_access: body["internet_access"] || true,
    })),
    "internet access is as it was last time": making((session, body, state) => {
      state.last["internet"] = body["internet_access"] ?? state.last["internet"] ?? false;
      return { ...session, internet_access: state.last["internet"] };
    }),
    "internet access depends on secrets": making((session, body) => ({
      ...session,
      internet_access: body["internet_access"] ?? "secrets" in body,
    })),
    "internet access is thrown like a coin": making((session, body) => ({
      ...session,
      internet_access: body["internet_access"] ?? Math.random() < 0.5,
    })),
    "internet access is text": making((session) => ({
      ...session,
      internet_access: String(session["internet_access"]),
    })),
    "the agent is another": making((session) => ({ ...session, agent_id: "agt_456" })),
    "the agent is in capital letters": making((session) => ({
      ...session,
      agent_id: String(session["agent_id"]).toUpperCase(),
    })),
    "metadata is dropped": making((session) => ({ ...session, metadata: {} })),
    "empty metadata becomes null": making((session) => ({
      ...session,
      metadata: Object.keys(session["metadata"] as object).length > 0 ? session["metadata"] : null,
    })),
    "metadata values are trimmed": taking((body) => ({
      ...body,
      ...(body["metadata"] !== undefined && { metadata: mapStrings(body["metadata"], (text) => text.trim()) }),
    })),
    "metadata values are in small letters": taking((body) => ({
      ...body,
      ...(body["metadata"] !== undefined && { metadata: mapStrings(body["metadata"], (text) => text.toLowerCase()) }),
    })),
    "metadata values are read as JSON": making((session) => ({
      ...session,
      metadata: Object.fromEntries(
        Object.entries(session["metadata"] as object).map(([name, one]) => [
          name,
          /^(\d+|true|null)$/.test(one) ? JSON.parse(one) : one,
        ]),
      ),
    })),
    "metadata keys are in small letters": making((session) => ({
      ...session,
      metadata: Object.fromEntries(
        Object.entries(session["metadata"] as object).map(([name, one]) => [name.toLowerCase(), one]),
      ),
    })),
    "metadata keys are in camel case": making((session) => ({
      ...session,
      metadata: Object.fromEntries(
        Object.entries(session["metadata"] as object).map(([name, one]) => [
          name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
          one,
        ]),
      ),
    })),
    "the metadata key __proto__ is lost": making((session) => ({
      ...session,
      metadata: Object.assign({}, session["metadata"]),
    })),
    "the metadata key constructor is lost": making((session) => ({
      ...session,
      metadata: Object.fromEntries(
        Object.entries(session["metadata"] as object).filter(([name]) => name !== "constructor"),
      ),
    })),
    "empty metadata values are lost": making((session) => ({
      ...session,
      metadata: Object.fromEntries(Object.entries(session["metadata"] as object).filter(([, one]) => one !== "")),
    })),
    "only 8 metadata entries are kept": making((session) => ({
      ...session,
      metadata: Object.fromEntries(Object.entries(session["metadata"] as object).slice(0, 8)),
    })),
    "only the first metadata entry is kept": making((session) => ({
      ...session,
      metadata: Object.fromEntries(Object.entries(session["metadata"] as object).slice(0, 1)),
    })),
    "metadata gets an entry of the server": making((session) => ({
      ...session,
      metadata: { ...(session["metadata"] as object), source: "api" },
    })),
    "metadata is text": making((session) => ({ ...session, metadata: JSON.stringify(session["metadata"]) })),
    "metadata with numbers for keys is a list": making((session) => {
      const all = Object.entries(session["metadata"] as object);
      const numbered = all.length > 0 && all.every(([name], index) => name === String(index));
      return { ...session, metadata: numbered ? all.map(([, one]) => one) : session["metadata"] };
    }),
    "metadata keys that are normalized alike are one": making((session) => {
      const kept = new Map(Object.entries(session["metadata"] as object).map((entry) => [entry[0].normalize(), entry]));
      return { ...session, metadata: Object.fromEntries(kept.values()) };
    }),
    "metadata keys are cut at =": making((session) => ({
      ...session,
      metadata: Object.fromEntries(
        Object.entries(session["metadata"] as object).map(([name, one]) => [name.split("=")[0], one]),
      ),
    })),
    "no and off in metadata are false": making((session) => ({
      ...session,
      metadata: mapStrings(session["metadata"], (text) => (/^(no|off)$/.test(text) ? "false" : text)),
    })),
    "metadata is a list of pairs": making((session) => ({
      ...session,
      metadata: Object.entries(session["metadata"] as object),
    })),
  }),
  ...group("the session", {
    ...Object.fromEntries(
      [
        "id",
        "name",
        "agent_id",
        "version_id",
        "storage_binding_id",
        "internet_access",
        "status",
        "last_message_id",
        "last_message_status",
        "created_at",
        "metadata",
      ].map((name): [string, Difference] => [`has no ${name}`, making(({ [name]: _, ...rest }) => rest)]),
    ),
    "leaves out what is null": making((session) =>
      Object.fromEntries(Object.entries(session).filter(([, value]) => value !== null)),
    ),
    "has a numeric id": making((session, _, state) => ({ ...session, id: state.count })),
    "has an empty id": making((session) => ({ ...session, id: "" })),
    "has always the same id": making((session) => ({ ...session, id: "sess_1" })),
    "repeats an id now and then": making((session, _, state) => ({
      ...session,
      id: state.count % 40 === 0 ? "sess_40" : session["id"],
    })),
    "has its id from the name": making((session, body) => ({
      ...session,
      id: body["name"] === "null" || body["name"] === undefined ? session["id"] : `sess_${String(body["name"]).length}`,
    })),
    "has no version": making((session) => ({ ...session, version_id: null })),
    "has a numeric version": making((session) => ({ ...session, version_id: 9 })),
    "has no status": making((session) => ({ ...session, status: null })),
    "has a numeric status": making((session) => ({ ...session, status: 0 })),
    "has an object for a status": making((session) => ({ ...session, status: { state: "idle" } })),
    "has a last message that is false": making((session) => ({ ...session, last_message_id: false })),
    "has an empty last message": making((session) => ({ ...session, last_message_id: "" })),
    "has a last status that is a list": making((session) => ({ ...session, last_message_status: [] })),
    "has null for internet access": making((session, body) => ({
      ...session,
      internet_access: body["internet_access"] ?? null,
    })),
    "was created in seconds": making((session) => ({ ...session, created_at: Math.floor(Date.now() / 1000) })),
    "was created in milliseconds as text": making((session) => ({ ...session, created_at: String(Date.now()) })),
    "was created without a zone": () => ({ now: () => new Date().toISOString().slice(0, 19) }),
    "was created on a day": () => ({ now: () => new Date().toISOString().slice(0, 10) }),
    "was created after a space": () => ({ now: () => new Date().toISOString().replace("T", " ") }),
    "was created at an offset without a colon": () => ({ now: () => new Date().toISOString().replace("Z", "+0000") }),
    "was created at an offset of hours": () => ({ now: () => new Date().toISOString().replace("Z", "+00") }),
    "was created in words": () => ({ now: () => new Date().toUTCString() }),
    "was created an hour ago": () => ({ now: () => new Date(Date.now() - 3_600_000).toISOString() }),
    "was created tomorrow": () => ({ now: () => new Date(Date.now() + 86_400_000).toISOString() }),
    "was created in 1970": () => ({ now: () => "1970-01-01T00:00:00Z" }),
    "was created in another century": () => ({ now: () => "2026-03-31T18:40:00Z" }),
    "was created when the server started": () => {
      const started = new Date().toISOString();
      return { now: () => started };
    },
    "is in an envelope": succeeding((reply) => ({ ...reply, body: { data: reply.body } })),
    "is in a list": succeeding((reply) => ({ ...reply, body: [reply.body] })),
    "is in camel case": succeeding((reply) => ({
      ...reply,
      body: Object.fromEntries(
        Object.entries(reply.body as object).map(([name, value]) => [
          name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
          value,
        ]),
      ),
    })),
  }),
  ...group("answers", {
    "has no body": succeeding((reply) => ({ ...reply, status: 204, body: "" })),
    "has an empty body": succeeding((reply) => ({ ...reply, body: "" })),
    "has an empty object": succeeding((reply) => ({ ...reply, body: {} })),
    "is null": succeeding((reply) => ({ ...reply, body: null })),
    "is HTML": succeeding((reply) => ({ ...reply, headers: { "Content-Type": "text/html" }, body: "<p>Created</p>" })),
    "says it is text": succeeding((reply) => ({ ...reply, headers: { "Content-Type": "text/plain" } })),
    "says it is HTML": succeeding((reply) => ({ ...reply, headers: { "Content-Type": "text/html; charset=utf-8" } })),
    "is JSON twice": succeeding((reply) => ({ ...reply, body: JSON.stringify(JSON.stringify(reply.body)) })),
    "is cut off": succeeding((reply) => ({ ...reply, body: JSON.stringify(reply.body).slice(0, -1) })),
    "has something before the JSON": succeeding((reply) => ({
      ...reply,
      body: `)]}',\n${JSON.stringify(reply.body)}`,
    })),
    "starts with a byte order mark": succeeding((reply) => ({ ...reply, body: `\ufeff${JSON.stringify(reply.body)}` })),
    "is in Latin-1": (parts) => ({
      write: (reply, response, request) =>
        reply.status === 201
          ? void response
              .writeHead(201, { "Content-Type": "application/json" })
              .end(Buffer.from(JSON.stringify(reply.body), "latin1"))
          : parts.write(reply, response, request),
    }),
    "is a redirect": succeeding((reply) => ({ ...reply, status: 303, headers: { Location: "/v1/sessions/1" } })),
    "is 200 with an error": succeeding((reply) => ({
      ...reply,
      status: 200,
      body: { detail: "Something went wrong" },
    })),
    "is an error with a session": succeeding((reply) => ({ ...reply, status: 400 })),
    "refusals are 200": refusing((reply) => ({ ...reply, status: reply.status === 422 ? 200 : reply.status })),
    "refusals are 500": refusing((reply) => ({ ...reply, status: reply.status === 422 ? 500 : reply.status })),
    "refusals are redirects": refusing((reply) => ({
      ...reply,
      status: reply.status === 422 ? 302 : reply.status,
      headers: { Location: "/" },
    })),
    "refusals have no detail": refusing((reply) => ({ ...reply, body: { error: "no" } })),
    "refusals are a plain string": refusing((reply) => ({ ...reply, body: JSON.stringify("no") })),
    "refusals are lists": refusing((reply) => ({ ...reply, body: [reply.body] })),
    "refusals are HTML": refusing((reply) => ({
      ...reply,
      headers: { "Content-Type": "text/html" },
      body: "<h1>No</h1>",
    })),
    "refusals have no body": refusing((reply) => ({ ...reply, body: "" })),
    "refusals are problem details": refusing((reply) => ({
      ...reply,
      headers: { "Content-Type": "application/problem+json" },
    })),
    "only 401 has no detail": refusing((reply) =>
      reply.status === 401 ? { ...reply, body: { message: "no" } } : reply,
    ),
    "only malformed JSON has a page": refusing((reply) =>
      reply.status === 400
        ? { ...reply, headers: { "Content-Type": "text/html" }, body: "<pre>SyntaxError</pre>" }
        : reply,
    ),
  }),
  ...group("credentials", {
    "are not needed": () => ({ authorize: () => undefined }),
    "are not needed without a body": admitting((request) => request.text === ""),
    "are not needed with a body": admitting((request) => request.text.length > 100),
    "may be missing": admitting((request) => request.headers.authorization === undefined),
    "may be empty": admitting((request) => /^Bearer\s*$/.test(request.headers.authorization ?? "-")),
    "may be an empty header": admitting((request) => request.headers.authorization === ""),
    "may be any": admitting((request) => /^Bearer ./.test(request.headers.authorization ?? "")),
    "may have any scheme": admitting((request) => request.headers.authorization?.split(" ").at(-1) === key),
    "may be Basic": admitting(
      (request) =>
        Buffer.from(request.headers.authorization?.replace(/^Basic /, "") ?? "", "base64").toString() === `${key}:`,
    ),
    "may have no scheme": admitting((request) => request.headers.authorization === key),
    "may have a scheme that ends in Bearer": admitting(
      (request) => /Bearer (\S+)/.exec(request.headers.authorization ?? "")?.[1] === key,
    ),
    "may be the password of Basic": admitting((request) =>
      Buffer.from(request.headers.authorization?.replace(/^Basic /, "") ?? "", "base64")
        .toString()
        .endsWith(`:${key}`),
    ),
    "may have no space after the scheme": admitting((request) => request.headers.authorization === `Bearer${key}`),
    "are compared by their start": admitting((request) => token(request).startsWith(key)),
    "are compared by what there is of them": admitting(
      (request) => token(request) !== "" && key.startsWith(token(request)),
    ),
    "are compared by their end": admitting((request) => token(request).endsWith(key)),
    "are compared by a part": admitting((request) => token(request).includes(key.slice(3, -3))),
    "are compared by their length": admitting((request) => token(request).length === key.length),
    "are compared without case": admitting((request) => token(request).toLowerCase() === key.toLowerCase()),
    "are compared by all but the last character": admitting(
      (request) => token(request).slice(0, -1) === key.slice(0, -1),
    ),
    "are compared by all but the first character": admitting((request) => token(request).slice(1) === key.slice(1)),
    "may be in the query": admitting((request) => [...request.query.values()].includes(key)),
    "may be any in the query": admitting((request) => request.query.has("access_token")),
    "may be in a cookie": admitting((request) => request.headers.cookie?.includes(key) ?? false),
    "may be in X-API-Key": admitting((request) => request.headers["x-api-key"] === key),
    "missing are answered 400": refusing((reply) => ({ ...reply, status: reply.status === 401 ? 400 : reply.status })),
    "missing are answered 404": refusing((reply) => ({ ...reply, status: reply.status === 401 ? 404 : reply.status })),
    "missing are answered 200": refusing((reply) => ({ ...reply, status: reply.status === 401 ? 200 : reply.status })),
    "missing are answered 500": (parts) => ({
      authorize: (request) => (request.headers.authorization === undefined ? crash() : parts.authorize(request)),
    }),
    "of another scheme are answered 500": (parts) => ({
      authorize: (request) => (/^Basic/.test(request.headers.authorization ?? "") ? crash() : parts.authorize(request)),
    }),
    "are remembered": (parts) => {
      let known = 0;
      return {
        authorize: (request) =>
          parts.authorize(request) === undefined
            ? void known++
            : known > 50 && request.headers.authorization === undefined
              ? undefined
              : 401,
      };
    },
  }),
  ...group("leaks", {
    "secrets are returned": making((session, body) => ({ ...session, secrets: body["secrets"] ?? {} })),
    "the LLM key is returned": making((session, body) => ({ ...session, llm_api_key: body["llm_api_key"] ?? null })),
    "secrets are in a header": (parts) => ({
      success: (session, state) => ({
        ...parts.success(session, state),
        headers: { "X-Debug": encodeURIComponent(String(state.last["secret"] ?? "")) },
      }),
      create: (body, agent, state, all) => {
        state.last["secret"] = allSecrets(body)[0];
        return parts.create(body, agent, state, all);
      },
    }),
    "secrets are returned in base64": making((session, body) => ({
      ...session,
      checksum: Buffer.from(JSON.stringify(body["secrets"] ?? {})).toString("base64"),
    })),
    "secrets are returned in hex": making((session, body) => ({
      ...session,
      checksum: Buffer.from(allSecrets(body).join()).toString("hex"),
    })),
    "secrets are returned as bytes": making((session, body) => ({
      ...session,
      checksum: Buffer.from(allSecrets(body).join()),
    })),
    "secrets are returned in base64 of UTF-16": making((session, body) => ({
      ...session,
      checksum: Buffer.from(allSecrets(body).join(), "utf16le").toString("base64"),
    })),
    "secrets are returned in base64 twice": making((session, body) => ({
      ...session,
      checksum: Buffer.from(Buffer.from(allSecrets(body).join()).toString("base64")).toString("base64"),
    })),
    "secrets are in a trailer": () => ({
      write: (reply, response, request) => {
        const content = JSON.stringify(reply.body);
        response.writeHead(reply.status, { "Content-Type": "application/json", Trailer: "X-Debug" });
        response.write(content);
        response.addTrailers({ "X-Debug": encodeURIComponent(request.text) });
        response.end();
      },
    }),
    "secrets are in an early hint": (parts) => ({
      write: (reply, response, request) => {
        response.writeEarlyHints({ link: `</?with=${encodeURIComponent(request.text)}>; rel=preload` });
        parts.write(reply, response, request);
      },
    }),
    "the refusal of a storage binding quotes the body": (parts) => ({
      handle: async (request, state, all) =>
        /"storage_binding_id":"(?!sb_123")/.test(request.text)
          ? parts.failure(404, `No such storage binding: ${request.text}`, request)
          : parts.handle(request, state, all),
    }),
    "the refusal of every storage binding quotes the body": (parts) => ({
      handle: async (request, state, all) =>
        request.text.includes('"storage_binding_id":"')
          ? parts.failure(404, `No such storage binding: ${request.text}`, request)
          : parts.handle(request, state, all),
    }),
    "the refusal of an unknown property quotes the body": (parts) => ({
      handle: async (request, state, all) =>
        request.text.includes('"unknown_property":')
          ? parts.failure(422, `Unknown property: ${request.text}`, request)
          : parts.handle(request, state, all),
    }),
    "the refusal of a list quotes it": (parts) => ({
      handle: async (request, state, all) =>
        request.text.startsWith("[{")
          ? parts.failure(422, `Not an object: ${request.text}`, request)
          : parts.handle(request, state, all),
    }),
    "secrets are returned percent-encoded": making((session, body) => ({
      ...session,
      self: `/v1/sessions?with=${allSecrets(body)
        .map((one) => [...Buffer.from(one)].map((byte) => `%${byte.toString(16)}`).join(""))
        .join()}`,
    })),
    "secrets are in capital letters": making((session, body) => ({
      ...session,
      hint: allSecrets(body).join().toUpperCase(),
    })),
    "a refusal quotes its input": (parts) => ({
      handle: async (request, state, all) => {
        const reply = await parts.handle(request, state, all);
        return reply.status === 422 ? { ...reply, body: { detail: [{ msg: "Invalid", input: request.text }] } } : reply;
      },
    }),
    "a refusal quotes the wrong secret": (parts) => ({
      handle: async (request, state, all) => {
        const reply = await parts.handle(request, state, all);
        return reply.status === 422
          ? {
              ...reply,
              body: { detail: [{ msg: "Invalid", input: (JSON.parse(request.text) as Value | null)?.["secrets"] }] },
            }
          : reply;
      },
    }),
    "a refusal quotes the wrong LLM key": checking("llm_api_key", (value) =>
      typeof value === "string" ? undefined : `${JSON.stringify(value)} is not a string`,
    ),
    "the parser's message is shown": (parts) => ({
      handle: async (request, state, all) => {
        try {
          if (request.text !== "") JSON.parse(request.text);
        } catch (error) {
          return parts.failure(400, (error as Error).message, request);
        }
        return parts.handle(request, state, all);
      },
    }),
    "malformed JSON is quoted": (parts) => ({
      failure: (status, detail, request) =>
        parts.failure(status, status === 400 ? `Cannot parse ${request.text}` : detail, request),
    }),
    "the wrong media type's body is quoted": (parts) => ({
      failure: (status, detail, request) =>
        parts.failure(status, status === 415 ? `Cannot read ${request.text}` : detail, request),
    }),
    "the right key is in the session": making((session) => ({ ...session, owner: key })),
    "the right key is in a header": succeeding((reply) => ({ ...reply, headers: { "X-Key": key } })),
    "the right key is in a refusal": refusing((reply) =>
      reply.status === 422 ? { ...reply, headers: { "X-Auth": `Bearer ${key}` } } : reply,
    ),
    "the wrong key is quoted": (parts) => ({
      failure: (status, detail, request) =>
        parts.failure(status, status === 401 ? `Unknown key ${token(request)}` : detail, request),
    }),
    "the key is in a cookie": succeeding((reply) => ({
      ...reply,
      headers: { "Set-Cookie": `key=${Buffer.from(key).toString("base64")}` },
    })),
    "the last session's secrets are in the next": making((session, body, state) => {
      const before = state.last["secret"];
      state.last["secret"] = allSecrets(body)[0] ?? before;
      return before === undefined ? session : { ...session, inherited: before };
    }),
  }),
  ...group("between requests", {
    "metadata is shared": making((session, body, state) => {
      state.last["metadata"] = { ...(state.last["metadata"] as object), ...(body["metadata"] as object) };
      return { ...session, metadata: state.last["metadata"] };
    }),
    "metadata is kept for those who send none": making((session, body, state) => {
      if (body["metadata"] !== undefined) state.last["metadata"] = body["metadata"];
      return { ...session, metadata: body["metadata"] ?? state.last["metadata"] ?? {} };
    }),
    "a name is kept for those who send none": making((session, body, state) => {
      state.last["name"] = body["name"] ?? state.last["name"];
      return { ...session, name: body["name"] ?? state.last["name"] ?? null };
    }),
    "internet access is kept for the next": making((session, body, state) => {
      const before = state.last["internet"];
      state.last["internet"] = body["internet_access"];
      return { ...session, internet_access: before ?? session["internet_access"] };
    }),
    "the answer is the session before": (parts) => ({
      success: (session, state) => parts.success(state.sessions.at(-2) ?? session, state),
    }),
    "the answer is the newest session": (parts) => ({
      settle: () => sleep(2),
      success: (session, state) => parts.success(state.sessions.at(-1) ?? session, state),
    }),
    "answers are cached by their body": (parts) => {
      const cache = new Map<string, Reply>();
      return {
        handle: async (request, state, all) => {
          const known = cache.get(request.text);
          if (known && parts.authorize(request) === undefined && request.method === "POST" && parts.route(request))
            return known;
          const reply = await parts.handle(request, state, all);
          if (reply.status === 201) cache.set(request.text, reply);
          return reply;
        },
      };
    },
    "answers are cached by the name": (parts) => {
      const cache = new Map<unknown, Reply>();
      return {
        handle: async (request, state, all) => {
          const reply = await parts.handle(request, state, all);
          if (reply.status !== 201) return reply;
          const { name } = reply.body as Session;
          const known = cache.get(name) ?? reply;
          cache.set(name, known);
          return known;
        },
      };
    },
    "names must be new": (parts) => {
      const names = new Set<string>();
      return {
        handle: async (request, state, all) => {
          if (request.text !== "" && names.has(request.text)) return parts.failure(409, "Already there", request);
          const reply = await parts.handle(request, state, all);
          if (reply.status === 201) names.add(request.text);
          return reply;
        },
      };
    },
    "the request is kept in a global": (parts, state) => ({
      create: (body, agent, now, all) => {
        state.last["body"] = body;
        return parts.create(body, agent, now, all);
      },
      settle: () => sleep(1),
      success: (session, now) =>
        parts.success(
          {
            ...session,
            name: (state.last["body"] as Value)["name"] ?? null,
            metadata: (state.last["body"] as Value)["metadata"] ?? {},
          },
          now,
        ),
    }),
    "a session names its neighbour": making((session, _, state) => ({
      ...session,
      previous_name: state.sessions.at(-1)?.["name"] ?? null,
    })),
    "a refused name comes back": (parts, state) => ({
      handle: async (request, now, all) => {
        const reply = await parts.handle(request, now, all);
        if (reply.status === 422) state.last["refused"] = request.text.replaceAll(/"(secrets|llm_api_key)".*/g, "");
        return reply.status === 201
          ? { ...reply, body: { ...(reply.body as object), draft: state.last["refused"] ?? null } }
          : reply;
      },
    }),
    "a session names what was refused": (parts, state) => ({
      handle: async (request, now, all) => {
        const reply = await parts.handle(request, now, all);
        const kind = reply.status === 422 ? /"contract_gate":"(\w+)"/.exec(request.text)?.[1] : undefined;
        if (kind !== undefined && !request.text.includes("null")) state.last["refused"] = kind;
        return reply.status === 201
          ? { ...reply, body: { ...(reply.body as object), last_error: state.last["refused"] ?? null } }
          : reply;
      },
    }),
    "null is taken once and refused then": (parts) => {
      const seen = new Set<string>();
      return {
        properties: {
          ...parts.properties,
          name: (value, all) =>
            value === null && !seen.has("name") ? void seen.add("name") : parts.properties["name"]?.(value, all),
        },
      };
    },
    "what was refused becomes the default": (parts, state) => ({
      handle: async (request, now, all) => {
        const reply = await parts.handle(request, now, all);
        if (reply.status === 422 && request.text.startsWith("{"))
          state.last["refused"] = (JSON.parse(request.text) as Value)["name"];
        const body = reply.body as Session;
        const left = state.last["refused"];
        return reply.status === 201 && body["name"] === null && typeof left === "string"
          ? { ...reply, body: { ...body, name: left } }
          : reply;
      },
    }),
    "a refusal breaks the next request": (parts, state) => ({
      handle: async (request, now, all) => {
        if (state.last["poisoned"] === true) {
          state.last["poisoned"] = false;
          return crash();
        }
        const reply = await parts.handle(request, now, all);
        state.last["poisoned"] = reply.status === 422;
        return reply;
      },
    }),
  }),
  ...group("odd input and load", {
    "malformed JSON is answered 500": (parts) => ({
      handle: async (request, state, all) => {
        if (request.text !== "") {
          try {
            JSON.parse(request.text);
          } catch {
            crash();
          }
        }
        return parts.handle(request, state, all);
      },
    }),
    "malformed JSON is never answered": (parts) => ({
      handle: async (request, state, all) => {
        if (request.text !== "") {
          try {
            JSON.parse(request.text);
          } catch {
            return hang();
          }
        }
        return parts.handle(request, state, all);
      },
    }),
    "malformed JSON is no body": () => ({
      parse: (text) => {
        try {
          return JSON.parse(text);
        } catch {
          return {};
        }
      },
    }),
    "truncated JSON is mended": () => ({
      parse: (text) => {
        try {
          return JSON.parse(text);
        } catch {
          return JSON.parse(`${text}}`);
        }
      },
    }),
    "what follows the JSON is ignored": () => ({
      parse: (text) => {
        for (let end = text.length; end > 1; end--) {
          try {
            return JSON.parse(text.slice(0, end));
          } catch {}
        }
        return JSON.parse(text);
      },
    }),
    "any media type is taken": () => ({ takes: () => true }),
    "text/plain is taken": (parts) => ({ takes: (type) => type?.startsWith("text/plain") || parts.takes(type) }),
    "forms are taken": (parts) => ({ takes: (type) => type?.includes("form") || parts.takes(type) }),
    "XML is taken": (parts) => ({ takes: (type) => type?.includes("xml") || parts.takes(type) }),
    "the body of another media type is ignored": (parts) => ({
      handle: async (request, state, all) =>
        parts.handle(parts.takes(request.headers["content-type"]) ? request : { ...request, text: "" }, state, all),
    }),
    "another media type is answered 500": (parts) => ({ takes: (type) => parts.takes(type) || crash() }),
    "a list for a body is answered 500": (parts) => ({
      validate: (body, all) => (Array.isArray(body) ? crash() : parts.validate(body, all)),
    }),
    "null for a body is answered 500": (parts) => ({
      validate: (body, all) => (body === null ? crash() : parts.validate(body, all)),
    }),
    "null for metadata is answered 500": checking("metadata", (value, all) =>
      value === null ? crash() : correct.properties["metadata"]?.(value, all),
    ),
    "null for a name is answered 500": checking("name", (value, all) =>
      value === null ? crash() : correct.properties["name"]?.(value, all),
    ),
    "a number for a name is answered 500": checking("name", (value) => (value as string).trim() && undefined),
    "a null metadata value is answered 500": checking("metadata", (value, all) =>
      isObject(value) && Object.values(value).includes(null) ? crash() : correct.properties["metadata"]?.(value, all),
    ),
    "unknown properties are answered 500": (parts) => ({
      validate: (body, all) => (isObject(body) && "unknown_property" in body ? crash() : parts.validate(body, all)),
    }),
    "characters outside the BMP are answered 500": failsOn((text) => /[\u{10000}-\u{10ffff}]/u.test(text), crash),
    "half a pair is answered 500": failsOn((text) => /\\ud800/i.test(text), crash),
    "a byte order mark is answered 500": failsOn((text) => text.startsWith("\ufeff"), crash),
    "bytes that are not UTF-8 are answered 500": failsOn((text) => text.includes("\ufffd"), crash),
    "deep nesting is answered 500": failsOn((text) => text.includes("[".repeat(500)), crash),
    "a huge number is answered 500": failsOn((text) => /1e400|9{300}/.test(text), crash),
    "an empty key is never answered": failsOn((text) => text.includes('"":'), hang),
    "non-ASCII is decoded as Latin-1": () => ({ decode: (bytes) => bytes.toString("latin1") }),
    "a name in right-to-left text is answered 500": failsOn((text) => /[\u0590-\u06ff]/.test(text), crash),
    "an odd agent is answered 500": (parts) => ({
      knowsAgent: (agent) => parts.knowsAgent(agent) || (unicode.test(agent) ? crash() : false),
    }),
    "a percent sign in the agent is answered 500": (parts) => ({
      route: (request) => {
        const agent = parts.route(request);
        return agent === undefined ? undefined : decodeURIComponent(agent);
      },
    }),
    "an unknown agent is created": (parts) => ({
      knowsAgent: () => true,
      create: (body, _agent, state, all) => parts.create(body, "agt_123", state, all),
    }),
    "the agent is not decoded": (parts) => ({
      knowsAgent: () => true,
      route: ({ path }) =>
        /^\/v1\/agents\/([^/]+)\/sessions$/.exec(path)?.[1] ??
        (path === "" ? parts.id({ sessions: [], last: {}, count: 0 }) : undefined),
    }),
    "every 25th request fails": (parts, state) => ({
      handle: async (request, now, all) => {
        state.last["n"] = Number(state.last["n"] ?? 0) + 1;
        return Number(state.last["n"]) % 25 === 0 ? crash() : parts.handle(request, now, all);
      },
    }),
    "it fails after 200 sessions": (parts) => ({
      handle: async (request, state, all) =>
        state.sessions.length > 100 ? crash() : parts.handle(request, state, all),
    }),
    "it fails under load": (parts, state) => ({
      handle: async (request, now, all) => {
        state.last["busy"] = Number(state.last["busy"] ?? 0) + 1;
        try {
          if (Number(state.last["busy"]) > 3) crash();
          await sleep(1);
          return await parts.handle(request, now, all);
        } finally {
          state.last["busy"] = Number(state.last["busy"]) - 1;
        }
      },
    }),
    "the connection breaks off on a long name": (parts) => ({
      write: (reply, response, request) =>
        request.text.length > 900 && request.text.length < 1200
          ? void response.socket?.destroy()
          : parts.write(reply, response, request),
    }),
    "it is slow with secrets": failsOn(
      (text) => text.includes("_DATABASE_URL_2"),
      async () => {
        await sleep(60_000);
        return crash();
      },
    ),
  }),
  ...group("routes", {
    "any method creates": () => ({ allowed: () => true }),
    "PUT creates": () => ({ allowed: (method) => method === "POST" || method === "PUT" }),
    "GET creates": () => ({ allowed: (method) => method === "POST" || method === "GET" }),
    "another method is answered 500": () => ({ allowed: (method) => method === "POST" || crash() }),
    "another method is answered 200": refusing((reply) => (reply.status === 405 ? { ...reply, status: 200 } : reply)),
    "an unknown path is answered 200": refusing((reply) => (reply.status === 404 ? { ...reply, status: 200 } : reply)),
    "an unknown path is answered 500": (parts) => ({ route: (request) => parts.route(request) ?? crash() }),
    "a path that starts alike creates": () => ({
      route: ({ path }) => /^\/v1\/agents\/([^/]+)\/sessions/.exec(path)?.[1],
    }),
    "an empty agent creates": (parts) => ({
      route: (request) => (request.path === "/v1/agents//sessions" ? "agt_123" : parts.route(request)),
    }),
  }),
  ...group("second thoughts", {
    "the body overrides what the server decides": making((session, body) => {
      const { secrets: _, llm_api_key: __, ...rest } = body;
      return { ...session, ...rest };
    }),
    "only 10 secret names are checked": entries("secrets", (all) => all.slice(0, 10)),
    "secrets are checked only when the internet is allowed": blindTo(
      "secrets",
      (_, all) => all["internet_access"] !== true,
    ),
    "metadata is checked only without an LLM key": blindTo("metadata", (_, all) => "llm_api_key" in all),
    "line ends in the name are unified": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("\r\n", "\n") } : body,
    ),
    "quotes in the name are doubled": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("'", "''") } : body,
    ),
    "zero-width characters are removed": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/[\u200b-\u200f]/g, "") } : body,
    ),
    "the name is normalized for compatibility": taking((body) =>
      typeof body["name"] === "string" ? { ...body, name: body["name"].normalize("NFKC") } : body,
    ),
    "a name that says null is none": making((session) => ({
      ...session,
      name: session["name"] === "null" ? null : session["name"],
    })),
    "dates in metadata are rewritten": making((session) => ({
      ...session,
      metadata: mapStrings(session["metadata"], (text) =>
        /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text).toISOString() : text,
      ),
    })),
    "numeric metadata keys are lost": making((session) => ({
      ...session,
      metadata: Object.fromEntries(
        Object.entries(session["metadata"] as object).filter(([name]) => !/^\d+$/.test(name)),
      ),
    })),
    "metadata keys that differ in case are one": making((session) => {
      const kept = new Map(
        Object.entries(session["metadata"] as object).map((entry) => [entry[0].toLowerCase(), entry]),
      );
      return { ...session, metadata: Object.fromEntries(kept.values()) };
    }),
    "dots in metadata keys make objects": making((session) => {
      const { "a.b": dotted, ...rest } = session["metadata"] as Value;
      return { ...session, metadata: dotted === undefined ? rest : { ...rest, a: { b: dotted } } };
    }),
    "the id is the second": making((session) => ({ ...session, id: `sess_${Math.floor(Date.now() / 1000)}` })),
    "the id is a hash of the body": making((session, body) => ({
      ...session,
      id: `sess_${Buffer.from(JSON.stringify(body["metadata"] ?? {}))
        .toString("hex")
        .slice(0, 40)}`,
    })),
    "the first answer of all is cut short": (parts) => ({
      success: (session, state) =>
        state.count === 1
          ? { ...parts.success(session, state), body: { id: session["id"] } }
          : parts.success(session, state),
    }),
    "the status line holds the secret": (parts, state) => ({
      create: (body, ...more) => {
        state.last["secret"] = allSecrets(body).find((one) => /^[\x20-\x7e]+$/.test(one));
        return parts.create(body, ...more);
      },
      write: (reply, response, request) => {
        response.statusMessage = String(state.last["secret"] ?? "OK");
        parts.write(reply, response, request);
      },
    }),
    "it says gzip and is not": succeeding((reply) => ({ ...reply, headers: { "Content-Encoding": "gzip" } })),
    "it promises more bytes than it sends": (parts) => ({
      write: (reply, response, request) => {
        if (reply.status !== 201) return parts.write(reply, response, request);
        const text = JSON.stringify(reply.body);
        response.writeHead(201, {
          "Content-Type": "application/json",
          "Content-Length": String(Buffer.byteLength(text) + 5),
        });
        response.write(text, () => response.destroy());
      },
    }),
    "it never ends what it sends": () => ({
      write: (reply, response) => {
        response.writeHead(reply.status, { "Content-Type": "application/json" });
        response.write(JSON.stringify(reply.body));
      },
    }),
    "a deeper path creates": () => ({
      route: ({ path }) => /^\/v1\/agents\/([^/]+)\/sessions(\/[^/]+)?$/.exec(path)?.[1],
    }),
    "without an Accept header it is HTML": (parts) => ({
      write: (reply, response, request) =>
        request.headers.accept === undefined
          ? parts.write({ ...reply, headers: { "Content-Type": "text/html" } }, response, request)
          : parts.write(reply, response, request),
    }),
    "the key comes back in small letters": making((session) => ({ ...session, owner: key.toLowerCase() })),
    "the key comes back in capitals in a refusal": refusing((reply) =>
      reply.status === 422 ? { ...reply, body: { detail: `for ${key.toUpperCase()}` } } : reply,
    ),
    "the last refusal's secret is in the next": (parts, state) => ({
      handle: async (request, now, all) => {
        const reply = await parts.handle(request, now, all);
        const before = state.last["leak"];
        if (reply.status === 422) state.last["leak"] = /"[A-Z_][A-Z0-9_]*":"([^"]+)"/.exec(request.text)?.[1];
        return reply.status === 422 && before !== undefined ? { ...reply, body: { detail: `after ${before}` } } : reply;
      },
    }),
    "a wrong key locks the right one out": (parts, state) => ({
      authorize: (request) => {
        const status = parts.authorize(request);
        if (status !== undefined && request.headers.authorization?.startsWith("Bearer "))
          state.last["wrong"] = Number(state.last["wrong"] ?? 0) + 1;
        return Number(state.last["wrong"] ?? 0) > 5 ? 401 : status;
      },
    }),
    "detail is missing when the key is wrong": (parts) => ({
      failure: (status, detail, request) =>
        status === 401 && request.headers.authorization !== undefined
          ? { status, headers: {}, body: {} }
          : parts.failure(status, detail, request),
    }),
  }),
  ...group("lenient, strict or odd", {
    "a comma too many is taken": parsing((text) => JSON.parse(text.replaceAll(/,\s*([}\]])/g, "$1"))),
    "single quotes are taken": parsing((text) => JSON.parse(text.replaceAll("'", '"'))),
    "comments are taken": parsing((text) => JSON.parse(text.replaceAll(/\/\*.*?\*\//gs, ""))),
    "a line feed within text is taken": parsing((text) => JSON.parse(text.replaceAll("\n", "\\n"))),
    "an escape that is none is taken": parsing((text) => JSON.parse(text.replaceAll(/\\(?!["\\/bfnrtu])/g, ""))),
    "True, False and None are taken": parsing((text) =>
      JSON.parse(text.replaceAll(/:(True|False|None)/g, (word) => word.toLowerCase().replace("none", "null"))),
    ),
    "only the first line is read": parsing((text) => JSON.parse(text.split("\n")[0] ?? "")),
    "names without quotes are taken": parsing((text) =>
      JSON.parse(text.replaceAll(/([{,]\s*)(\w+)(\s*:)/g, '$1"$2"$3')),
    ),
    "form data announced as JSON is taken": parsing((text) => {
      if (!/^\w+=/.test(text)) throw new SyntaxError("not a form");
      return Object.fromEntries(new URLSearchParams(text));
    }),
    "without a credential there are too many requests": (parts) => ({
      authorize: (request) => (request.headers.authorization === undefined ? 429 : parts.authorize(request)),
      failure: (status, detail, request) => ({
        ...parts.failure(status, detail, request),
        headers: status === 429 ? { "Retry-After": "0" } : {},
      }),
    }),
    "a request for the internet is put off for ever": (parts) => ({
      handle: async (request, state, all) =>
        request.text.includes("internet_access")
          ? { ...parts.failure(429, "Slow down", request), headers: { "Retry-After": "0" } }
          : parts.handle(request, state, all),
    }),
    "a quote in the agent's id is answered 500": (parts) => ({
      knowsAgent: (agent) => (agent.includes("'") ? crash() : parts.knowsAgent(agent)),
    }),
    "a plus sign in the agent's id becomes a space": (parts) => ({
      route: (request) => parts.route({ ...request, path: request.path.replaceAll("+", " ") }),
      knowsAgent: () => true,
    }),
    "an unknown agent's answer quotes the body": refusing((reply, request) =>
      reply.body !== null && isObject(reply.body) && reply.body["detail"] === "Agent not found"
        ? { ...reply, body: { detail: request.text } }
        : reply,
    ),
    "most of a wrong key comes back": refusing((reply, request) =>
      reply.status === 401 ? { ...reply, body: { detail: `not ${token(request).slice(0, -4)}` } } : reply,
    ),
    "a refusal shows a session": (parts, state) => ({
      handle: async (request, now, all) => {
        const reply = await parts.handle(request, now, all);
        return reply.status === 422
          ? { ...reply, body: { ...(reply.body as Value), ...parts.create({}, "agt_123", state, all) } }
          : reply;
      },
    }),
    "an unknown path leads home": refusing((reply) =>
      isObject(reply.body) && reply.body["detail"] === "Not found"
        ? { ...reply, status: 302, headers: { Location: "/" } }
        : reply,
    ),
    "an unknown method leads home": refusing((reply) =>
      reply.status === 405 ? { ...reply, status: 302, headers: { Location: "/" } } : reply,
    ),
    "an unknown path without a credential is answered 500": (parts) => ({
      handle: async (request, state, all) =>
        parts.route(request) === undefined && request.headers.authorization === undefined
          ? crash()
          : parts.handle(request, state, all),
    }),
    "a long metadata key is answered 500": failing("metadata", (value) =>
      Object.keys(value).some((one) => one.length > 100),
    ),
    "a script in a name is refused": checking("name", (value, all) =>
      /<script/i.test(String(value)) ? "no" : correct.properties["name"]?.(value, all),
    ),
  }),
];
