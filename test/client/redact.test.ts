import { describe, expect, test } from "vitest";
import { copyError, createRedactor } from "../../src/client/redact.ts";

describe("a text without its secrets", () => {
  test.for([
    ["a whole secret of six characters", ["abc-12"], "the key abc-12 is wrong", "the key [redacted] is wrong"],
    ["a secret of twelve characters", ["abcdefghijkl"], "<abcdefghijkl>", "<[redacted]>"],
    ["a part of a longer one", ["abcdefghijklmnop"], "key=cdefghijklmnop!", "key=[redacted]!"],
    ["two parts of one", ["abcdefghijklmnop"], "abcdefghijkl, efghijklmnop", "[redacted], [redacted]"],
    ["a part right after another", ["abcdefghijkl"], "abcdefghijklabcdefghijkl.", "[redacted][redacted]."],
    ["a part at the end", ["abcdefghijklmnop"], "it is abcdefghijklm", "it is [redacted]"],
    ["the longer one of two secrets first", ["secret", "secret-2"], "my secret-2", "my [redacted]"],
    ["space around a secret", [" my-key "], "(my-key)", "([redacted])"],
    ["an escape in JSON", ['say "yes"'], '{"a":"say \\"yes\\""}', '{"a":"[redacted]"}'],
    ["percent-encoding", ["a b&c/d"], "?key=a%20b%26c%2Fd", "?key=[redacted]"],
    ["percent-encoding in lower case", ["a b&c/d"], "?key=a%20b%26c%2fd", "?key=[redacted]"],
    ["percent-encoding of more characters", ["it's (*)!"], "?key=it%27s%20%28%2A%29%21", "?key=[redacted]"],
    ["upper and lower case", ["Abc-Def-12"], "abc-DEF-12, İABC-DEF-12", "[redacted], İ[redacted]"],
    ["two secrets that overlap", ["abcdef", "defghi"], "<abcdefghi>", "<[redacted]>"],
    ["percent-encoding of a form", ["a b&c/d"], "key=a+b%26c%2Fd", "key=[redacted]"],
  ] as const)("has none for %s", ([, secrets, text, redacted]) => {
    expect(createRedactor(secrets).text(text)).toBe(redacted);
  });

  test.for([
    ["five characters", ["abc-1"]],
    ["eleven characters of a longer secret", ["xabc-1 is it!y"]],
    ["nothing", ["", "   "]],
  ] as const)("keeps %s", ([, secrets]) => {
    expect(createRedactor(secrets).text("abc-1 is it")).toBe("abc-1 is it");
  });
});

describe("a JSON value without its secrets", () => {
  const redact = (value: unknown) => createRedactor(["1", "", "  ", "abcdefghijkl"]).json(value);

  test("loses a short secret only where it is the whole string", () => {
    expect(redact({ "1": ["1", 1, "11", true, null, "", "  "] })).toEqual({
      "1": ["[redacted]", 1, "11", true, null, "", "  "],
    });
  });

  test("loses a long secret in keys, too", () => {
    expect(redact({ abcdefghijkl: "x" })).toEqual({ "[redacted]": "x" });
  });

  test("ends where it is nested too deeply", () => {
    const nest = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
      levels === 0 ? "leaf" : wrap(nest(levels - 1, wrap));
    expect(JSON.stringify(redact(nest(99, (inner) => [inner])))).toContain("leaf");
    expect(JSON.stringify(redact(nest(101, (inner) => [inner])))).toContain("[nested too deeply]");
    expect(JSON.stringify(redact(nest(101, (a) => ({ a }))))).toContain("[nested too deeply]");
  });
});

test("header fields lose every secret", () => {
  const headers = new Headers({ "X-Request-Id": "req-abc-12", "X-Echo": "abc-12", "X-Count": "12" });
  const redacted = createRedactor(["abc-12", "12"]).headers(headers);
  expect(Object.fromEntries(redacted)).toEqual({
    "x-request-id": "req-[redacted]",
    "x-echo": "[redacted]",
    "x-count": "12",
  });
});

describe("the copy of an error", () => {
  const text = (value: string) => createRedactor(["abc-123"]).text(value);

  test("has its texts, codes, stack and errors, without secrets", () => {
    const first = Object.assign(new Error("no abc-123"), { code: "ECONNREFUSED", syscall: "connect" });
    const error = new AggregateError([first, "abc-123 is a string"], "all failed", { cause: null });
    const copy = copyError(error, text) as AggregateError;
    expect(copy).toMatchObject({ name: "AggregateError", message: "all failed", cause: "null" });
    expect(copy.stack).toBe(error.stack);
    expect(copy.errors[0]).toMatchObject({ message: "no [redacted]", code: "ECONNREFUSED", syscall: "connect" });
    expect(copy.errors[1]).toBe("[redacted] is a string");
  });

  test("has the first five of many errors", () => {
    const errors = Array.from({ length: 9 }, (_, index) => new Error(String(index)));
    expect((copyError(new AggregateError(errors), text) as AggregateError).errors).toHaveLength(5);
  });
});
