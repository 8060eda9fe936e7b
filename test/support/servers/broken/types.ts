import { correct, type Difference, isObject } from "../sessions.ts";
import { blindTo, checking, type Value } from "./differences.ts";

/** Servers that take values of a wrong type. */
export const types: Record<string, Difference> = {
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
};
