/** The words of a run: what stands for a mark or a secret is replaced by one that only this run knows, and back. */
import { randomBytes } from "node:crypto";
import { MARK, SECRET, SECRET_NUMBER } from "../generate/context.ts";

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const random = (length: number) => Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join("");

/** No shorter part of a secret is hidden: a hint such as its last four characters gives nothing away. */
const leastPart = 8;
/** How much of a secret is as good as all of it. */
const most = 0.75;

/** Marks and secrets of one run. */
export class Words {
  readonly #run = `m${random(5)}`;
  readonly #secret = `k${random(SECRET.length - 1)}`;
  readonly #number = String(100_000_000 + (randomBytes(4).readUInt32LE() % 899_999_999));
  readonly #mark = new RegExp(`${this.#run}([0-9a-z]{3})`, "gi");
  readonly #secretForms: string[];
  readonly #keyForms: string[];
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
    this.#secretForms = encodings(this.#secret);
    this.#keyForms = key.length < 8 ? [] : encodings(key);
  }

  /** Puts the words of the run into text; `index` tells the requests apart. */
  put(text: string, index: number): string {
    return text
      .replaceAll(MARK, this.#run + index.toString(36).padStart(3, "0"))
      .replaceAll(SECRET, this.#secret)
      .replaceAll(String(SECRET_NUMBER), this.#number);
  }

  /** The requests whose marks are in text. */
  marksIn(text: string): number[] {
    return [...text.matchAll(this.#mark)].map((match) => Number.parseInt(match[1] ?? "", 36));
  }

  hasSecret(texts: readonly string[]): boolean {
    return texts.some(
      (text) =>
        holdsMost(text, this.#secret) ||
        text.includes(this.#number) ||
        this.#secretForms.some((form) => text.includes(form)),
    );
  }

  /** Whether text holds the API key; a short one must stand alone to be recognised. */
  hasKey(texts: readonly string[]): boolean {
    if (this.#key.length < 4) return false;
    const short = this.#keyForms.length === 0;
    const plain = short
      ? new RegExp(`(?<![\\w-])${escaped(this.#key)}(?![\\w-])`)
      : new RegExp(escaped(this.#key), "i");
    return texts.some(
      (text) =>
        plain.test(text) ||
        this.#keyForms.some((form) => text.includes(form)) ||
        (!short && holdsMost(text, this.#key)),
    );
  }

  /** Takes the words, the key and other credentials, and parts of them, out of what is shown or kept. */
  redact(text: string, credentials: readonly string[] = []): string {
    let shown = text.replaceAll(this.#mark, MARK).replaceAll(this.#number, String(SECRET_NUMBER));
    const hide = (secret: string, forms: readonly string[], word: string) => {
      for (const form of forms) shown = shown.replaceAll(form, word);
      shown = shown.replaceAll(new RegExp(escaped(secret), "gi"), word);
      for (const form of forms) {
        for (const [start, end] of partsIn(shown, form).reverse())
          shown = shown.slice(0, start) + word + shown.slice(end);
      }
    };
    hide(this.#secret, this.#secretForms, SECRET);
    for (const one of credentials.filter((one) => one.length >= 4)) hide(one, encodings(one), "<CREDENTIAL>");
    if (this.#key.length >= 4) hide(this.#key, this.#keyForms, "<API_KEY>");
    return shown;
  }
}

const escaped = (text: string) => text.replaceAll(/\W/g, "\\$&");

const smallLetters = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
const runsOf = (secret: string, length: number) =>
  Array.from({ length: secret.length - length + 1 }, (_, start) => secret.slice(start, start + length));

/** Whether text holds most of a secret in one piece, whatever its case. */
function holdsMost(text: string, secret: string): boolean {
  const where = smallLetters(text);
  const length = Math.max(leastPart, Math.ceil(secret.length * most));
  return runsOf(smallLetters(secret), length).some((run) => where.includes(run));
}

/** Where in a text parts of a secret stand, whatever their case. */
function partsIn(text: string, secret: string): [number, number][] {
  const where = smallLetters(text);
  const runs = new Set(runsOf(smallLetters(secret), leastPart));
  const found: [number, number][] = [];
  for (let start = 0; start + leastPart <= where.length; start++) {
    if (!runs.has(where.slice(start, start + leastPart))) continue;
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = start + leastPart;
    else found.push([start, start + leastPart]);
  }
  return found;
}

/** A text plain and in the encodings in which it may come back. */
export function encodings(text: string): string[] {
  const bytes = Buffer.from(text);
  const forms = [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    [...bytes].join(","),
    ...base64(bytes),
    ...base64(Buffer.from(text, "utf16le")),
    ...base64(bytes).flatMap((once) => base64(Buffer.from(once))),
  ];
  return [...new Set(forms)];
}

/** Bytes in base64, as they stand in that of more bytes: it depends on where in a group of three they start. */
function base64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const core = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return core.length >= 8 ? [core, core.replaceAll("+", "-").replaceAll("/", "_")] : [];
  });
}
