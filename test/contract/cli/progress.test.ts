import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Progress } from "../../../src/contract/cli/progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const output = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) > 0 };
};

test("without a terminal a line of progress comes every ten seconds, until the run ends", () => {
  const log = output(false);
  const progress = new Progress(log);
  vi.advanceTimersByTime(9999);
  expect(log.written).toEqual([]);
  vi.advanceTimersByTime(1);
  progress.update(120, 480);
  progress.update(121, 480);
  vi.advanceTimersByTime(10_000);
  progress.end();
  vi.advanceTimersByTime(60_000);
  expect(log.written).toEqual(["waiting for the first response\n", "121 of 480 cases\n"]);
});

test("on a terminal one line changes with each case, and is cleared at the end", () => {
  const terminal = output(true);
  const progress = new Progress(terminal);
  progress.update(1, 480);
  vi.advanceTimersByTime(60_000);
  progress.end();
  const [line = "", cleared] = terminal.written;
  expect(line.trim()).toBe("1 of 480 cases");
  expect(cleared).toBe(`\r${" ".repeat(line.length - 1)}\r`);
  expect(terminal.written).toHaveLength(2);
});
