/**
 * Words that readers search a page for, and that its text has not, or has less often than other pages. They count like
 * those of the title: see `metaWeights` in astro.config.ts.
 */
export const searchWords: Readonly<Record<string, string>> = {
  "guides/errors": "401 Unauthorized, 403 Forbidden, 404, 422, 429, 500, 502, 503, outcome",
  "guides/retries": "duplicate, duplicates, twice, idempotency, idempotent, Idempotency-Key",
  "guides/metadata": "lost",
  "guides/contract-gate": "CI, CD, GitLab, GitHub, Jenkins, pipeline, JUnit",
};
