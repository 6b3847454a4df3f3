import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { boundaries } from './bin/lint/boundaries.js'

const CLOCK = [
  { selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]' },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]' },
  { selector: 'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/]' },
].map((rule) => ({
  ...rule,
  message: 'Ask a clock: clock.now() for business time, machineNow() for leases and time-outs.',
}))

const PLAIN_TYPESCRIPT = [{ selector: 'TSEnumDeclaration', message: 'Use a union of strings.' }]

// A builder that was handed to a `where` callback is thenable, and awaiting it there would run it.
const QUERY_BUILDERS = [
  {
    from: 'package',
    package: '@adonisjs/lucid',
    name: ['DatabaseQueryBuilderContract', 'ModelQueryBuilderContract'],
  },
  { from: 'package', package: 'knex', name: ['QueryBuilder', 'TableBuilder', 'AlterTableBuilder'] },
]

// Another workspace's id must end in a 404, so what a request names is looked up through its workspace.
const UNSCOPED = {
  selector:
    'CallExpression[callee.object.name=/^(?!User$|Workspace$|Organization$|Invitation$)[A-Z]/][callee.property.name=/^(find|findOrFail|findBy|findByOrFail|all)$/]',
  message: 'Look it up through the workspace: workspace.runs().findOrFail(id).',
}

export default tseslint.config(
  {
    ignores: [
      'build/',
      'node_modules/',
      '.adonisjs/',
      'data/',
      'tmp/',
      'public/assets/',
      'database/schema.ts',
      'ace/stubs/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { staffetta: { rules: { boundaries } } },
    rules: {
      'staffetta/boundaries': 'error',
      'no-restricted-syntax': ['error', ...PLAIN_TYPESCRIPT],
      'no-console': 'error',
      'no-empty': 'error',
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      // Interfaces of the framework are filled by merging, which looks empty.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  {
    // Where async work is lost in silence, a promise without an owner is a bug.
    files: ['app/**/*.ts', 'plugins/**/*.ts', 'start/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafePromises: QUERY_BUILDERS }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['app/**/*.ts', 'plugins/**/*.ts'],
    ignores: ['app/clock.ts', 'plugins/sdk/testing/**'],
    rules: { 'no-restricted-syntax': ['error', ...PLAIN_TYPESCRIPT, ...CLOCK] },
  },
  {
    files: ['app/**/*_controller.ts'],
    rules: { 'no-restricted-syntax': ['error', ...PLAIN_TYPESCRIPT, ...CLOCK, UNSCOPED] },
  },
  {
    files: ['app/**/*.ts', 'plugins/**/*.ts', 'resources/**/*.{ts,tsx}', 'start/**/*.ts', 'config/**/*.ts'],
    rules: {
      'max-lines': ['warn', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 40, skipBlankLines: true, skipComments: true }],
      'complexity': ['warn', 8],
      'max-params': ['warn', 3],
    },
  },
  {
    files: ['resources/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'warn',
      'max-lines-per-function': ['warn', { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Programs that talk to a terminal, and commands that print for a person.
    files: ['bin/**', 'tests/**', 'ace/**', 'resources/hooks/catalogue.ts'],
    rules: { 'no-console': 'off' },
  }
)
