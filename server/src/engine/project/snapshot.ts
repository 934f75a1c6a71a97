/**
 * What the host read of one project root, and which files it has to read. The host does the I/O; everything after
 * this point is a pure function of the snapshot.
 */
import type { FileMetrics } from './metrics/types';

export interface GitSnapshot {
  /** Path from the repository root to the project root, '' when they are the same folder. */
  readonly pathFromRepository: string;
  /**
   * Texts of the repository's own `repositoryFilePatterns` files, keyed by path from the repository root. Empty when
   * the project root is the repository root: those files are in the snapshot already.
   */
  readonly repositoryFiles: ReadonlyMap<string, string>;
  /** Paths below the project root that git tracks, relative to the project root; absent when the host cannot tell. */
  readonly tracked?: ReadonlySet<string>;
  /** Host name of the remote `origin`, such as github.com; absent when there is none or the host cannot tell. */
  readonly remote?: string;
}

export interface ProjectSnapshot {
  /** Relative POSIX paths of all files below the root after excludes. `.env` files belong here, environments do not. */
  readonly paths: readonly string[];
  /** The text of a loaded file; undefined when it was not loaded or could not be read. */
  text(path: string): string | undefined;
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly truncated?: { readonly graded: number; readonly total: number };
  /** Virtual environments below the root, left out of `paths`; absent when the host cannot tell. */
  readonly environments?: readonly string[];
  /** Absent when the root is not in a git repository, or when the host cannot tell. */
  readonly git?: GitSnapshot;
  /** Whether the workspace is trusted. Nothing is executed either way; it only decides which actions are offered. */
  readonly trusted: boolean;
  /** One entry per Python file, keyed by path. */
  readonly metrics: ReadonlyMap<string, FileMetrics>;
  /** Finding counts by rule name, keyed by path. Absent paths have no findings. */
  readonly findings: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Lines, 1-based, of the findings of a rule in a file; absent when the host does not keep them. */
  findingLines?(path: string, rule: string): readonly number[];
}

/** Files below the repository root that count for every project root in it. Globs in picomatch's POSIX form. */
export const repositoryFilePatterns: readonly string[] = [
  '.gitignore',
  '.github/workflows/*.{yml,yaml}',
  '.github/actions/*/action.{yml,yaml}',
  '.{forgejo,gitea}/workflows/*.{yml,yaml}',
  '.gitlab-ci.{yml,yaml}',
  '.gitlab/**/*.{yml,yaml}',
  'azure-pipelines*.{yml,yaml}',
  '.{azure,azure-pipelines}/*.{yml,yaml}',
  '.circleci/config.{yml,yaml}',
  'Jenkinsfile',
  '{.travis,bitbucket-pipelines,.drone,.cirrus,appveyor,.appveyor,cloudbuild,buildspec,.woodpecker}.{yml,yaml}',
  '.{woodpecker,builds}/*.{yml,yaml}',
  '.buildkite/pipeline.{yml,yaml}',
  '.semaphore/semaphore.{yml,yaml}',
  '.pre-commit-config.{yaml,yml}',
  '{lefthook,.lefthook}.{yml,yaml,toml}',
  '.husky/{pre-commit,pre-push}',
  'prek.toml',
  '.github/dependabot.{yml,yaml}',
  'renovate.{json,json5}',
  '.github/renovate.{json,json5}',
  '.gitlab/renovate.{json,json5}',
  '.renovaterc',
  '.renovaterc.json',
  '{LICENSE,LICENCE,COPYING,UNLICENSE,license,licence}*',
  '{README,readme}*',
];

/** Non-Python files (and setup.py) that the host loads as text and watches, relative to the project root. */
export const configFilePatterns: readonly string[] = [
  ...repositoryFilePatterns,
  '**/.gitignore',
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  '*requirements*.{txt,in}',
  'requirements/*.{txt,in}',
  'constraints*.txt',
  'Pipfile',
  '*environment*.{yml,yaml}',
  'conda/*environment*.{yml,yaml}',
  'pixi.toml',
  'hatch.toml',
  '{.python-version,.tool-versions,mise.toml,.mise.toml,runtime.txt}',
  'pytest.ini',
  '.pytest.ini',
  'pytest.toml',
  'tox.ini',
  'tox.toml',
  'noxfile.py',
  'conftest.py',
  'ruff.toml',
  '.ruff.toml',
  '.flake8',
  '.pylintrc',
  'pylintrc',
  'mypy.ini',
  '.mypy.ini',
  'pyrightconfig.json',
  'basedpyrightconfig.json',
  'pylintrc.toml',
  '.pylintrc.toml',
  'Taskfile.{yml,yaml}',
  'Taskfile.dist.{yml,yaml}',
  '{tasks,dodo}.py',
  'package.json',
  '.pycodestyle',
  '.style.yapf',
  'ty.toml',
  'pyrefly.toml',
  '{Makefile,makefile,GNUmakefile}',
  '{justfile,Justfile,.justfile}',
  'seaworthy.toml',
  '**/.env.{example,sample,template,dist}',
  '.coveragerc',
  'coverage.xml',
  '{Dockerfile,Containerfile}',
  '{docker,deploy,deployment}/**/Dockerfile',
  '*.{d,D}ockerfile',
  '.pytest.toml',
  '{script,scripts}/*.sh',
  '{script,scripts}/{check,lint,format,test,coverage}',
  '.vscode/settings.json',
];
