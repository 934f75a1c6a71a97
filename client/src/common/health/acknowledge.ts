/** Acknowledges a check: one of five reasons and a note, written to the project's configuration where a team sees it. */
import * as vscode from 'vscode';
import {
  acknowledgePreview,
  type AcknowledgementReason,
  type AcknowledgeParams,
  type ActionResult,
} from '../../../../server/src/protocol';
import { applyResult } from '../actions';
import type { HealthStore } from './store';
import type { Server } from '../server';

const { l10n } = vscode;

export async function acknowledgeCheck(
  server: Server,
  store: HealthStore,
  folder: string,
  check: string,
  title: string,
): Promise<void> {
  const picked = await vscode.window.showQuickPick(reasons(), {
    title: l10n.t('Acknowledge: {0}', title),
    placeHolder: l10n.t('Why this check does not fit here'),
    matchOnDetail: true,
  });
  if (!picked) return;
  const note = await vscode.window.showInputBox({
    title: l10n.t('Acknowledge: {0}', title),
    prompt: l10n.t('A note for your team, such as where it is done instead. Leave it empty for none.'),
  });
  if (note === undefined) return;
  await write(server, store, { folder, check, reason: picked.reason, note });
}

export async function withdrawAcknowledgement(
  server: Server,
  store: HealthStore,
  folder: string,
  check: string,
): Promise<void> {
  await write(server, store, { folder, check, reason: null, note: '' });
}

async function write(server: Server, store: HealthStore, params: AcknowledgeParams): Promise<void> {
  const result: ActionResult = await server.sendRequest(acknowledgePreview, params);
  await applyResult(store, params.folder, result);
}

interface Choice extends vscode.QuickPickItem {
  readonly reason: AcknowledgementReason;
}

function reasons(): Choice[] {
  return [
    {
      reason: 'not-detected',
      label: l10n.t('It is there, but was not found'),
      description: 'not-detected',
      detail: l10n.t('Counts as met, for example a formatter that a script runs.'),
    },
    {
      reason: 'remediated',
      label: l10n.t('It is dealt with in another way'),
      description: 'remediated',
      detail: l10n.t('Counts as met, for example a secret that was replaced at its provider.'),
    },
    {
      reason: 'not-applicable',
      label: l10n.t('It does not apply to this project'),
      description: 'not-applicable',
      detail: l10n.t('The check leaves the score.'),
    },
    {
      reason: 'not-supported',
      label: l10n.t('Seaworthy does not support how it is done here'),
      description: 'not-supported',
      detail: l10n.t('The check leaves the score.'),
    },
    {
      reason: 'test-data',
      label: l10n.t('It is test data or an example'),
      description: 'test-data',
      detail: l10n.t('The check leaves the score.'),
    },
  ];
}
