/** The base of every error that this package raises. */
export class DariError extends Error {
  override readonly name: string = "DariError";
}

/** The call was refused before anything was sent: an option or an argument breaks a rule that the message names. */
export class DariInputError extends DariError {
  override readonly name: string = "DariInputError";
}

/** No answer arrived: the server could not be reached, or the connection broke. The reason is the `cause`. */
export class DariConnectionError extends DariError {
  override readonly name: string = "DariConnectionError";
}

/** The server answered that it succeeded, but with a body that is not what the API documents. */
export class DariContractError extends DariError {
  override readonly name: string = "DariContractError";
  /** The HTTP status of the answer. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The server answered with an error. */
export class DariApiError extends DariError {
  override readonly name: string = "DariApiError";
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The body of the answer: parsed if it is JSON, its text otherwise, `undefined` if it is empty. */
  readonly body: unknown;
  /** The `detail` of the body, if it has one: usually a sentence, but any JSON value. */
  readonly detail: unknown;
  /** The headers of the answer. */
  readonly headers: Headers;

  constructor(request: string, response: Response, body: unknown) {
    const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : undefined;
    const words = detail === undefined ? "" : `: ${typeof detail === "string" ? detail : JSON.stringify(detail)}`;
    super(`${request} was answered with ${response.status}${words}`);
    this.status = response.status;
    this.body = body;
    this.detail = detail;
    this.headers = response.headers;
  }
}
