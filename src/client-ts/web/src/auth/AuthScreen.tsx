import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { createTask } from '../ui/create-task';
import { Field } from '../ui/Field';
import { fromStore } from '../ui/from-store';
import { EyeIcon } from '../ui/icons';
import { endText } from './end-text';
import './auth.css';

/** Sign in, or create an account: one form, two ways. */
export function AuthScreen() {
  const client = useClient();
  const session = fromStore(() => client.session);
  const [isNew, setIsNew] = createSignal(false);
  const [username, setUsername] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [displayName, setDisplayName] = createSignal('');
  const [isShown, setIsShown] = createSignal(false);

  const task = createTask(() => {
    const credentials = { username: username().trim(), password: password() };
    if (!isNew()) return client.signIn(credentials);
    const name = displayName().trim();
    return client.register(name === '' ? credentials : { ...credentials, displayName: name });
  });
  const problem = (field: string) =>
    task.error()?.fields[field]?.[0] ??
    (field === 'username' && task.error()?.code === 'username_taken' ? 'This name is taken.' : undefined);
  const generalProblem = () => {
    const error = task.error();
    return error !== null && !['username', 'password', 'displayName'].some((field) => problem(field) !== undefined)
      ? error.detail
      : null;
  };
  const ended = () => {
    const state = session();
    return state.status === 'signedOut' ? endText(state.reason) : null;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void task.run();
  };
  const action = () => (isNew() ? 'Create account' : 'Sign in');

  return (
    <main class="auth-screen">
      <form class="auth-card" onSubmit={submit} aria-labelledby="auth-title">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1 id="auth-title">{isNew() ? 'Create your account' : 'Sign in to OrleansChat'}</h1>
        <Show when={generalProblem() ?? ended()}>
          {(text) => (
            <p class="alert" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <Field
          label="Username"
          value={username()}
          onInput={setUsername}
          problem={problem('username')}
          {...(isNew() ? { hint: '3–32 letters, digits and _ . -' } : {})}
          autocomplete="username"
          maxLength={32}
          required
          autofocus
        />
        <Field
          label="Password"
          type={isShown() ? 'text' : 'password'}
          value={password()}
          onInput={setPassword}
          problem={problem('password')}
          {...(isNew() ? { hint: 'At least 8 characters' } : {})}
          autocomplete={isNew() ? 'new-password' : 'current-password'}
          required
          button={
            <button
              class="icon-button"
              type="button"
              aria-label="Show the characters"
              aria-pressed={isShown()}
              onClick={() => setIsShown(!isShown())}
            >
              <EyeIcon />
            </button>
          }
        />
        <Show when={isNew()}>
          <Field
            label="Display name"
            value={displayName()}
            onInput={setDisplayName}
            problem={problem('displayName')}
            hint="Optional: the name that others see"
            autocomplete="name"
          />
        </Show>
        <button class="button primary" type="submit" disabled={task.busy()}>
          {action()}
        </button>
        <p class="auth-switch">
          <span class="muted">{isNew() ? 'You have an account?' : 'New here?'}</span>
          <button class="button plain small" type="button" onClick={() => setIsNew(!isNew())}>
            {isNew() ? 'Sign in' : 'Create account'}
          </button>
        </p>
      </form>
    </main>
  );
}
