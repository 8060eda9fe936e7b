import type { TestProject } from "vitest/node";
import { type Mock, startMock } from "../../scripts/mock/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that the contract tests run against. */
    contractBaseUrl: string;
    /** Whether it is the mock, whose responses are fixed examples that a test can choose. */
    contractMock: boolean;
  }
}

/** Uses the server at CONTRACT_BASE_URL, or starts one mock for the whole run and stops it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["CONTRACT_BASE_URL"];
  const log: string[] = [];
  const mock: Mock | undefined = given ? undefined : await startMock({ log: (text) => log.push(text) });
  project.provide("contractBaseUrl", given ?? mock?.url ?? "");
  project.provide("contractMock", mock !== undefined);
  return async () => {
    await mock?.stop();
    const failed = project.vitest.state.getCountOfFailedTests() > 0;
    if (mock && failed) console.error(`\nWhat the mock logged last:\n${log.slice(-50).join("\n")}`);
  };
}
