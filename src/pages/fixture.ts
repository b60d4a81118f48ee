export * from './fixtures/states.ts';
