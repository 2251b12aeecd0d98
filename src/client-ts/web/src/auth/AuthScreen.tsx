import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { errorText, fieldErrorText } from '../i18n/error-text';
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
    fieldErrorText(task.error(), field) ??
    (field === 'username' && task.error()?.code === 'username_taken' ? t('auth.usernameTaken') : undefined);
  const generalProblem = () => {
    const error = task.error();
    return error !== null && !['username', 'password', 'displayName'].some((field) => problem(field) !== undefined)
      ? errorText(error)
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
  const action = () => (isNew() ? t('auth.createAccount') : t('auth.signIn'));

  return (
    <main class="auth-screen">
      <form class="auth-card" onSubmit={submit} aria-labelledby="auth-title">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1 id="auth-title">{isNew() ? t('auth.createTitle') : t('auth.signInTitle')}</h1>
        <Show when={generalProblem() ?? ended()}>
          {(text) => (
            <p class="alert" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <Field
          label={t('auth.username')}
          value={username()}
          onInput={setUsername}
          problem={problem('username')}
          {...(isNew() ? { hint: t('auth.usernameHint') } : {})}
          autocomplete="username"
          maxLength={32}
          required
          autofocus
        />
        <Field
          label={t('auth.password')}
          type={isShown() ? 'text' : 'password'}
          value={password()}
          onInput={setPassword}
          problem={problem('password')}
          {...(isNew() ? { hint: t('auth.passwordHint') } : {})}
          autocomplete={isNew() ? 'new-password' : 'current-password'}
          required
          button={
            <button
              class="icon-button"
              type="button"
              aria-label={t('auth.showPassword')}
              aria-pressed={isShown()}
              onClick={() => setIsShown(!isShown())}
            >
              <EyeIcon />
            </button>
          }
        />
        <Show when={isNew()}>
          <Field
            label={t('auth.displayName')}
            value={displayName()}
            onInput={setDisplayName}
            problem={problem('displayName')}
            hint={t('auth.displayNameHint')}
            autocomplete="name"
          />
        </Show>
        <button class="button primary" type="submit" disabled={task.busy()}>
          {action()}
        </button>
        <p class="auth-switch">
          <span class="muted">{isNew() ? t('auth.haveAccount') : t('auth.newHere')}</span>
          <button class="button plain small" type="button" onClick={() => setIsNew(!isNew())}>
            {isNew() ? t('auth.signIn') : t('auth.createAccount')}
          </button>
        </p>
      </form>
    </main>
  );
}
