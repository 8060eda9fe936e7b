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
 * One of the three forms of an HTTP date. `Date.parse` alone would accept much more, and take the last form for local time.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
 */
function parseHttpDate(text: string): number | undefined {
  if (!/^[a-z]{3,9},? [a-z\d -]+ \d\d:\d\d:\d\d (GMT|\d{4})$/i.test(text)) return undefined;
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
