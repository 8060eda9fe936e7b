import { type Difference, isObject } from "../sessions.ts";
import { blindTo, checking, entries } from "./differences.ts";

/** Servers that check maps in part. */
export const maps: Record<string, Difference> = {
  "metadata values are not checked": checking("metadata", (value) => (isObject(value) ? undefined : "no")),
  "metadata values may be numbers": blindTo(
    "metadata",
    (value) => isObject(value) && Object.values(value).some((one) => typeof one === "number"),
  ),
  "metadata values may be booleans": blindTo(
    "metadata",
    (value) => isObject(value) && Object.values(value).some((one) => typeof one === "boolean"),
  ),
  "metadata values may be null": blindTo("metadata", (value) => isObject(value) && Object.values(value).includes(null)),
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
  "metadata is not checked when secrets are sent": blindTo("metadata", (_, all) => "secrets" in all),
  "secrets are not checked when a name is sent": blindTo("secrets", (_, all) => "name" in all),
  "secrets are not checked without a name": blindTo("secrets", (_, all) => !("name" in all)),
  "secrets are checked only when the internet is allowed": blindTo(
    "secrets",
    (_, all) => all["internet_access"] !== true,
  ),
  "metadata is checked only without an LLM key": blindTo("metadata", (_, all) => "llm_api_key" in all),
};
