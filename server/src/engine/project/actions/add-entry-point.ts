/** Gives the program one declared start: a `__main__.py` for a package, a main guard for a single module. */
import { filesAStep, findInSteps, finish, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import type { SourceFile } from '../facts/totals';
import { appendLines } from './append';
import { importable } from './importable';
import { lineText } from './python-edit';
import { alreadyThere, type ProjectAction, type Refusal } from './types';

interface Start {
  readonly file: SourceFile;
  readonly name: string;
}

const startName = /^(?:main|cli|run|start|app)$/;

function* findStart(facts: ProjectFacts): Steps<Start | undefined> {
  for (const [at, file] of facts.sources.code.entries()) {
    if (at % filesAStep === 0) yield;
    const found = file.metrics.publicFunctions.find(
      ({ name, required }) => required === 0 && startName.test(name),
    );
    // A module that calls its start on import would start twice.
    if (found && file.metrics.importEffects.count === 0) return { file, name: found.name };
  }
  return undefined;
}

function packageOf(facts: ProjectFacts, { file }: Start): string | undefined {
  const folder = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '';
  return folder !== '' && facts.paths.has(`${folder}/__init__.py`) ? folder : undefined;
}

function* refusal(facts: ProjectFacts): Steps<Refusal | undefined> {
  const present = yield* findInSteps(
    facts.sources.code,
    ({ path, metrics }) => path.endsWith('__main__.py') || metrics.mainGuardLine !== null,
  );
  if (present) return alreadyThere;
  return (yield* findStart(facts))
    ? undefined
    : { refused: 'no function main() without parameters was found: put the start of the program into one' };
}

export const addEntryPoint: ProjectAction = {
  name: 'add-entry-point',
  title: 'Declare how the program starts',
  check: 'entry-point-declared',
  refusal,
  reads: (facts) => {
    const start = finish(findStart(facts));
    return start && packageOf(facts, start) === undefined ? [start.file.path] : [];
  },
  *run(facts, sources) {
    const refused = yield* refusal(facts);
    const start = yield* findStart(facts);
    if (refused ?? !start) return refused ?? alreadyThere;
    const { file, name } = start;
    const folder = packageOf(facts, start);
    const module = (yield* importable(facts, file))?.module;
    if (folder !== undefined && module !== undefined)
      return {
        label: `Add ${folder}/__main__.py`,
        files: [{ path: `${folder}/__main__.py`, create: mainModule(module, name) }],
        followUp: `Start the program with python -m ${module.split('.').slice(0, -1).join('.') || folder}.`,
      };
    const text = sources(file.path);
    if (text === undefined) return { refused: `${file.path} cannot be read` };
    if (lineText(text, text.split(/\r\n|\n/).length).startsWith(' ') && !/\n$/.test(text))
      return { refused: `${file.path} ends inside a block: end it with a line end first` };
    return {
      label: `Add a main guard to ${file.path}`,
      files: [
        { path: file.path, edits: [appendLines(text, ['', 'if __name__ == "__main__":', `    ${name}()`])] },
      ],
    };
  },
};

function mainModule(module: string, name: string): string {
  return [
    `"""Starts the program: python -m ${module.split('.')[0] ?? module}."""`,
    '',
    `from ${module} import ${name}`,
    '',
    'if __name__ == "__main__":',
    `    ${name}()`,
    '',
  ].join('\n');
}
