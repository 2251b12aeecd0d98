import type { JSX } from 'solid-js';

/** Line icons on a 24-unit grid; beside a name or a label, so hidden from screen readers. */
function icon(shape: () => JSX.Element, options: { readonly points?: boolean } = {}) {
  return () => (
    <svg
      class={options.points === true ? 'flip-rtl' : undefined}
      width="1.25rem"
      height="1.25rem"
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
export const BackIcon = icon(() => <path d="M15 5l-7 7 7 7" />, { points: true });
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
export const LeaveIcon = icon(
  () => <path d="M14 4.5H6.5a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1H14M10.5 12H21M17.5 8.5L21 12l-3.5 3.5" />,
  { points: true },
);
export const PersonAddIcon = icon(() => (
  <>
    <circle cx="10" cy="8.5" r="3.5" />
    <path d="M3 19.5c.6-3.4 3.4-5 7-5 1.5 0 2.9.3 4 .9M18.5 14v6M15.5 17h6" />
  </>
));
export const SendIcon = icon(() => <path d="M4.5 12L4 4.5 21 12 4 19.5 4.5 12zm0 0H12" />, { points: true });
export const TrashIcon = icon(() => (
  <path d="M4.5 6.5h15M9.5 6.5V4.5h5v2M6.5 6.5l.8 13h9.4l.8-13M10.2 10.5v5.5M13.8 10.5v5.5" />
));
export const BellIcon = icon(() => <path d="M6 10a6 6 0 1 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7zM10 20a2.2 2.2 0 0 0 4 0" />);
export const BellOffIcon = icon(() => (
  <path d="M6.6 7.4A6 6 0 0 0 6 10c0 5-2 6-2 7h12.5M9 4.8A6 6 0 0 1 18 10c0 2 .3 3.4.8 4.5M10 20a2.2 2.2 0 0 0 4 0M4 4l16 16" />
));
export const CalendarIcon = icon(() => <path d="M5 6h14v13.5H5zM5 10h14M8.5 3.5V7M15.5 3.5V7" />);
export const ContactsIcon = icon(() => (
  <path d="M6 3.5h12.5v17H6zM3.5 8H8M3.5 12H8M3.5 16H8M12.5 11.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9.5 16c.3-1.9 1.5-2.8 3-2.8s2.7.9 3 2.8" />
));
export const CopyIcon = icon(() => <path d="M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9" />);
export const DoubleCheckIcon = icon(() => <path d="M2.5 12.5L7 17l8-9M12 16l1 1 8-9" />);
export const DownloadIcon = icon(() => <path d="M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15" />);
export const ImageIcon = icon(() => <path d="M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9.5v.1" />);
export const KeyboardIcon = icon(() => <path d="M3 6.5h18v11H3zM6.5 10h.1M10 10h.1M13.5 10h.1M17 10h.1M8 14h8" />);
export const LinkIcon = icon(() => (
  <path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1" />
));
export const LockIcon = icon(() => <path d="M6 10.5h12v9H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />);
export const MonitorIcon = icon(() => <path d="M3.5 5h17v11h-17zM9 19.5h6M12 16v3.5" />);
export const MoreIcon = icon(() => <path d="M12 5.5v.1M12 12v.1M12 18.5v.1" stroke-width="2.6" />);
export const PinIcon = icon(() => <path d="M9 4h6l-.7 6 3.2 3.5H6.5L9.7 10zM12 13.5V20" />);
export const PlusIcon = icon(() => <path d="M12 5v14M5 12h14" />);
export const ReplyIcon = icon(() => <path d="M10 6L4 11.5 10 17v-3.5c5 0 8 1.5 10 4.5 0-5-3-9-10-9z" />, { points: true });
export const SearchIcon = icon(() => <path d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20" />);
export const SettingsIcon = icon(() => <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4" />);
export const SmileIcon = icon(() => (
  <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 14c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.5v.1M15 9.5v.1" />
));
export const SunIcon = icon(() => (
  <path d="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M18.4 5.6l-1.1 1.1M6.7 17.3l-1.1 1.1" />
));
