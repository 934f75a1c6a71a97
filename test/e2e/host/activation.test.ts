// Seaworthy starts quickly, and brings what its manifest promises.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, until, workspaceFolder } from './support';

const activationLimitMs = 2_000;

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

/** Milliseconds. */
interface ActivationTimes {
  readonly load: number;
  readonly activate: number;
}

/** As VS Code took them, wherever the start came from: the table that `Developer: Startup Performance` shows. */
async function activationTimes(id: string): Promise<ActivationTimes> {
  await vscode.commands.executeCommand('perfview.show');
  // Extension, eager, load code, call activate, finish activate, event, by.
  const row = new RegExp(String.raw`^\| ${id} +\| \w+ +\| (\d+) +\| (\d+) +\| (\d+) +\|`, 'm');
  const table = (): RegExpExecArray | null =>
    row.exec(vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '');
  const found = await until(`the times of ${id}`, table, (match) => match !== null);
  const [load = 0, call = 0, finish = 0] = (found ?? []).slice(1).map(Number);
  return { load, activate: call + finish };
}

/** Milliseconds from `activate()` to the server's answer to `initialize`; all extensions share the clock of the process. */
async function serverReady(): Promise<number> {
  const measures = (): PerformanceEntry[] => performance.getEntriesByName('seaworthy/server-ready');
  const [measure] = await until('the ready server', measures, ({ length }) => length > 0);
  return Math.round(measure?.duration ?? 0);
}

describe('activation', () => {
  it('takes commands before the language client is loaded', async () => {
    const api = await extension().activate();
    await vscode.commands.executeCommand('seaworthy.refreshHealth');
    assert.equal(api.getHealth(workspaceFolder().uri)?.state, 'graded');
  });

  it('takes little time', async function () {
    const api = await extension().activate();
    assert.equal(typeof api.getHealth, 'function');
    const ours = await activationTimes('seaworthy.seaworthy');
    const git = await activationTimes('vscode.git');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const server = await serverReady();
    // `npm run bench` reads them from the title. The budget is 50 ms; a busy machine is no reason to fail.
    if (this.test) this.test.title += ` ${JSON.stringify({ ours, git, server })}`;
    assert.ok(ours.load > 0 && ours.load + ours.activate < activationLimitMs, JSON.stringify(ours));
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
