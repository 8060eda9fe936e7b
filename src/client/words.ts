/** What a server says to a person in the body of an error, whatever service wrote it. */
import type { Issue } from "./errors.ts";
import { isObject } from "./json.ts";

const longestMessage = 500;
/** A page has its title near its beginning. */
const longestHead = 10_000;

// Names of properties, in lower case and without `_` and `-`. Of several, the first that has a text counts.
const textNames = [
  ..."detail message msg errormessage errormsg errordescription".split(" "),
  ..."defaultmessage faultstring description error reason".split(" "),
];
const fieldNames = "loc field param parameter pointer instancepath propertypath property target".split(" ");
/** In a list of problems, these name a field, too. Elsewhere, `path` is that of the URL. */
const listedFieldNames = [...fieldNames, "path", "source", "name"];
/** A property with such a name holds problems; any other property is what a problem in it is about. */
const problemNames = /error|detail|message|issue|problem|violation|invalid|cause|fault|embedded|modelstate/;
/** In such a property, even a mere text is a problem of the field that is its key. */
const fieldMapNames = /(errors|violations|messages|fields|modelstate)$/;

/** Where a text stands in a body. */
interface Place {
  /** The names on the way there that are fields. */
  readonly fields: readonly string[];
  /** Whether it is in a list of problems, so that it is one. */
  readonly isListed: boolean;
  /** Whether the keys there are fields. */
  readonly hasFields: boolean;
}

/** A text, and what it is about: a field, `""` if it doesn't say, or `undefined` if it is no problem in a list. */
interface Words {
  readonly field: string | undefined;
  readonly message: string;
}

/** What an error body says, in one line, and the problems that it lists. */
export function readWords(body: unknown): { message: string; issues: readonly Issue[] } {
  const words = wordsIn(body, { fields: [], isListed: false, hasFields: false });
  const sentences = words.flatMap(({ field, message }) => (field === undefined ? [message] : []));
  const issues = words.flatMap(({ field, message }) => (field === undefined ? [] : [{ field, message }]));
  // A sentence may have the problems already.
  const problems = issues.filter(({ message }) => !sentences.some((sentence) => sentence.includes(message)));
  const list = problems.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
  return { message: oneLine(joined([...sentences, list])), issues };
}

function wordsIn(value: unknown, place: Place): Words[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [wordsOf(value, place)];
  if (Array.isArray(value)) return value.flatMap((item) => wordsIn(item, { ...place, isListed: true }));
  if (!isObject(value)) return [];
  const field = fieldOf(value, place.isListed);
  const [title = ""] = textsOf(value, ["title"]);
  const [sentence = ""] = textsOf(value, field === "" ? textNames : [...textNames, "code"]);
  const text = joined([title, sentence]);
  const about = field === "" ? place : { ...place, fields: [field], isListed: true };
  const others = Object.entries(value).flatMap(([key, child]) => {
    const name = plain(key);
    const isListed = place.isListed || place.hasFields;
    if (problemNames.test(name)) {
      return isObject(child) ? wordsIn(child, { ...place, isListed, hasFields: fieldMapNames.test(name) }) : [];
    }
    // The other properties of a problem say more about it, and those of an object without words may be anything.
    if (text !== "" || (!place.hasFields && (fieldNames.includes(name) || !isObject(child)))) return [];
    return wordsIn(child, { ...place, fields: [...place.fields, key], isListed });
  });
  return text === "" ? others : [wordsOf(text, about), ...others];
}

function wordsOf(message: string, { fields, isListed }: Place): Words {
  return { field: isListed ? fields.join(".") : undefined, message };
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
