import { describe, expect, test } from "vitest";
import { CANARY, SECRET, SECRET_NUMBER } from "../../../src/contract/generate/context.ts";
import { Canaries } from "../../../src/contract/transport/canaries.ts";

const key = "dari-Live-Key-4711-abcdef";

/** No longer piece of a secret may be shown: what is left of one at the ends of its base64 gives nothing away. */
const longestHint = 12;

/** Ways in which a value may come back. */
const encodings: [string, (text: string) => string][] = [
  ["as it is", (text) => text],
  ["within other text", (text) => `before ${text} after`],
  ["in capital letters", (text) => text.toUpperCase()],
  ["without its last characters", (text) => text.slice(0, -2)],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["in base64 within more bytes", (text) => Buffer.from(`ab${text}cd`).toString("base64")],
  ["in base64url", (text) => Buffer.from(`?>${text}`).toString("base64url")],
  ["in base64 twice", (text) => Buffer.from(Buffer.from(text).toString("base64")).toString("base64")],
  ["in base64 of UTF-16", (text) => Buffer.from(text, "utf16le").toString("base64")],
  ["in hexadecimal", (text) => Buffer.from(text).toString("hex")],
  ["as a list of bytes", (text) => JSON.stringify([...Buffer.from(text)])],
];

describe("the canaries of a run", () => {
  test("tell which test case a text comes from", () => {
    const canaries = new Canaries([key]);
    const text = canaries.putInto(`a ${CANARY} b`, 37);
    expect(text).not.toContain(CANARY);
    expect(canaries.ownersIn(text.toUpperCase())).toEqual([37]);
    expect(new Canaries([key]).ownersIn(text)).toEqual([]);
  });

  test.for([0, 46_655, 46_656, 1_000_000])("tell the test case with the index %i", (index) => {
    const canaries = new Canaries([key]);
    const text = canaries.putInto(CANARY, index);
    expect(text).toHaveLength(CANARY.length);
    expect(canaries.ownersIn(`${text}0`)).toEqual([index]);
  });

  test.for(encodings)("find a secret %s, and the key", ([, encode]) => {
    const canaries = new Canaries([key]);
    const secret = canaries.putInto(SECRET, 0);
    expect(canaries.hasSecret([encode(secret)])).toBe(true);
    expect(canaries.hasKey([encode(key)])).toBe(true);
    expect(canaries.hasSecret([encode(key)])).toBe(false);
    expect(canaries.hasKey([encode(secret)])).toBe(false);
  });

  test("find a secret number", () => {
    const canaries = new Canaries([key]);
    const number = canaries.putInto(JSON.stringify({ pin: SECRET_NUMBER }), 0);
    expect(canaries.hasSecret([number])).toBe(true);
    expect(canaries.hasSecret([String(SECRET_NUMBER)])).toBe(false);
  });

  test.for(encodings)("redact the key %s, and a secret", ([, encode]) => {
    const canaries = new Canaries([key]);
    const secret = canaries.putInto(SECRET, 0);
    const other = "wrong-Password-0815";
    for (const value of [key, secret, other]) {
      const shown = canaries.redact(`x ${encode(value)} y`, [other]);
      const encoded = encode(value).toLowerCase();
      for (let start = 0; start + longestHint <= encoded.length; start++)
        expect(shown.toLowerCase()).not.toContain(encoded.slice(start, start + longestHint));
    }
  });

  test("leave a hint of the last four characters", () => {
    const text = `key ending in ${key.slice(-4)}`;
    expect(new Canaries([key]).hasKey([text])).toBe(false);
    expect(new Canaries([key]).redact(text)).toBe(text);
  });

  test("take a short key for one only where it stands alone, and a very short one never", () => {
    const canaries = new Canaries(["abc12"]);
    expect(canaries.hasKey(["not abc123 nor xabc12"])).toBe(false);
    expect(canaries.hasKey(["the key abc12."])).toBe(true);
    expect(new Canaries(["any"]).hasKey(["any key will do"])).toBe(false);
  });
});
