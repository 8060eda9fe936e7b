/** `npm run contract` judges the server at `--url`, or the mock of openapi/ when there is none. */
import { main } from "../src/contract/cli/main.ts";
import type { Limit } from "../src/contract/index.ts";
import { type Mock, startMock } from "./mock/server.ts";

/** What the mock can't know. */
export const mockLimits: readonly Limit[] = [
  { cases: "/unauthorized/the-key-with-", reason: "the mock takes any key" },
  { cases: "-of-nothing-that-exists", reason: "the mock knows every agent" },
];

async function run(): Promise<void> {
  let mock: Mock | undefined;
  try {
    process.exitCode = await main(process.argv.slice(2), async () => {
      mock = await startMock();
      return { url: mock.url, apiKey: "any-key-will-do", limits: mockLimits };
    });
  } finally {
    await mock?.stop();
  }
}

if (import.meta.main) await run();
