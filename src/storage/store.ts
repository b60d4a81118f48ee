import type { DirectoryStore } from '../accounts/ports.ts';
import type { DutyStore, LimitStore, Store } from '../flows/ports.ts';

/** A storage engine that serves the authorization server and the built-in directory of people. */
export type FullStore = Store & DirectoryStore & { readonly duties: DutyStore; readonly limits: LimitStore };
