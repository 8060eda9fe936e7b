/**
 * How long `Retry-After` asks to wait, in milliseconds; `undefined` if it is missing, malformed, or a date that has passed,
 * which says nothing. Besides whole seconds and HTTP dates, decimal fractions count: some servers send them.
 *
 * @param value the field `Retry-After` of a response
 * @param date the field `Date` of the response: a date counts from it, because the server's clock may differ from ours
 * @param now the local time, from which a date counts without a valid `Date`
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(
  value: string | null | undefined,
  date: string | null | undefined,
  now: number,
): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  const delay = until - (parseHttpDate(date ?? "") ?? now);
  return delay > 0 ? delay : undefined;
}

/**
 * The three forms of an HTTP date; `Date.parse` alone would accept much more, and takes the last form for local time.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
 */
function parseHttpDate(text: string): number | undefined {
  const time = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$|^\w{6,9}, \d\d-\w{3}-\d\d \d\d:\d\d:\d\d GMT$/.test(text)
    ? Date.parse(text)
    : /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(text)
      ? Date.parse(`${text} GMT`)
      : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
