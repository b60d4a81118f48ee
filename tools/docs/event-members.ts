import { join } from 'node:path';
import ts from 'typescript';

/** The members of an event beside its name; those that may be absent are marked. */
export interface EventMember {
  readonly name: string;
  readonly optional: boolean;
}

/** The members of every security event, read from the type itself, so that the documentation cannot say otherwise. */
export function eventMembers(): ReadonlyMap<string, readonly EventMember[]> {
  const path = join(import.meta.dirname, '..', '..', 'src', 'flows', 'ports.ts');
  const program = ts.createProgram([path], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const declared = file?.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === 'SecurityEvent',
  );
  if (declared === undefined) throw new Error('SecurityEvent is not in src/flows/ports.ts any more');
  const union = checker.getTypeAtLocation(declared);
  const members = new Map<string, readonly EventMember[]>();
  for (const event of union.isUnion() ? union.types : [union]) {
    const symbols = event.getProperties();
    const own = symbols
      .filter(({ name }) => name !== 'event')
      .map((symbol) => ({ name: symbol.name, optional: mayBeAbsent(checker, symbol, declared) }));
    for (const name of namesOf(checker, symbols, declared)) members.set(name, own);
  }
  return members;
}

function namesOf(checker: ts.TypeChecker, symbols: readonly ts.Symbol[], at: ts.Node): readonly string[] {
  const symbol = symbols.find(({ name }) => name === 'event');
  if (symbol === undefined) throw new Error('An event without a name');
  const type = checker.getTypeOfSymbolAtLocation(symbol, at);
  return (type.isUnion() ? type.types : [type]).map((one) => {
    if (!one.isStringLiteral()) throw new Error('The name of an event is no literal');
    return one.value;
  });
}

function mayBeAbsent(checker: ts.TypeChecker, symbol: ts.Symbol, at: ts.Node): boolean {
  if ((symbol.flags & ts.SymbolFlags.Optional) !== 0) return true;
  const type = checker.getTypeOfSymbolAtLocation(symbol, at);
  return type.isUnion() && type.types.some((one) => (one.flags & ts.TypeFlags.Undefined) !== 0);
}
