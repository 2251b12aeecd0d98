import { plural } from './plural';

export const auth = {
  createAccount: 'Create account',
  createTitle: 'Create your account',
  displayName: 'Display name',
  displayNameHint: 'Optional: the name that others see',
  ended: {
    expired: 'Your session has ended. Please sign in again.',
    erased: 'Your account was erased.',
    replaced: 'Somebody else signed in with this browser.',
  },
  haveAccount: 'You have an account?',
  invited: 'You are invited to a group. Sign in or create an account to see it.',
  language: 'Language',
  newHere: 'New here?',
  password: 'Password',
  passwordHint: 'At least 8 characters',
  showPassword: 'Show the characters',
  signIn: 'Sign in',
  signInTitle: 'Sign in to OrleansChat',
  signOut: 'Sign out',
  signOutTitle: 'Sign out?',
  unsent: (count: number) =>
    plural(count, {
      one: '1 message is not sent. It stays on this device until you sign in here again.',
      other: '# messages are not sent. They stay on this device until you sign in here again.',
    }),
  username: 'Username',
  usernameHint: '3–32 letters, digits and _ . -',
  usernameTaken: 'This name is taken. Choose another one.',
};
