/**
 * One error for the whole house: a closed code, a place, what was found and what was expected.
 *
 * It is plain data at heart, because an error that crosses a thread loses its class and its extra fields
 * (structured clone keeps only name, message and stack): `toPlain` and `fromPlain` carry it over.
 */

/** Every way in which seisfs says no. The rims (errno, exit code) switch over this set exhaustively. */
export const errorCodes = [
  'malformed',
  'truncated',
  'unsupported',
  'unrepresentable',
  'limit',
  'stale',
  'io',
  'not-found',
  'usage',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What an error knows beside its message; every field is optional and survives a thread boundary. */
export type ErrorDetail = {
  /** Format that was being read or written, as on the command line: `segy`. */
  readonly format?: string;
  /** File the finding is about. */
  readonly path?: string;
  /** 0-based byte offset in the source file. */
  readonly byte?: number;
  /** 0-based trace number. */
  readonly trace?: number;
  /** What would mend it: an option, a command, another target. */
  readonly mend?: string;
  /** The operating system's name of the failure (`ENOSPC`), where there was one. */
  readonly system?: string;
};

export type PlainError = { readonly code: ErrorCode; readonly message: string; readonly detail: ErrorDetail };

/** The only error class that leaves a public function of seisfs. */
export class SeisError extends Error {
  override readonly name = 'SeisError';
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
  }

  /** The same error, told with a file name or another detail that only an outer layer knows. */
  with(detail: ErrorDetail): SeisError {
    return new SeisError(this.code, this.message, { ...this.detail, ...detail }, this.cause);
  }

  toPlain(): PlainError {
    return { code: this.code, message: this.message, detail: this.detail };
  }

  static fromPlain(plain: PlainError): SeisError {
    return new SeisError(plain.code, plain.message, plain.detail);
  }
}

/** Text for people: bytes of names that are no UTF-8, which are lone surrogates inside seisfs, are shown as `\xe9`. */
export function printable(text: string): string {
  return text.replace(/\p{Surrogate}/gu, (c) => `\\x${(c.charCodeAt(0) & 0xff).toString(16)}`);
}

/**
 * One line for people: file, finding, and what would mend it.
 * Line breaks and control characters inside names are shown escaped, so that one error stays one line.
 */
export function describe(error: SeisError): string {
  const { path, mend } = error.detail;
  const line = `${path === undefined ? '' : `${path}: `}${error.message}${mend === undefined ? '' : `; ${mend}`}`;
  return printable(line).replace(
    /[\u0000-\u001f\u007f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
