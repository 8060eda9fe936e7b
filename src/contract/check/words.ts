/** The words that findings share: how they name values, constraints, places and cases. */
import { at, child, isObject, tokensOf } from "../../openapi/pointer.ts";
import { CANARY } from "../generate/context.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";

/** A value as JSON, cut if it is long. */
export const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};

/** A place in a body as people write it: `metadata.kind` for `/metadata/kind`. */
export const fieldOf = (place: string): string => tokensOf(place).join(".");

/** A keyword and its value in one line, such as `maximum 5`; `undefined` where the value is a schema. */
export function constraintAt(document: unknown, pointer: string): string | undefined {
  const value = at(document, pointer);
  const isWord = ["string", "number", "boolean"].includes(typeof value);
  if (!isWord && !(Array.isArray(value) && value.every((item) => typeof item !== "object"))) return undefined;
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return `${tokensOf(pointer).at(-1)} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}

/** What a finding is about: the case, or the only property that is left of a random request. */
export function subjectOf({ testCase }: Exchange): string {
  const { randomIndex, sent, title } = testCase;
  if (randomIndex === undefined || sent === undefined) return title;
  const properties = Object.entries(isObject(sent.body) ? sent.body : {});
  const chosen = properties.filter(([, value]) => !isCanaryAlone(value));
  const [only, ...others] = chosen.length > 0 ? chosen : properties;
  return only === undefined || others.length > 0 ? title : `${only[0]}: a random valid value`;
}

/** Whether a map is there for the canary of the request. */
function isCanaryAlone(value: unknown): boolean {
  return isObject(value) && Object.values(value).join() === CANARY;
}

/** Where in a response a text is: a property of the body, a header field, or the body or the head as a whole. */
export function placeOf(isIn: (text: string) => boolean, { json }: Exchange, { headers, text }: HttpResponse): string {
  const place = json && placeIn(json.value, "", isIn);
  if (place !== undefined) return fieldOf(place) || "the body";
  const header = Object.entries(headers).find(([name, value]) => isIn(`${name}: ${value}`));
  if (header) return `the header ${header[0]}`;
  return isIn(text ?? "") ? "the body" : "the head";
}

/** The place of the first value, or property name, with a text. */
function placeIn(value: unknown, place: string, isIn: (text: string) => boolean): string | undefined {
  if (typeof value !== "object" || value === null) return isIn(String(value)) ? place : undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (isIn(name)) return place;
    const found = placeIn(inner, child(place, name), isIn);
    if (found !== undefined) return found;
  }
  return undefined;
}
