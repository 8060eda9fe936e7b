/** The sources that the package's files in dist/ are built from, by name. */

/** What runs in applications. */
export const library = { index: "src/index.ts", testing: "src/testing/index.ts" };

/** What runs in Node.js only. */
export const tools = {
  contract: "src/contract/index.ts",
  "contract-vitest": "src/contract/vitest.ts",
  "dari-contract": "src/contract/cli/bin.ts",
};
