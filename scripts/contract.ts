/** `npm run contract` judges the server at `--url`, or the mock of openapi/ when there is none. */
import { main } from "../src/contract/cli.ts";
import type { Limit } from "../src/contract/index.ts";
import { type Mock, startMock } from "./mock.ts";

/** What Prism can't show, whatever is asked of it. */
const limits: Limit[] = [
  { check: "returned-as-sent", reason: "the mock answers with a fixed example: it returns nothing of what was sent" },
  { check: "unsent-is-empty", reason: "the mock answers with a fixed example: it returns nothing of what was sent" },
  { check: "ids-unique", reason: "the mock answers with a fixed example: its ids repeat" },
  { check: "created-now", reason: "the mock answers with a fixed example: its time of creation is fixed" },
  { cases: "/unauthorized/the-key-with-", reason: "the mock takes any key" },
];

let mock: Mock | undefined;
try {
  process.exitCode = await main(process.argv.slice(2), {
    server: async () => {
      mock = await startMock();
      return { url: mock.url, apiKey: "any-key-will-do", limits };
    },
  });
} finally {
  await mock?.stop();
}
