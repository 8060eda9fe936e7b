import { afterEach, expect, test, vi } from "vitest";
import { main } from "../../../src/contract/cli/main.ts";

afterEach(() => vi.restoreAllMocks());

test("a failure of the gate itself is no word about the server, and says what to report", async () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const status = await main([], () => Promise.reject(new TypeError("a bug")));
  const text = write.mock.calls.join("");
  expect(status).toBe(2);
  expect(text).toMatch(/^TypeError: a bug\n {4}at /);
  expect(text).toMatch(/\nNOT TESTED: the gate itself failed, .* Please report this as a bug of dari-contract/);
  expect(text).not.toContain("--help");
});
