/** Texts that lenient parsers take for JSON. */
import { isObject, parsed } from "../../openapi/pointer.ts";

/** A text that some parsers take for JSON: RFC 8259, section 9, allows extensions. */
interface ExtendedText {
  readonly title: string;
  readonly raw: string;
  /** What every parser that takes it reads; `undefined` where they differ. */
  readonly value: unknown;
}

/** Texts that lenient parsers of JSON take, and that can be understood in one way only. */
export function extendedTexts(full: string): ExtendedText[] {
  const value: unknown = parsed(full)?.value;
  const inside = (more: string) => `${full.slice(0, -1)}${more}${full.slice(-1)}`;
  const withText = (more: string) => full.replace(':"', `:"${more}`);
  const withName = (quote: string) => full.replace(/^\{"(\w+)":/, `{${quote}$1${quote}:`);
  const texts: ExtendedText[] = [
    { title: "JSON with a comment", raw: `${full} /* a comment */`, value },
    { title: "JSON with a line feed within a text", raw: withText("\n"), value: parsed(withText("\\n"))?.value },
    // Some parsers drop the backslash, others keep it.
    { title: "JSON with an escape that does not exist", raw: withText("\\x"), value: undefined },
    { title: "JSON with a name in single quotes", raw: withName("'"), value },
    { title: "JSON with a name without quotes", raw: withName(""), value },
  ];
  const isEmpty = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (!isEmpty) texts.push({ title: "JSON with a comma at its end", raw: inside(","), value });
  if (!isEmpty && isObject(value))
    texts.push({ title: "JSON with NaN", raw: inside(',"unknown_property":NaN'), value });
  return texts.filter(({ raw }) => raw !== full);
}
