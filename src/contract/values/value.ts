/**
 * What a server may make of a value.
 *
 * - `accepted`: the value is valid, and every server accepts it.
 * - `refused`: the value violates one constraint.
 * - `ambiguous`: the value is valid, and a server may refuse it.
 * - `unspecified`: the description leaves open whether the value is valid.
 */
export type ValueExpectation = "accepted" | "refused" | "ambiguous" | "unspecified";

/** A value of a schema that is made for one of its constraints. */
export interface GeneratedValue {
  /** The constraint, as a pointer to its keyword. */
  readonly pointer: string;
  readonly title: string;
  readonly value: unknown;
  readonly expects: ValueExpectation;
}

/** Makes a value with its place and title. */
type MakeValue = (pointer: string, title: string, value: unknown) => GeneratedValue;

/** A valid value that every server must accept. */
export const accepted: MakeValue = (pointer, title, value) => ({ pointer, title, value, expects: "accepted" });

/** A valid value that a server may refuse. */
export const ambiguous: MakeValue = (pointer, title, value) => ({ pointer, title, value, expects: "ambiguous" });

export const refused: MakeValue = (pointer, title, value) => ({ pointer, title, value, expects: "refused" });

/** A value is called by its JSON if that is no longer. */
const longestShown = 30;

/** What a value is called: what it is, and what is special about it, such as `"vD" (a small first letter)`. */
export function nameOf(title: string, value: unknown): string {
  if (typeof value === "object") return title;
  const json = JSON.stringify(value)?.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return json === undefined || json.length > longestShown || json === title ? title : `${json} (${title})`;
}

/** So many things, in words. */
export function countOf(count: number, thing: string, things: string = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}
