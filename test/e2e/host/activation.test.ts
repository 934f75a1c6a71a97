// Seaworthy starts quickly, and brings what its manifest promises. First of the suites: it measures the start.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, workspaceFolder } from './support';

const activationLimitMs = 2_000;

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

describe('activation', () => {
  it('takes little time', async function () {
    const seaworthy = extension();
    const wasActive = seaworthy.isActive;
    const started = performance.now();
    const processor = process.cpuUsage();
    const api = await seaworthy.activate();
    const took = performance.now() - started;
    const { user, system } = process.cpuUsage(processor);
    // The title is what the reports show. The budget is 50 ms; a busy machine is no reason to fail.
    const times = `${took.toFixed(0)} ms, ${((user + system) / 1000).toFixed(0)} ms of them at work`;
    if (this.test) this.test.title += wasActive ? ' (was active already)' : ` (${times})`;
    assert.equal(seaworthy.isActive, true);
    assert.equal(typeof api.getHealth, 'function');
    assert.ok(took < activationLimitMs, `activation took ${took.toFixed(0)} ms`);
  });

  it('registers every command of the manifest', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands
      .map(({ command }) => command)
      .filter((name) => !registered.has(name));
    assert.deepEqual(missing, []);
    assert.ok(contributes.commands.length >= 8);
  });

  it('declares its settings, with defaults and for each folder', () => {
    const { contributes } = extension().packageJSON as Manifest;
    const settings = vscode.workspace.getConfiguration('seaworthy', workspaceFolder().uri);
    for (const [key, { default: declared }] of Object.entries(contributes.configuration.properties)) {
      assert.ok(key.startsWith('seaworthy.'), key);
      const inspected = settings.inspect(key.slice('seaworthy.'.length));
      assert.deepEqual(inspected?.defaultValue, declared, key);
    }
    assert.equal(settings.get('enable'), true);
    assert.equal(settings.get('analysis.run'), 'onType');
  });
});
