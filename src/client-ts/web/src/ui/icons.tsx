import type { JSX } from 'solid-js';

/** Line icons on a 24-unit grid; beside a name or a label, so hidden from screen readers. */
function icon(shape: () => JSX.Element) {
  return () => (
    <svg
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {shape()}
    </svg>
  );
}

export const AlertIcon = icon(() => (
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5v5M12 16v.2" />
  </>
));
export const BackIcon = icon(() => <path d="M15 5l-7 7 7 7" />);
export const CheckIcon = icon(() => <path d="M5 12.5l4.5 4.5L19 7.5" />);
export const ClockIcon = icon(() => (
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>
));
export const CloseIcon = icon(() => <path d="M6 6l12 12M18 6L6 18" />);
export const ComposeIcon = icon(() => (
  <path d="M12 20h8M4 20l1-4.5L15.5 5a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19z" />
));
export const DownIcon = icon(() => <path d="M12 5v14M6 13l6 6 6-6" />);
export const EditIcon = icon(() => <path d="M4 20l1-4.5L15.5 5a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19z" />);
export const EyeIcon = icon(() => (
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="3" />
  </>
));
export const GroupIcon = icon(() => (
  <>
    <circle cx="9" cy="8.5" r="3.5" />
    <path d="M2.5 19.5c.6-3.4 3.2-5 6.5-5s5.9 1.6 6.5 5M16 5.3a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .6 3.2 2.2 3.6 4.6" />
  </>
));
export const LeaveIcon = icon(() => (
  <path d="M14 4.5H6.5a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1H14M10.5 12H21M17.5 8.5L21 12l-3.5 3.5" />
));
export const PersonAddIcon = icon(() => (
  <>
    <circle cx="10" cy="8.5" r="3.5" />
    <path d="M3 19.5c.6-3.4 3.4-5 7-5 1.5 0 2.9.3 4 .9M18.5 14v6M15.5 17h6" />
  </>
));
export const SendIcon = icon(() => <path d="M4.5 12L4 4.5 21 12 4 19.5 4.5 12zm0 0H12" />);
export const TrashIcon = icon(() => (
  <path d="M4.5 6.5h15M9.5 6.5V4.5h5v2M6.5 6.5l.8 13h9.4l.8-13M10.2 10.5v5.5M13.8 10.5v5.5" />
));
