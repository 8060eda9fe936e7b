/** Finds a secret in texts, whole or in part, plain or encoded. */

/** A shorter text is no secret: it can't be told from ordinary text. */
export const shortestSecret = 4;
/** Shorter parts of a secret are not redacted: a hint such as its last four characters gives nothing away. */
const shortestPart = 8;
/** The share of a secret that is as good as all of it. */
const most = 0.75;

/** One secret, such as an API key. */
export class SecretText {
  readonly #text: string;
  readonly #encodings: readonly string[];
  readonly #mostOfIt: readonly string[];
  #parts: ReadonlySet<string> | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#encodings = encodingsOf(text);
    this.#mostOfIt = piecesOf(lowerCase(text), Math.max(shortestPart, Math.ceil(text.length * most)));
  }

  /** Whether a text contains the secret in any encoding, or most of it in one piece, in any case. */
  isIn(text: string): boolean {
    if (this.#text.length < shortestPart) return this.#standsAloneIn(text);
    const lower = lowerCase(text);
    return this.#encodings.some((form) => text.includes(form)) || this.#mostOfIt.some((piece) => lower.includes(piece));
  }

  /** Whether a text contains the whole secret in any encoding. */
  isWhollyIn(text: string): boolean {
    if (this.#text.length < shortestPart) return this.#standsAloneIn(text);
    return this.#encodings.some((form) => text.includes(form));
  }

  /** Anything may contain a short secret by chance. */
  #standsAloneIn(text: string): boolean {
    return new RegExp(`(?<![\\w-])${escaped(this.#text)}(?![\\w-])`).test(text);
  }

  /** A text with the secret, its encodings and their parts replaced. */
  redactFrom(text: string, replacement: string): string {
    let redacted = text;
    for (const form of this.#encodings)
      if (form.length < shortestPart) redacted = redacted.replaceAll(new RegExp(escaped(form), "gi"), replacement);
    for (const [start, end] of this.#partsIn(redacted).reverse())
      redacted = redacted.slice(0, start) + replacement + redacted.slice(end);
    return redacted;
  }

  #partsIn(text: string): [number, number][] {
    const lower = lowerCase(text);
    this.#parts ??= new Set(this.#encodings.flatMap((form) => piecesOf(lowerCase(form), shortestPart)));
    const found: [number, number][] = [];
    for (let start = 0; start + shortestPart <= lower.length; start++) {
      if (!this.#parts.has(lower.slice(start, start + shortestPart))) continue;
      const last = found.at(-1);
      if (last && start <= last[1]) last[1] = start + shortestPart;
      else found.push([start, start + shortestPart]);
    }
    return found;
  }
}

const escaped = (text: string) => text.replaceAll(/\W/g, "\\$&");

/** In small letters and as long as before, which `toLowerCase` alone doesn't promise. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** All pieces of a length. */
function piecesOf(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) => text.slice(start, start + length));
}

/** A text plain and in the encodings in which it may come back. */
function encodingsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  return [
    ...new Set([
      text,
      encodeURIComponent(text),
      JSON.stringify(text).slice(1, -1),
      bytes.toString("hex"),
      bytes.toString("hex").toUpperCase(),
      [...bytes].join(","),
      ...base64Of(bytes),
      ...base64Of(Buffer.from(text, "utf16le")),
      ...base64Of(bytes).flatMap((once) => base64Of(Buffer.from(once))),
    ]),
  ];
}

/** Bytes in base64 within that of more bytes: it depends on where in a group of three they start. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const own = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return own.length >= shortestPart ? [own, own.replaceAll("+", "-").replaceAll("/", "_")] : [];
  });
}
