import type { Catalogue } from '..';
import { app } from './app';
import { auth } from './auth';
import { common } from './common';
import { composer } from './composer';
import { conversations } from './conversations';
import { errors } from './errors';
import { groups } from './groups';
import { images } from './images';
import { notifications } from './notifications';
import { people } from './people';
import { search } from './search';
import { settings } from './settings';
import { time } from './time';
import { timeline } from './timeline';

export const de: Catalogue = {
  app,
  auth,
  common,
  composer,
  conversations,
  errors,
  groups,
  images,
  notifications,
  people,
  search,
  settings,
  time,
  timeline,
};
