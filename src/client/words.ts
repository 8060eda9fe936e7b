/** What a server says to a person in the body of an error, whatever service wrote it. */
import type { Issue } from "./errors.ts";
import { isObject } from "./json.ts";

const longestMessage = 500;
/** A page has its title near its beginning. */
const longestHead = 10_000;

// Names of properties, in lower case and without `_` and `-`. Of several, the first that has a text counts.
const textNames = [
  ...["detail", "message", "msg", "errormessage", "errormsg", "errordescription", "defaultmessage", "faultstring"],
  ...["description", "error", "reason"],
];
const fieldNames = [
  "loc",
  "field",
  "param",
  "parameter",
  "pointer",
  "instancepath",
  "propertypath",
  "property",
  "target",
];
/** In a list of problems, these name a field, too. Elsewhere, `path` is that of the URL. */
const listedFieldNames = [...fieldNames, "path", "source", "name"];
/** A property with such a name holds problems; any other property is what a problem in it is about. */
const problemNames = /error|detail|message|issue|problem|violation|invalid|cause|fault|embedded|modelstate/;
/** In such a property, even a mere text is a problem of the field that is its key. */
const fieldMapNames = /(errors|violations|messages|fields|modelstate)$/;

/** A text, and what it is about: a field, `""` if it doesn't say, or `undefined` if it is the whole request. */
interface Words {
  readonly field: string | undefined;
  readonly message: string;
}

/** What an error body says, in one line, and the problems that it lists. */
export function readWords(body: unknown): { message: string; issues: readonly Issue[] } {
  const words = wordsIn(body, [], false, false);
  const sentences = words.flatMap(({ field, message }) => (field === undefined ? [message] : []));
  const issues = words.flatMap(({ field, message }) => (field === undefined ? [] : [{ field, message }]));
  // A sentence may have the problems already.
  const problems = issues.filter(({ message }) => !sentences.some((sentence) => sentence.includes(message)));
  const list = problems.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
  return { message: oneLine(joined([...sentences, list])), issues };
}

/** A text, a list of problems, a problem, or an object that holds problems; `isFieldMap`: its keys are fields. */
function wordsIn(value: unknown, fields: readonly string[], isListed: boolean, isFieldMap: boolean): Words[] {
  if (typeof value === "string") {
    return value.trim() === "" ? [] : [{ field: isListed ? fields.join(".") : undefined, message: value }];
  }
  if (Array.isArray(value)) return value.flatMap((item) => wordsIn(item, fields, true, isFieldMap));
  if (!isObject(value)) return [];
  const field = fieldOf(value, isListed);
  const [title = ""] = textsOf(value, ["title"]);
  const [sentence = ""] = textsOf(value, field === "" ? textNames : [...textNames, "code"]);
  const text = joined([title, sentence]);
  const own = wordsIn(text, field === "" ? fields : [field], isListed || field !== "", false);
  const inner = Object.entries(value).flatMap(([key, child]) => {
    const name = plain(key);
    const isList = isListed || isFieldMap;
    if (problemNames.test(name)) return isObject(child) ? wordsIn(child, fields, isList, fieldMapNames.test(name)) : [];
    const isAboutProblem = text !== "" || (!isFieldMap && fieldNames.includes(name));
    return isAboutProblem || !(isObject(child) || isFieldMap)
      ? []
      : wordsIn(child, [...fields, key], isList, isFieldMap);
  });
  return [...own, ...inner];
}

/** The field that a problem names: names in a list (FastAPI, Zod), a JSON pointer (Ajv, JSON:API) or a path. */
function fieldOf(problem: object, isListed: boolean): string {
  const texts = valuesOf(problem, isListed ? listedFieldNames : fieldNames).map((value) => {
    if (isObject(value) && !Array.isArray(value)) return fieldOf(value, false);
    const names = typeof value === "string" ? value.replace(/^[#$/.]+/, "").split("/") : [value].flat();
    const readable = names.filter((name) => typeof name === "string" || typeof name === "number");
    return readable.join(".").replace(/^body\./, "");
  });
  return texts.find((text) => text !== "") ?? "";
}

function textsOf(value: object, names: readonly string[]): string[] {
  return valuesOf(value, names).filter((each): each is string => typeof each === "string" && each.trim() !== "");
}

/** The properties with these names, in the order of the names. */
function valuesOf(value: object, names: readonly string[]): unknown[] {
  const entries = Object.entries(value);
  return names.flatMap((name) => entries.filter(([key]) => plain(key) === name).map(([, property]) => property));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
}

/** Joins different texts like a title and its explanation. */
function joined(texts: readonly string[]): string {
  const different = [...new Set(texts)].filter((text) => text !== "");
  return different.map((text, index) => (different[index + 1] ? text.replace(/[.:\s]+$/, "") : text)).join(": ");
}

/** Ends a text with a full stop, unless it ends like a sentence. */
export function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** A text on one line, without control characters and half surrogate pairs, cut to a length that a message can have. */
export function oneLine(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return visible.length > longestMessage ? `${visible.slice(0, longestMessage).replace(/\p{Cs}$/u, "")}…` : visible;
}

/** Whether a body is HTML or XML, such as a gateway sends. */
export function isPage(body: unknown): body is string {
  return typeof body === "string" && /^\s*<[a-z!?]/i.test(body);
}

/** The title of a page, or what it says in its first heading or message; without one, all its text. */
export function titleOf(page: string): string {
  const head = page.slice(0, longestHead);
  const title = /<(title|h1|message|faultstring)\b[^>]*>(.*?\S.*?)<\/\1>/is.exec(head)?.[2];
  const text = (title ?? head.replace(/<(script|style)\b.*?<\/\1>/gis, " ")).replace(/<[^>]*>/g, " ");
  return oneLine(
    text
      .replace(/&nbsp;/g, " ")
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, "&"),
  );
}
