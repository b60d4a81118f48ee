/**
 * The contract that every store keeps, as tests for `node --test`.
 * @packageDocumentation
 */
export { describeFlowStore, describePeopleStore, describeStore } from '../storage/store-contract.ts';
