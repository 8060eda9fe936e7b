/** `npm run contract` tests the server at `--url`, or the mock of openapi/ when there is none. */
import { flags } from "../src/contract/cli/arguments.ts";
import { main } from "../src/contract/cli/main.ts";
import type { Ignored } from "../src/contract/index.ts";
import { refuseMissingDashes } from "./lib/options.ts";
import { isStale, staleWarning } from "./mock/freshness.ts";
import { type Mock, startMock } from "./mock/server.ts";

/** What the mock can't know. */
export const mockIgnore: readonly Ignored[] = [
  { text: "/unauthorized/the-key-with-", reason: "the mock takes any key" },
  { text: "/state/", reason: "the mock stores nothing" },
];

async function run(): Promise<void> {
  refuseMissingDashes(flags);
  let mock: Mock | undefined;
  try {
    process.exitCode = await main(process.argv.slice(2), async () => {
      const [started, stale] = await Promise.all([startMock(), isStale()]);
      mock = started;
      if (stale) console.error(`${staleWarning}\nNext: npm run generate`);
      return { baseUrl: mock.url, apiKey: "any-key-will-do", ignore: mockIgnore };
    });
  } finally {
    await mock?.stop();
  }
}

if (import.meta.main) await run();
