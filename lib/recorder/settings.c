#include "recorder/settings.h"

#include <stdlib.h>
#include <string.h>

static void take_string (char **target, const char *value, size_t n_bytes)
{
  free (*target);
  *target = strndup (value, n_bytes);
}

static bool is_key (const char *known, const char *key, size_t key_bytes)
{
  return strlen (known) == key_bytes && memcmp (known, key, key_bytes) == 0;
}

static void take_number (HrSettings *settings, const char *key, size_t key_bytes, const char *value)
{
  struct {
    const char *key;
    uint64_t *target;
  } numbers[] = {
    { "max-steps", &settings->max_steps }, { "max-objects", &settings->max_objects },
    { "max-items", &settings->max_items }, { "depth", &settings->depth },
    { "memory", &settings->memory_bytes }, { "max-file", &settings->max_file_bytes },
    { "timeout", &settings->timeout_s },
  };

  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (is_key (numbers[i].key, key, key_bytes))
      *numbers[i].target = strtoull (value, NULL, 10);
}

/* Words are known by their first letters. */
static void take_choice (HrSettings *settings, const char *key, size_t key_bytes, char letter)
{
  if (is_key ("what", key, key_bytes))
    settings->what = letter == 'c' ? HR_SETTINGS_CODE : letter == 'm' ? HR_SETTINGS_MODULE : HR_SETTINGS_FILE;
  else if (is_key ("prompt", key, key_bytes))
    settings->prompt = letter == '1';
  else if (is_key ("refs", key, key_bytes))
    settings->refs = letter == 'n'   ? HR_SETTINGS_REFS_NONE
                     : letter == 'a' ? HR_SETTINGS_REFS_ACCOUNT
                                     : HR_SETTINGS_REFS_COUNT;
  else if (is_key ("randomised", key, key_bytes))
    settings->address_randomisation = letter == '1';
  else if (is_key ("steps", key, key_bytes))
    settings->steps = letter == 'c'   ? HR_SETTINGS_STEPS_CALLS
                      : letter == 'o' ? HR_SETTINGS_STEPS_OPCODES
                                      : HR_SETTINGS_STEPS_LINES;
  else if (is_key ("after-limit", key, key_bytes))
    settings->run_on = letter == 'r';
}

static void take (HrSettings *settings, const char *key, size_t key_bytes, const char *value, size_t n_bytes)
{
  struct {
    const char *key;
    char **target;
  } strings[] = {
    { "reel", &settings->reel },       { "folder", &settings->folder },   { "program", &settings->program },
    { "options", &settings->options }, { "preload", &settings->preload }, { "hash-seed", &settings->hash_seed },
    { "only", &settings->only },       { "skip", &settings->skip },
  };

  for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
    if (is_key (strings[i].key, key, key_bytes))
      take_string (strings[i].target, value, n_bytes);
  if (is_key ("seed", key, key_bytes))
    settings->seed = strtoll (value, NULL, 10);
  take_choice (settings, key, key_bytes, value[0]);
  take_number (settings, key, key_bytes, value);
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
  free (settings->only);
  free (settings->skip);
  *settings = (HrSettings){ 0 };
}
