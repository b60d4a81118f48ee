export const signUp = {};
