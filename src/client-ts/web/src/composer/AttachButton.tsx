import { imageTypes } from '@orleanschat/sdk';
import { t } from '../i18n';
import { ImageIcon } from '../ui/icons';

export function AttachButton(props: { readonly onFiles: (files: readonly File[]) => void }) {
  let chooser!: HTMLInputElement;
  const onChange = () => {
    props.onFiles([...(chooser.files ?? [])]);
    // The same file can be chosen again.
    chooser.value = '';
  };
  return (
    <>
      <button
        class="icon-button attach"
        type="button"
        aria-label={t('composer.attach')}
        title={t('composer.attach')}
        onClick={() => chooser.click()}
      >
        <ImageIcon />
      </button>
      <input ref={chooser} type="file" hidden multiple accept={imageTypes.join(',')} onChange={onChange} />
    </>
  );
}
