/** What a server says to a person in a body, whatever service wrote it. */
import type { Issue } from "./errors.ts";
import { isObject } from "./json.ts";

const longestMessage = 500;
/** A page has its title near its beginning. */
const longestHead = 10_000;

// Names of properties, in lower case and without `_` and `-`. Of several, the first that has a text counts.
const textNames = [
  ..."detail message msg errormessage errormsg errordescription".split(" "),
  ..."defaultmessage faultstring description title error errors reason text".split(" "),
];
const fieldNames = "loc field param parameter pointer instancepath propertypath property target".split(" ");
/** In a list of problems, these name a field, too. Elsewhere, `path` is that of the URL. */
const listedFieldNames = [...fieldNames, "path", "source", "name"];
/** A property with such a name holds problems; any other property is what a problem in it is about. */
const problemNames = /error|detail|message|issue|problem|violation|invalid|cause|fault|embedded|modelstate/;
/** The keys of an object with such a name are fields, even if their values are mere texts. */
const fieldMapNames = /(errors|violations|messages|fields|modelstate)$/;

/** A text, and what it is about: a field, `""` if it doesn't say, or `undefined` if it is no problem in a list. */
interface Words {
  readonly field: string | undefined;
  readonly message: string;
}

/** What a body says, in one line, and the problems that it lists: its words, the title of a page, else the JSON itself. */
export function readWords(body: unknown): { message: string; issues: readonly Issue[] } {
  if (isPage(body)) return { message: titleOf(body), issues: [] };
  const words = wordsIn(body, "", false);
  const sentences = words.filter(({ field }) => field === undefined).map(({ message }) => message);
  const issues = words.filter((each): each is Issue => each.field !== undefined);
  // A sentence may have the problems already.
  const problems = issues.filter(({ message }) => !sentences.some((sentence) => sentence.includes(message)));
  const list = problems.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
  const texts = [...new Set([...sentences, list])].map((text) => text.replace(/[.:\s]+$/, ""));
  const message = texts.filter((text) => text !== "").join(": ");
  return { message: oneLine(message || (typeof body === "string" ? "" : JSON.stringify(body))), issues };
}

/** The texts in a value that is at a path of a body; `isListed`: whether they are problems in a list. */
function wordsIn(value: unknown, path: string, isListed: boolean): Words[] {
  if (typeof value === "string") return value.trim() ? [{ field: isListed ? path : undefined, message: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item) => wordsIn(item, path, true));
  if (!isObject(value)) return [];
  const field = fieldOf(value, isListed);
  const texts = valuesOf(value, field === "" ? textNames : [...textNames, "code"]).filter(
    (each) => typeof each === "string",
  );
  const text = texts.find((each) => each.trim() !== "") ?? "";
  const others = Object.entries(value).flatMap(([key, child]) => {
    const name = plain(key);
    if (!isObject(child)) return [];
    if (problemNames.test(name)) return wordsIn(fieldMapNames.test(name) ? asLists(child) : child, path, isListed);
    // The other properties of a problem say more about it.
    return text !== "" || fieldNames.includes(name) ? [] : wordsIn(child, path ? `${path}.${key}` : key, isListed);
  });
  return [...wordsIn(text, field || path, isListed || field !== ""), ...others];
}

/** An object that has lists of problems by field, where it may have mere texts. */
function asLists(problems: object): object {
  if (Array.isArray(problems)) return problems;
  return Object.fromEntries(Object.entries(problems).map(([field, problem]) => [field, [problem].flat()]));
}

/** The field that a problem names: names in a list (FastAPI, Zod), a JSON pointer (Ajv, JSON:API) or a path. */
function fieldOf(problem: object, isListed: boolean): string {
  const fields = valuesOf(problem, isListed ? listedFieldNames : fieldNames).map((value) => {
    if (isObject(value) && !Array.isArray(value)) return fieldOf(value, false);
    const names = typeof value === "string" ? value.replace(/^[#$/.]+/, "").split("/") : [value].flat();
    const readable = names.filter((name) => typeof name === "string" || typeof name === "number");
    return readable.join(".").replace(/^body\./, "");
  });
  return fields.find((field) => field !== "") ?? "";
}

/** The properties with these names, in the order of the names. */
function valuesOf(value: object, names: readonly string[]): unknown[] {
  const entries = Object.entries(value);
  return names.flatMap((name) => entries.filter(([key]) => plain(key) === name).map(([, property]) => property));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
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
function titleOf(page: string): string {
  const head = page.slice(0, longestHead);
  const title = /<(title|h1|message|faultstring)\b[^>]*>(.*?\S.*?)<\/\1>/is.exec(head)?.[2];
  const text = title ?? head.replace(/<(script|style)\b.*?<\/\1>/gis, " ");
  return oneLine(text.replace(/<[^>]*>|&#?\w+;/g, " "));
}
