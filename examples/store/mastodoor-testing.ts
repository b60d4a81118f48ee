/** Stands in for the package until it has its public subpaths: `from 'mastodoor/testing'`. */
export { describeFlowStore } from '../../src/storage/store-contract.ts';
