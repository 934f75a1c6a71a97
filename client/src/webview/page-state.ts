/** What the page remembers of itself while it is hidden, and how it talks to the extension. */
import type { FromPage } from '../common/health/dashboard-data';

export interface PageState {
  readonly folder: string | undefined;
  readonly sort: 'topic' | 'score';
  /** Topics that are unfolded. */
  readonly open: readonly string[];
  /** Checks that are ticked for the what-if. */
  readonly ticks: readonly string[];
}

export const freshState: PageState = { folder: undefined, sort: 'topic', open: [], ticks: [] };

export type Send = (message: FromPage) => void;
