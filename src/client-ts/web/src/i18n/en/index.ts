import { app } from './app';
import { auth } from './auth';
import { common } from './common';
import { composer } from './composer';
import { conversations } from './conversations';
import { details } from './details';
import { errors } from './errors';
import { groups } from './groups';
import { images } from './images';
import { notifications } from './notifications';
import { people } from './people';
import { search } from './search';
import { settings } from './settings';
import { shortcuts } from './shortcuts';
import { time } from './time';
import { timeline } from './timeline';

export const en = {
  app,
  auth,
  common,
  composer,
  conversations,
  details,
  errors,
  groups,
  images,
  notifications,
  people,
  search,
  settings,
  shortcuts,
  time,
  timeline,
};
