/** Helps the search to show the page first that answers a question. */

/** Words that readers search a page for, and that its text has not, or has less often than other pages. */
const words: Readonly<Record<string, string>> = {
  "guides/errors": "401 Unauthorized, status 401, 403 Forbidden, 404, 422, 429, 500, 502, 503, outcome",
  "guides/retries": "duplicate duplicates twice idempotency idempotent idempotency-key",
  "guides/contract-gate": "CI CD GitLab GitHub Jenkins pipeline JUnit",
};

/** The attributes of an element that carries the words of a page for the search alone. */
export function searchWords(id: string): Record<string, string> | undefined {
  const found = words[id];
  return found === undefined
    ? undefined
    : { "data-words": found, "data-pagefind-index-attrs": "data-words", "data-pagefind-weight": "10" };
}
