/** Facts computed in steps are those computed at once, and no step is about many files. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildFacts,
  checkInSteps,
  createProjectIndex,
  type ProjectFacts,
  type Steps,
} from '../../../server/src/engine/project';
import { rules } from '../../../server/src/engine';
import { snapshotOf, type Files } from './support';

const workflow = `on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n`;
const moduleCount = 640;
const modules = Array.from({ length: moduleCount }, (_, at): [string, string] => [
  at % 4 === 0 ? `tests/test_m${at}.py` : `app/m${at}.py`,
  `import requests\nfrom app import m${at + 1}\n\n\ndef f${at}():\n    return requests\n`,
]);
const files: Files = {
  'pyproject.toml': '[project]\nname = "app"\nversion = "1"\n',
  'mypy.ini': '[mypy\n',
  '.github/workflows/ci.yml': workflow,
  '.github/workflows/broken.yml': 'on: [push\n',
  ...Object.fromEntries(modules),
};
const snapshot = snapshotOf(files);

const seen = (facts: ProjectFacts): unknown => {
  const { sources, imports, ci, workflows, problems, tools, dependencies, profile, entryFiles, tiny } = facts;
  const { thirdParty, inCode, atImport } = imports;
  const own = ['app', 'requests'].map((name) => imports.isFirstParty(name));
  return {
    sources,
    thirdParty,
    inCode,
    atImport,
    own,
    ci,
    workflows,
    problems,
    tools,
    dependencies,
    profile,
    entryFiles,
    tiny,
  };
};

/** How many there are; `between` is called before each is done. */
function doAll(steps: Steps<unknown>, between: (step: number) => void = () => undefined): number {
  let count = 0;
  while (!steps.next().done) between((count += 1));
  return count;
}

describe('facts in steps', () => {
  it('are those computed at once, also where somebody asks in between', () => {
    const expected = seen(buildFacts(snapshot));
    for (const at of [0, 1, 4, 16, 40]) {
      const facts = buildFacts(snapshot);
      doAll(facts.prepare('all'), (step) => step === at && seen(facts));
      assert.deepEqual(seen(facts), expected);
    }
  });

  it('leave nothing of the code to compute', () => {
    const facts = buildFacts(snapshot);
    const steps = doAll(facts.prepare('code'));
    assert.ok(steps >= 3 * (moduleCount / 64), `${steps} steps`);
    assert.equal(doAll(facts.prepare('code')), 3);
  });

  it('read YAML by the word', () => {
    const facts = buildFacts(snapshot);
    const steps = doAll(facts.documents.prepareYaml('.github/workflows/ci.yml'));
    assert.ok(steps > 20, `${steps} steps`);
    assert.deepEqual(
      facts.documents.yaml('.github/workflows/ci.yml'),
      buildFacts(snapshot).documents.yaml('.github/workflows/ci.yml'),
    );
  });
});

it("the project's rules run after steps over its files", () => {
  const crashed: string[] = [];
  const run = { rules, settingsOf: () => undefined, onCrash: (rule: string) => crashed.push(rule) };
  const own = rules.filter((rule) => rule.checkProject).length;
  const steps = doAll(checkInSteps(createProjectIndex(buildFacts(snapshot)), run));
  assert.deepEqual(crashed, []);
  assert.ok(steps >= own + 5 * (moduleCount / 64), `${steps} steps, ${own} of them rules`);
});
