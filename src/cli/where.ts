/**
 * The small language of `headers --where`: comparisons, `and`, `or`, `not`, arithmetic and parentheses over word names.
 *
 *   or  <  and  <  not  <  == != < <= > >=  <  + -  <  * / %  <  - (sign)
 *
 * Numbers are doubles and truth is no number: what mixes them is an error that names its column. Nothing is evaluated
 * but this: an expression is read into closures.
 */
import { SeisError } from '../error.ts';
import type { HeaderColumn } from '../formats/header-columns.ts';
import { nearest } from './nearest.ts';

/** The columns an expression reads, by name. */
export type Columns = Readonly<Record<string, HeaderColumn | Float64Array>>;

export type Where = {
  /** Names of the words it reads. */
  readonly words: readonly string[];
  /** Binds it to columns; the answer says whether row `i` is wanted. */
  over(columns: Columns): (i: number) => boolean;
};

type Row<T> = (i: number) => T;
type Bind<T> = (columns: Columns) => Row<T>;
/** A piece of the expression: `at` is the column of its first character, from 1. */
type Piece = { readonly at: number } & (
  | { readonly kind: 'number'; readonly bind: Bind<number> }
  | { readonly kind: 'truth'; readonly bind: Bind<boolean> }
);
type Token = { readonly text: string; readonly at: number };

const pattern =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(==|!=|<=|>=|[<>=+\-*/%()]))/y;
/** Parentheses and signs inside one another. */
const deepest = 100;

function wrong(at: number, finding: string, mend?: string): SeisError {
  return new SeisError('usage', `--where: column ${at}: ${finding}`, mend === undefined ? {} : { mend });
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let from = 0; from < text.length; from = pattern.lastIndex) {
    const match = pattern.exec(text);
    if (match === null) {
      const at = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
      if (at >= text.length) break;
      const mends: Readonly<Record<string, string>> = { '&': 'write and', '|': 'write or', '!': 'write not' };
      throw wrong(at + 1, `'${text[at]}' is not understood`, mends[text[at]]);
    }
    const token = match[1] ?? match[2] ?? match[3];
    tokens.push({ text: token, at: pattern.lastIndex - token.length + 1 });
  }
  return tokens;
}

const comparisons: Readonly<Record<string, (a: Row<number>, b: Row<number>) => Row<boolean>>> = {
  '==': (a, b) => (i) => a(i) === b(i),
  '=': (a, b) => (i) => a(i) === b(i),
  '!=': (a, b) => (i) => a(i) !== b(i),
  '<': (a, b) => (i) => a(i) < b(i),
  '<=': (a, b) => (i) => a(i) <= b(i),
  '>': (a, b) => (i) => a(i) > b(i),
  '>=': (a, b) => (i) => a(i) >= b(i),
};

const arithmetic: Readonly<Record<string, (a: Row<number>, b: Row<number>) => Row<number>>> = {
  '+': (a, b) => (i) => a(i) + b(i),
  '-': (a, b) => (i) => a(i) - b(i),
  '*': (a, b) => (i) => a(i) * b(i),
  '/': (a, b) => (i) => a(i) / b(i),
  '%': (a, b) => (i) => a(i) % b(i),
};

const junctions: Readonly<Record<string, (a: Row<boolean>, b: Row<boolean>) => Row<boolean>>> = {
  and: (a, b) => (i) => a(i) && b(i),
  or: (a, b) => (i) => a(i) || b(i),
};

function numberIn(piece: Piece): Bind<number> {
  if (piece.kind === 'number') return piece.bind;
  throw wrong(piece.at, 'a number is needed here, this is true or false');
}

function truthIn(piece: Piece): Bind<boolean> {
  if (piece.kind === 'truth') return piece.bind;
  throw wrong(piece.at, 'a comparison is needed here, this is a number', 'write for instance trid == 1');
}

/** A word's column as numbers; 64-bit integers come as the nearest double. */
function columnBind(name: string): Bind<number> {
  return (columns) => {
    const column = columns[name];
    if (column instanceof BigInt64Array || column instanceof BigUint64Array) return (i) => Number(column[i]);
    return (i) => column[i];
  };
}

/** Reads `text` over the numeric words `known`. Throws `usage` naming the column. */
export function parseWhere(text: string, known: readonly string[]): Where {
  const tokens = tokensOf(text);
  const words = new Set<string>();
  let next = 0;
  let depth = 0;

  const peek = (): string | undefined => tokens[next]?.text;
  const place = (): number => tokens[next]?.at ?? text.length + 1;

  /** Operators of one rank, from left to right; `build` joins two pieces. */
  function chain(operators: readonly string[], operand: () => Piece, build: (op: string, a: Piece, b: Piece) => Piece) {
    let left = operand();
    for (let op = peek(); op !== undefined && operators.includes(op); op = peek()) {
      next++;
      left = build(op, left, operand());
    }
    return left;
  }

  const either = (): Piece => chain(['or'], both, junction);
  const both = (): Piece => chain(['and'], negation, junction);

  function junction(op: string, a: Piece, b: Piece): Piece {
    const [left, right] = [truthIn(a), truthIn(b)];
    return { at: a.at, kind: 'truth', bind: (columns) => junctions[op](left(columns), right(columns)) };
  }

  function negation(): Piece {
    if (peek() !== 'not') return comparison();
    const at = place();
    next++;
    const inner = truthIn(nested(negation));
    return {
      at,
      kind: 'truth',
      bind: (columns) => {
        const row = inner(columns);
        return (i) => !row(i);
      },
    };
  }

  function comparison(): Piece {
    const a = sum();
    const op = peek();
    if (op === undefined || !Object.hasOwn(comparisons, op)) return a;
    next++;
    const [left, right] = [numberIn(a), numberIn(sum())];
    const again = peek();
    if (again !== undefined && Object.hasOwn(comparisons, again)) {
      throw wrong(place(), 'comparisons are not chained', 'join two of them with and');
    }
    return { at: a.at, kind: 'truth', bind: (columns) => comparisons[op](left(columns), right(columns)) };
  }

  const sum = (): Piece => chain(['+', '-'], product, calculation);
  const product = (): Piece => chain(['*', '/', '%'], signed, calculation);

  function calculation(op: string, a: Piece, b: Piece): Piece {
    const [left, right] = [numberIn(a), numberIn(b)];
    return { at: a.at, kind: 'number', bind: (columns) => arithmetic[op](left(columns), right(columns)) };
  }

  function signed(): Piece {
    if (peek() !== '-') return atom();
    const at = place();
    next++;
    const inner = numberIn(nested(signed));
    return {
      at,
      kind: 'number',
      bind: (columns) => {
        const row = inner(columns);
        return (i) => -row(i);
      },
    };
  }

  function nested(read: () => Piece): Piece {
    if (++depth > deepest) throw wrong(place(), `more than ${deepest} parts lie inside one another`);
    const piece = read();
    depth--;
    return piece;
  }

  function atom(): Piece {
    const at = place();
    const token = peek();
    if (token === undefined) throw wrong(at, 'the expression ends where a word, a number or ( is expected');
    if (token === '(') {
      next++;
      const inner = nested(either);
      if (peek() !== ')') throw wrong(place(), `')' is missing for the '(' of column ${at}`);
      next++;
      return { ...inner, at };
    }
    if (/^[0-9.]/.test(token)) {
      next++;
      const value = Number(token);
      return { at, kind: 'number', bind: () => () => value };
    }
    if (!/^[A-Za-z_]/.test(token) || token === 'and' || token === 'or') {
      throw wrong(at, `a word, a number or ( is expected, '${token}' was found`);
    }
    if (!known.includes(token)) {
      const meant = nearest(token, known);
      const mend = meant === undefined ? 'the words are listed by --columns help' : `did you mean ${meant}?`;
      throw wrong(at, `there is no word '${token}'`, mend);
    }
    next++;
    words.add(token);
    return { at, kind: 'number', bind: columnBind(token) };
  }

  const whole = either();
  if (next < tokens.length) throw wrong(place(), `an operator is expected, '${peek()}' was found`);
  const bind = truthIn(whole);
  return { words: [...words], over: bind };
}
