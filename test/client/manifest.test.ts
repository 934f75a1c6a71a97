// The manifest: every text has its translation key, every command a title and a place, nothing opens by itself.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
}
interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}
interface Manifest {
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: Readonly<
    Record<string, { readonly supported: string; readonly description: string }>
  >;
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: {
      readonly seaworthy: readonly {
        readonly id: string;
        readonly visibility?: string;
        readonly when?: string;
      }[];
    };
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
    readonly keybindings?: unknown;
  };
}

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const words = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Readonly<
  Record<string, string>
>;
const { commands, menus, views, walkthroughs } = manifest.contributes;
const sources = readFileSync(join(root, 'l10n', 'bundle.l10n.json'), 'utf8');

describe('the manifest', () => {
  it('has a text for every key, and no text that nobody uses', () => {
    const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual(
      used.filter((key) => words[key] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(words).filter((key) => !used.includes(key)),
      [],
    );
  });

  it('keeps every text that people see out of package.json', () => {
    const shown = /"(?:title|name|contents|altText|markdownDescription|description|label)": "(?!%)([^"]+)"/g;
    const plain = [...JSON.stringify(manifest.contributes, null, 1).matchAll(shown)].map(
      ([, found]) => found,
    );
    // A product's name is the same in every language.
    assert.deepEqual([...new Set(plain)], ['Seaworthy']);
  });

  it('gives every command one category and a verb, and every menu a command that exists', () => {
    const known = new Set(commands.map(({ command }) => command));
    for (const { command, title, category } of commands) {
      assert.equal(category, 'Seaworthy', command);
      assert.match(words[title.slice(1, -1)] ?? '', /^[A-Z][a-z]+/, command);
    }
    const named = Object.values(menus)
      .flat()
      .map(({ command }) => command);
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
    const links = Object.values(words).flatMap((value) => [...value.matchAll(/\(command:(seaworthy\.\w+)/g)]);
    assert.deepEqual(
      links.map(([, command]) => command ?? '').filter((command) => !known.has(command)),
      [],
    );
  });

  it('hides from the palette what only makes sense on a row', () => {
    const hidden = new Set(
      menus['commandPalette']?.filter(({ when }) => when === 'false').map(({ command }) => command),
    );
    for (const name of [
      'openEvidence',
      'revealCheck',
      'explainCheck',
      'manageTrust',
      'fixFinding',
      'fixInCode',
    ])
      assert.ok(hidden.has(`seaworthy.${name}`), name);
  });

  it('shows at most three icons in the title of a view, and one for a row', () => {
    for (const { id } of views.seaworthy) {
      const icons = menus['view/title']?.filter(
        ({ when, group }) => when?.includes(id) && group?.startsWith('navigation'),
      );
      // Of two toggles with opposite conditions, one is there.
      const places = new Set(icons?.map(({ group }) => group));
      assert.ok(places.size <= 3, id);
    }
    const inline = menus['view/item/context']?.filter(({ group }) => group?.startsWith('inline')) ?? [];
    assert.ok(inline.length >= 4 && inline.every(({ group }) => group === 'inline@1'));
  });

  it('has each icon of a row clicked by a test in the window', () => {
    const folder = join(root, 'test', 'e2e', 'ui');
    const tests = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const inline = menus['view/item/context']?.filter(({ group }) => group?.startsWith('inline')) ?? [];
    for (const { command } of inline) {
      const key = commands.find((one) => one.command === command)?.title.slice(1, -1) ?? '';
      const title = `'${words[key] ?? ''}'`;
      const isClicked = (text: string): boolean => text.includes('clickRowAction') && text.includes(title);
      assert.ok(tests.some(isClicked), command);
    }
  });

  it('has two views to look at and one that is folded', () => {
    assert.deepEqual(
      views.seaworthy.map(({ visibility }) => visibility ?? 'visible'),
      ['visible', 'visible', 'collapsed'],
    );
  });

  it('has one walkthrough of at most five steps, each with a picture, a text for it, and an end', () => {
    assert.equal(walkthroughs.length, 1);
    const steps = walkthroughs[0]?.steps ?? [];
    assert.ok(steps.length <= 5);
    for (const { id, description, media, completionEvents } of steps) {
      assert.ok(existsSync(join(root, media.svg)), id);
      assert.match(readFileSync(join(root, media.svg), 'utf8'), /var\(--vscode-foreground\)/);
      assert.ok(words[media.altText.slice(1, -1)], id);
      assert.ok(completionEvents.length > 0, id);
      assert.match(words[description.slice(1, -1)] ?? '', /\]\(command:/, id);
    }
  });

  it('shows no view, and so no icon in the activity bar, until Python has woken it up', () => {
    for (const { id, when } of views.seaworthy) assert.match(when ?? '', /^seaworthy\.state\b/, id);
  });

  it('lets a step and an open check be explained and acknowledged where they stand', () => {
    const offered = (viewItem: string): string[] =>
      (menus['view/item/context'] ?? [])
        .filter(({ when }) =>
          new RegExp(/viewItem =~ \/(.+?)\/(?: |$)/.exec(when ?? '')?.[1] ?? '^-').test(viewItem),
        )
        .map(({ command }) => command.replace('seaworthy.', ''));
    for (const row of ['step', 'step;action', 'check;fail', 'check;partial;action'])
      assert.deepEqual(
        ['explainCheck', 'acknowledgeCheck'].filter((command) => !offered(row).includes(command)),
        [],
        row,
      );
    assert.ok(!offered('check;pass').includes('acknowledgeCheck'));
    assert.ok(offered('finding').includes('fixFinding') && offered('finding;fix').includes('explainRule'));
  });

  it('has what the Marketplace asks for', () => {
    assert.ok(manifest.keywords.length <= 30 && new Set(manifest.keywords).size === manifest.keywords.length);
    for (const category of ['Linters', 'Education', 'Testing'])
      assert.ok(manifest.categories.includes(category));
    for (const key of ['qna', 'bugs', 'repository', 'homepage', 'pricing', 'galleryBanner', 'license'])
      assert.ok(key in manifest, key);
    // Width and height of a PNG are the first two numbers of its header.
    const icon = readFileSync(join(root, manifest.icon));
    assert.equal(icon.toString('latin1', 1, 4), 'PNG');
    assert.ok(icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(20) >= 128);
  });

  it('wakes up for Python only, and says what it does without trust and without a disk', () => {
    assert.ok(manifest.activationEvents.every((event) => !event.includes('*')));
    for (const { supported, description } of Object.values(manifest.capabilities)) {
      assert.equal(supported, 'limited');
      assert.match(words[description.slice(1, -1)] ?? '', /not measured/);
    }
  });
});

describe('the texts of the client', () => {
  it('are in the bundle for translators, each once', () => {
    const bundle = JSON.parse(sources) as Readonly<Record<string, string>>;
    assert.ok(Object.keys(bundle).length > 100);
    assert.ok(Object.entries(bundle).every(([key, value]) => key === value));
    assert.ok(bundle['New since HEAD ({0})']);
    assert.ok(bundle['What if {0} checks were met: {1}']);
  });
});
