// `npm run new-rule -- TOPIC NAME`: writes the rule's file and its test from a template, then regenerates the registry.
// The template is a rule that works (it reports calls of `example()`), so that `npm test` shows the way from there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const positional = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const [topic = '', name = ''] = positional;
// `--root DIR` lets a test scaffold into a copy.
const rootFlag = process.argv.indexOf('--root');
const root = rootFlag >= 0 ? (process.argv[rootFlag + 1] ?? here) : here;

const { loadModule } = await import('./gen/load-module.mjs');
/** @type {readonly string[]} */
const topics = (await loadModule(here, 'server/src/protocol/health.ts')).topicIds;

/** @param {string} message @returns {never} */
function refuse(message) {
  process.stderr.write(`${message}\nusage: npm run new-rule -- TOPIC NAME\n`);
  process.exit(2);
}

if (!topics.includes(topic)) refuse(`'${topic}' is not a topic; topics are ${topics.join(', ')}`);
if (!/^[a-z]+(-[a-z0-9]+)+$/.test(name))
  refuse(`'${name}' is not a rule name: kebab case, two words or more`);

const rulePath = `server/src/engine/rules/${topic}/${name}.ts`;
const testPath = `test/rules/${topic}/${name}.md`;
for (const path of [rulePath, testPath]) if (existsSync(join(root, path))) refuse(`${path} exists already`);

const version = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).version;

const rule = `/** Calls of \`example()\`: say here, in one line, what the habit is and what it costs. */
import { defineRule } from '../../lint/rule';

export default defineRule({
  meta: {
    name: '${name}',
    topic: '${topic}',
    summary: 'A call of \`example()\` is left in the code.',
    severity: 'information',
    profile: 'all',
    scope: 'module',
    fix: 'unsafe',
    since: '${version}',
    equivalents: [],
    messages: { found: 'This calls \`example()\`.' },
    docs: {
      why: 'Say here what goes wrong in production, and for whom. Two to four sentences are enough.',
      bad: [{ code: 'example()\\n' }],
      good: [{ code: 'print("ready")\\n' }],
      guards: ['a name that means something else in this file'],
      fixes: 'Says what each fix does and what it may change.',
    },
  },
  visit: {
    call(node, context) {
      // The cheapest test first: a look at the text crosses no border into wasm.
      if (!context.source.text.startsWith('example(', node.startIndex)) return;
      const callee = node.childForFieldName('function');
      if (!callee || context.names.resolve('example', callee.startIndex).origin !== 'unknown') return;
      context.report({ node, message: 'found' });
    },
  },
  fix({ node }) {
    return [
      {
        title: 'Replace by \`None\` (the call no longer happens)',
        applicability: 'unsafe',
        edits: [{ start: node.startIndex, end: node.endIndex, newText: 'None' }],
      },
    ];
  },
});
`;

const test = `# ${name}

## Reports the call

\`\`\`python
value = example()  # error: [${name}] "calls"
\`\`\`

\`\`\`python fixed
value = None
\`\`\`

## Keeps quiet when the name is the file's own

\`\`\`python
def example() -> int:
    return 1


value = example()
\`\`\`
`;

for (const [path, content] of [
  [rulePath, rule],
  [testPath, test],
]) {
  const full = join(root, path ?? '');
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content ?? '');
  process.stdout.write(`wrote ${path}\n`);
}
if (root === here) {
  const { generate } = await import('./gen.mjs');
  for (const path of await generate({ check: false })) process.stdout.write(`wrote ${path}\n`);
}
process.stdout.write(
  `Next: describe and narrow the rule, then \`RULE=${name} node --import tsx --test test/rules.test.ts\`.\n`,
);
