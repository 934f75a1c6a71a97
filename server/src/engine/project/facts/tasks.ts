/** Commands that a project gives names to: make, just, tox, nox, scripts, hooks, and the task tables of TOML files. */
import type { HealthEvidence } from '../../../protocol/health';
import { commandLines } from './commands';
import type { Documents } from './documents';

const taskFile =
  /^(?:(?:GNUm|[Mm])akefile|\.?[Jj]ustfile|tox\.ini|tox\.toml|hatch\.toml|pixi\.toml|\.?mise\.toml|noxfile\.py|tasks\.py|dodo\.py|Taskfile(?:\.dist)?\.ya?ml|package\.json|\.husky\/pre-(?:commit|push)|scripts?\/(?:[\w.-]+\.sh|check|lint|format|test))$/;
/** Tables of pyproject.toml whose values are commands. */
const taskTable =
  /^\[+\s*tool\.(?:poe|taskipy|tox|pixi\.tasks|pixi\.feature\.[\w-]+\.tasks|pdm\.scripts|rye\.scripts|hatch\.envs)\b/;

/** Lines that may hold a command. */
export function collectTasks(paths: readonly string[], documents: Documents): readonly HealthEvidence[] {
  return paths
    .filter((one) => taskFile.test(one) || one === 'pyproject.toml')
    .flatMap((path) => {
      const file = documents.plain(path);
      if (file.status !== 'ok') return [];
      return commandLines(path, path === 'pyproject.toml' ? onlyTasks(file.data) : file.data);
    });
}

/** Lines outside the tables of tasks are emptied, so that the others keep their numbers. */
function onlyTasks(text: string): string {
  let isTask = false;
  return text
    .split(/\r\n|\n/)
    .map((line) => {
      if (/^\s*\[/.test(line) && /\]\s*(?:#.*)?$/.test(line)) isTask = taskTable.test(line.trim());
      return isTask ? line : '';
    })
    .join('\n');
}
