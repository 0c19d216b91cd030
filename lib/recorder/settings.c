#include "recorder/settings.h"

#include <stdlib.h>
#include <string.h>

static void take_string (char **target, const char *value, size_t n_bytes)
{
  free (*target);
  *target = strndup (value, n_bytes);
}

static void take (HrSettings *settings, const char *key, size_t key_bytes, const char *value, size_t n_bytes)
{
  struct {
    const char *key;
    char **target;
  } strings[] = {
    { "reel", &settings->reel },       { "folder", &settings->folder },   { "program", &settings->program },
    { "options", &settings->options }, { "preload", &settings->preload }, { "hash-seed", &settings->hash_seed },
  };

  for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
    if (strlen (strings[i].key) == key_bytes && memcmp (strings[i].key, key, key_bytes) == 0)
      take_string (strings[i].target, value, n_bytes);
  if (key_bytes == 4 && memcmp (key, "what", 4) == 0)
    settings->what = value[0] == 'c' ? HR_SETTINGS_CODE : value[0] == 'm' ? HR_SETTINGS_MODULE : HR_SETTINGS_FILE;
  else if (key_bytes == 4 && memcmp (key, "seed", 4) == 0)
    settings->seed = strtoll (value, NULL, 10);
  else if (key_bytes == 6 && memcmp (key, "prompt", 6) == 0)
    settings->prompt = value[0] == '1';
  else if (key_bytes == 4 && memcmp (key, "refs", 4) == 0)
    settings->refs = value[0] == 'n'   ? HR_SETTINGS_REFS_NONE
                     : value[0] == 'a' ? HR_SETTINGS_REFS_ACCOUNT
                                       : HR_SETTINGS_REFS_COUNT;
  else if (key_bytes == 10 && memcmp (key, "randomised", 10) == 0)
    settings->address_randomisation = value[0] == '1';
  else if (key_bytes == 9 && memcmp (key, "max-steps", 9) == 0)
    settings->max_steps = strtoull (value, NULL, 10);
}

bool hr_settings_parse (HrSettings *settings, const char *text)
{
  *settings = (HrSettings){ .seed = -1 };
  while (*text != '\0') {
    const char *end = strchrnul (text, HR_SETTINGS_SEPARATOR);
    const char *equals = memchr (text, '=', (size_t)(end - text));

    if (equals != NULL)
      take (settings, text, (size_t)(equals - text), equals + 1, (size_t)(end - equals - 1));
    text = *end != '\0' ? end + 1 : end;
  }
  return settings->reel != NULL && settings->folder != NULL && settings->program != NULL;
}

void hr_settings_clear (HrSettings *settings)
{
  free (settings->reel);
  free (settings->folder);
  free (settings->program);
  free (settings->options);
  free (settings->preload);
  free (settings->hash_seed);
  *settings = (HrSettings){ 0 };
}
