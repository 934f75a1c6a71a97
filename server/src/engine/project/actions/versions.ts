/** Versions that generated files name. Whoever gets them has Dependabot or `pre-commit autoupdate` move them on. */

/** Recent enough to last, old enough to be everywhere. */
export const usualMinor = 13;

export const githubActions = {
  checkout: 'actions/checkout@v6',
  setupPython: 'actions/setup-python@v6',
  setupUv: 'astral-sh/setup-uv@v7',
  uploadArtifact: 'actions/upload-artifact@v6',
  downloadArtifact: 'actions/download-artifact@v7',
  publish: 'pypa/gh-action-pypi-publish@release/v1',
} as const;

export const hookRevisions = {
  general: 'v6.0.0',
  ruff: 'v0.14.0',
  black: '25.9.0',
  flake8: '7.3.0',
} as const;
