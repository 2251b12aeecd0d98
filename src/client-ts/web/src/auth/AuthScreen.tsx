import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { route } from '../app/router';
import { t } from '../i18n';
import { errorText, fieldErrorText } from '../i18n/error-text';
import { createTask } from '../ui/create-task';
import { Field } from '../ui/Field';
import { fromStore } from '../ui/from-store';
import { endText } from './end-text';
import { LanguageSwitch } from './LanguageSwitch';
import { PasswordField } from './PasswordField';
import './auth.css';

/** Sign in, or create an account: one form, two ways. */
export function AuthScreen() {
  const client = useClient();
  const session = fromStore(() => client.session);
  const [isNew, setIsNew] = createSignal(false);
  const [username, setUsername] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [displayName, setDisplayName] = createSignal('');

  const credentials = () => ({ username: username().trim(), password: password() });
  const signIn = createTask('join', () => client.signIn(credentials()));
  const register = createTask('join', () => {
    const name = displayName().trim();
    return client.register(name === '' ? credentials() : { ...credentials(), displayName: name });
  });
  // Each way has its own problems: what is wrong with one is not shown at the other.
  const task = () => (isNew() ? register : signIn);
  const problem = (field: string) =>
    fieldErrorText(task().error(), field) ??
    (field === 'username' && task().error()?.code === 'username_taken' ? t('auth.usernameTaken') : undefined);
  const generalProblem = () => {
    const error = task().error();
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
    void task().run();
  };
  const action = () => (isNew() ? t('auth.createAccount') : t('auth.signIn'));

  return (
    <main class="auth-screen">
      <form class="auth-card" onSubmit={submit} aria-labelledby="auth-title">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1 id="auth-title">{isNew() ? t('auth.createTitle') : t('auth.signInTitle')}</h1>
        <Show when={route().page === 'join'}>
          <p class="auth-note">{t('auth.invited')}</p>
        </Show>
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
        <PasswordField
          label={t('auth.password')}
          value={password()}
          onInput={setPassword}
          problem={problem('password')}
          {...(isNew() ? { hint: t('auth.passwordHint') } : {})}
          autocomplete={isNew() ? 'new-password' : 'current-password'}
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
        <button class="button primary" type="submit" disabled={task().busy()}>
          {action()}
        </button>
        <p class="auth-switch">
          <span class="muted">{isNew() ? t('auth.haveAccount') : t('auth.newHere')}</span>
          <button class="button plain small" type="button" onClick={() => setIsNew(!isNew())}>
            {isNew() ? t('auth.signIn') : t('auth.createAccount')}
          </button>
        </p>
        <LanguageSwitch />
      </form>
    </main>
  );
}
