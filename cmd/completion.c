/* heapreel completion: what bash, zsh and fish complete command lines by, made of the table of options. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "verb.h"

/* What a completion may say beside the options: programs, recordings and folders. */
#define INPUTS "*.(py|reel)"

static gboolean is_path (const HrCmdOptionText *option)
{
  static const char *const values[] = { "FILE", "DIR", "THEME", "PY", NULL };
  return option->value != NULL && g_strv_contains (values, option->value);
}

/* @text between single quotes, for all three shells: without what ends them. */
static void append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\'')
      g_string_append (out, "\xe2\x80\x99"); /* ’ */
    else
      g_string_append_c (out, *p);
  }
  g_string_append_c (out, '\'');
}

static char *dup_choices (const HrCmdOptionText *option)
{
  return option->choices != NULL ? g_strjoinv (" ", (char **)option->choices) : g_strdup ("");
}

static void append_words (GString *out, const HrCmdVerb *verb)
{
  HrCmdOptionText option;
  for (guint index = 0; hr_cmd_options_next (verb->groups, &index, &option);) {
    if (option.letter != 0)
      g_string_append_printf (out, " -%c", option.letter);
    if (option.name != NULL)
      g_string_append_printf (out, " --%s", option.name);
    if (option.negated)
      g_string_append_printf (out, " --no-%s", option.name);
  }
}

/* What may follow one option: "values" are words, "files" says that names of files may. */
static void append_bash_option (GString *out, const HrCmdOptionText *option)
{
  if (option->value == NULL)
    return;
  g_autofree char *choices = dup_choices (option);
  g_string_append (out, "    ");
  if (option->letter != 0)
    g_string_append_printf (out, "-%c%s", option->letter, option->name != NULL ? "|" : "");
  if (option->name != NULL)
    g_string_append_printf (out, "--%s", option->name);
  g_string_append_printf (out, ") values='%s' files=%s ;;\n", choices,
                          !is_path (option)                    ? ""
                          : strcmp (option->value, "DIR") == 0 ? "-d"
                                                               : "-f");
}

static void append_bash_verb (GString *out, const HrCmdVerb *verb)
{
  HrCmdOptionText option;
  g_string_append_printf (out, "  %s)\n    words='", verb->name);
  append_words (out, verb);
  g_string_append (out, "'\n    case $before in\n");
  for (guint index = 0; hr_cmd_options_next (verb->groups, &index, &option);)
    append_bash_option (out, &option);
  g_string_append (out, "    *) follows= ;;\n    esac ;;\n");
}

static void append_bash (GString *out, const HrCmdVerb *verbs)
{
  g_string_append (out, "# bash completion for heapreel; sourced, or in a folder of bash-completion's.\n"
                        "_heapreel ()\n{\n"
                        "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                        "  local verb=${COMP_WORDS[1]} words= values= files= follows=1 verbs='");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++)
    g_string_append_printf (out, "%s ", verb->name);
  g_string_append (out, "help completion'\n"
                        "  # \"--theme=da\" comes as three words\n"
                        "  if [[ $word == = ]]; then word=\n"
                        "  elif [[ $before == = && COMP_CWORD -gt 2 ]]; then before=${COMP_WORDS[COMP_CWORD-2]}\n  fi\n"
                        "  COMPREPLY=()\n"
                        "  if [[ COMP_CWORD -eq 1 && $word != -* ]]; then\n"
                        "    COMPREPLY=($(compgen -W \"$verbs\" -- \"$word\"))\n  fi\n"
                        "  case \" $verbs \" in *\" $verb \"*) ;; *) verb=page ;; esac\n"
                        "  case $verb in\n"
                        "  completion) words='bash zsh fish' follows= ;;\n"
                        "  help) words=\"--man $verbs\" follows= ;;\n");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++)
    append_bash_verb (out, verb);
  g_string_append (out,
                   "  esac\n"
                   "  if [[ -n $follows ]]; then\n"
                   "    # of several values with commas between, the last\n"
                   "    local said=; [[ -n $values && $word == *,* ]] && said=${word%,*},\n"
                   "    COMPREPLY=($(compgen -P \"$said\" -W \"$values\" -- \"${word##*,}\"))\n"
                   "    local IFS=$'\\n'\n"
                   "    [[ -z $files ]] || { compopt -o filenames; COMPREPLY+=($(compgen $files -- \"$word\")); }\n"
                   "  elif [[ $word == -* || $verb == help || $verb == completion ]]; then\n"
                   "    COMPREPLY+=($(compgen -W \"$words\" -- \"$word\"))\n"
                   "  else\n"
                   "    local IFS=$'\\n'\n"
                   "    compopt -o filenames\n"
                   "    COMPREPLY+=($(compgen -f -X '!*.@(py|reel)' -- \"$word\") $(compgen -d -- \"$word\"))\n"
                   "  fi\n}\n"
                   "shopt -s extglob\ncomplete -F _heapreel heapreel\n");
}

/* A text inside the brackets or between the colons of an _arguments specification. */
static char *dup_zsh_text (const char *text)
{
  GString *out = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++) {
    if (strchr ("[]:\\", *p) != NULL)
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

/* What follows the option: ":VALUE:how it is completed". */
static char *dup_zsh_value (const HrCmdOptionText *option)
{
  if (option->value == NULL)
    return g_strdup ("");
  g_autofree char *choices = dup_choices (option);
  g_autofree char *value = dup_zsh_text (option->value);
  if (is_path (option) && option->choices != NULL)
    return g_strdup_printf (":%s:_alternative \"values\\:value\\:(%s)\" \"files\\:file\\:_files\"", value, choices);
  if (is_path (option))
    return g_strdup_printf (":%s:_files%s", value, strcmp (option->value, "DIR") == 0 ? " -/" : "");
  if (option->choices == NULL)
    return g_strdup_printf (":%s: ", value);
  if (option->several)
    return g_strdup_printf (":%s:_values -s , %s %s", value, value, choices);
  return g_strdup_printf (":%s:(%s)", value, choices);
}

static void append_zsh_option (GString *out, const HrCmdOptionText *option)
{
  g_autofree char *help = dup_zsh_text (option->help);
  g_autofree char *value = dup_zsh_value (option);
  const char *repeats = option->several ? "*" : "";
  if (option->letter != 0) {
    g_autofree char *spec =
        g_strdup_printf ("%s-%c%s[%s]%s", repeats, option->letter, *value != '\0' ? "+" : "", help, value);
    g_string_append (out, " \\\n      ");
    append_quoted (out, spec);
  }
  if (option->name != NULL) {
    g_autofree char *spec =
        g_strdup_printf ("%s--%s%s[%s]%s", repeats, option->name, *value != '\0' ? "=" : "", help, value);
    g_string_append (out, " \\\n      ");
    append_quoted (out, spec);
  }
  if (option->negated)
    g_string_append_printf (out, " \\\n      '--no-%s[without it]'", option->name);
}

static void append_zsh (GString *out, const HrCmdVerb *verbs)
{
  g_string_append (out, "#compdef heapreel\n# zsh completion for heapreel; _heapreel in a folder of fpath.\n"
                        "_heapreel ()\n{\n  local -a verbs=(\n");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++) {
    g_autofree char *help = dup_zsh_text (verb->summary);
    g_autofree char *item = g_strdup_printf ("%s:%s", verb->name, help);
    g_string_append (out, "    ");
    append_quoted (out, item);
    g_string_append_c (out, '\n');
  }
  g_string_append (out, "    'help:the options of a verb'\n    'completion:what a shell completes by'\n  )\n"
                        "  local verb=page\n"
                        "  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
                        "    _describe verb verbs\n    _files -g '" INPUTS "'\n    return\n  fi\n"
                        "  if (( $+verbs[(r)$words[2]:*] )); then\n"
                        "    verb=$words[2]\n    shift words\n    (( CURRENT-- ))\n  fi\n"
                        "  case $verb in\n"
                        "  completion) _values shell bash zsh fish ;;\n"
                        "  help) _describe verb verbs ;;\n");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++) {
    HrCmdOptionText option;
    g_string_append_printf (out, "  %s)\n    _arguments -s -S", verb->name);
    for (guint index = 0; hr_cmd_options_next (verb->groups, &index, &option);)
      append_zsh_option (out, &option);
    g_string_append (out, " \\\n      '*:program:_files -g \"" INPUTS "\"' ;;\n");
  }
  g_string_append (out,
                   "  esac\n}\n"
                   "if [[ $funcstack[1] == _heapreel ]]; then _heapreel \"$@\"; else compdef _heapreel heapreel; fi\n");
}

static void append_fish_option (GString *out, const char *condition, const HrCmdOptionText *option)
{
  g_string_append_printf (out, "complete -c heapreel -n %s", condition);
  if (option->letter != 0)
    g_string_append_printf (out, " -s %c", option->letter);
  if (option->name != NULL)
    g_string_append_printf (out, " -l %s", option->name);
  if (option->value != NULL)
    g_string_append (out, is_path (option) ? " -rF" : " -x");
  if (option->choices != NULL) {
    g_autofree char *choices = dup_choices (option);
    g_string_append_printf (out, " -a '%s'", choices);
  }
  g_string_append (out, " -d ");
  append_quoted (out, option->help);
  g_string_append_c (out, '\n');
  if (option->negated)
    g_string_append_printf (out, "complete -c heapreel -n %s -l no-%s -d 'without it'\n", condition, option->name);
}

static void append_fish (GString *out, const HrCmdVerb *verbs)
{
  g_string_append (out, "# fish completion for heapreel; sourced, or heapreel.fish in a folder of completions.\n");
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) others = g_string_new ("help completion");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++) {
    g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", verb->name);
    g_string_append_printf (out, "complete -c heapreel -n __fish_use_subcommand -a %s -d ", verb->name);
    append_quoted (out, verb->summary);
    g_string_append_c (out, '\n');
    if (strcmp (verb->name, "page") != 0)
      g_string_append_printf (others, " %s", verb->name);
  }
  g_string_append_printf (out,
                          "complete -c heapreel -n __fish_use_subcommand -a help -d 'the options of a verb'\n"
                          "complete -c heapreel -n __fish_use_subcommand -a completion -d 'what a shell completes by'\n"
                          "complete -c heapreel -n '__fish_seen_subcommand_from help' -l man -d 'as a manual page'\n"
                          "complete -c heapreel -n '__fish_seen_subcommand_from help' -f -a '%s'\n"
                          "complete -c heapreel -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n",
                          names->str);
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++) {
    HrCmdOptionText option;
    gboolean is_default = strcmp (verb->name, "page") == 0; /* "heapreel x.py --the…" */
    g_autofree char *condition = is_default ? g_strdup_printf ("'not __fish_seen_subcommand_from %s'", others->str)
                                            : g_strdup_printf ("'__fish_seen_subcommand_from %s'", verb->name);
    for (guint index = 0; hr_cmd_options_next (verb->groups, &index, &option);)
      append_fish_option (out, condition, &option);
  }
}

gboolean hr_cmd_completion (const HrCmdVerb *verbs, const char *shell, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  if (g_strcmp0 (shell, "bash") == 0) {
    append_bash (out, verbs);
  } else if (g_strcmp0 (shell, "zsh") == 0) {
    append_zsh (out, verbs);
  } else if (g_strcmp0 (shell, "fish") == 0) {
    append_fish (out, verbs);
  } else {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "completion needs a shell: bash, zsh or fish%s%s%s",
                 shell != NULL ? ", not \"" : "", shell != NULL ? shell : "", shell != NULL ? "\"" : "");
    return FALSE;
  }
  (void)fputs (out->str, stdout);
  return TRUE;
}
