import { child } from "../../../openapi/pointer.ts";
import type { Exchange, HttpResponse } from "../../transport/exchange.ts";
import { fieldOf } from "../documented-response.ts";

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
