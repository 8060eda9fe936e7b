/**
 * The canaries of a run: values that only this run knows, put into requests in place of the fixed ones of the test
 * cases, so that whatever comes back can be traced to its request.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { Once } from "../../openapi/once.ts";
import { CANARY, CANARY_UUID, SECRET, SECRET_NUMBER } from "../generate/context.ts";
import { SecretText, shortestSecret } from "./secret-search.ts";

/** Without vowels: they make no word. */
const letters = "bcdfghjklmnpqrstvwxz0123456789";
const random = (length: number) => Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join("");

/** How many digits to the base of 36 tell test cases apart: enough for 1.6 million of them. */
const digits = 4;

/** Puts canaries into requests, and finds and redacts them and the API key in responses. */
export class Canaries {
  readonly #run = `m${random(CANARY.length - digits - 1)}`;
  readonly #canary = new RegExp(`${this.#run}([0-9a-z]{${digits}})`, "gi");
  readonly #uuid = randomUUID().slice(0, -12);
  readonly #number = String(100_000_000 + (randomBytes(4).readUInt32LE() % 899_999_999));
  readonly #secretValue = `k${random(SECRET.length - 1)}`;
  readonly #secret = new SecretText(this.#secretValue);
  readonly #keys: readonly SecretText[];
  readonly #headers: readonly SecretText[];
  /** The other credentials that texts were redacted of. */
  readonly #credentials = new Once<string, SecretText>();

  /**
   * @param keys the API keys of the run
   * @param headers the secret values of the header fields that every request carries: they are redacted alone
   */
  constructor(keys: readonly string[], headers: readonly string[] = []) {
    const secrets = (texts: readonly string[]) =>
      texts.filter(({ length }) => length >= shortestSecret).map((text) => new SecretText(text));
    this.#keys = secrets(keys);
    this.#headers = secrets(headers);
  }

  /** Puts canaries into the text of a test case; `index` tells the test cases apart. */
  putInto(text: string, index: number): string {
    return text
      .replaceAll(CANARY, this.#run + index.toString(36).padStart(digits, "0"))
      .replaceAll(CANARY_UUID, this.#uuid + index.toString(16).padStart(12, "0"))
      .replaceAll(SECRET, this.#secretValue)
      .replaceAll(String(SECRET_NUMBER), this.#number);
  }

  /** The indexes of the test cases whose canaries are in a text. */
  ownersIn(text: string): number[] {
    return [...text.matchAll(this.#canary)].map((match) => Number.parseInt(match[1] ?? "", 36));
  }

  hasSecret(texts: readonly string[]): boolean {
    return texts.some((text) => text.includes(this.#number) || this.#secret.isIn(text));
  }

  hasKey(texts: readonly string[]): boolean {
    return texts.some((text) => this.#keys.some((key) => key.isIn(text)));
  }

  /** A text with canaries replaced by the fixed values, and without API keys, secret header fields and other credentials. */
  redact(text: string, credentials: readonly string[] = []): string {
    let redacted = text.replaceAll(this.#canary, CANARY).replaceAll(this.#number, String(SECRET_NUMBER));
    redacted = this.#secret.redactFrom(redacted, SECRET);
    for (const credential of credentials)
      if (credential.length >= shortestSecret)
        redacted = this.#credentials
          .of(credential, () => new SecretText(credential))
          .redactFrom(redacted, "<CREDENTIAL>");
    for (const key of this.#keys) redacted = key.redactFrom(redacted, "<API_KEY>");
    for (const header of this.#headers) redacted = header.redactFrom(redacted, "<HEADER>");
    return redacted;
  }
}
